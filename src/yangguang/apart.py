"""A process of its own for a file from outside: started, fed, bounded by itself and ended for certain.

A file from anybody may be built to make a reader loop, to eat memory or to crash a library written in C. A thread shares
its memory with everybody and cannot be stopped; a process can be bounded by the kernel and killed. The child's environment
holds no password and no key, and answers are JSON and plain bytes, never pickled: whoever took over the child could
not make the parent run anything.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import yangguang

WRITTEN_BYTES = 1024 * 1024
OPEN_FILES = 64


@contextmanager
def started(module: str, pieces: Iterable[bytes], seconds: float) -> Iterator[subprocess.Popen[bytes]]:
    """``python -m module``, given ``pieces`` on its standard input; killed after ``seconds`` by the clock.

    It is dead when the block is left, and ``returncode`` says how it ended.
    """
    child = subprocess.Popen(  # noqa: S603 - our own module, no word of the file in the command
        [sys.executable, "-P", "-s", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        cwd="/",
    )
    alarm = threading.Timer(seconds, child.kill)
    alarm.start()
    try:
        with child:
            _hand_over(child, pieces)
            yield child
    finally:
        alarm.cancel()
        child.kill()  # where the block failed, it must not go on


def bound(memory: int, seconds: int) -> None:
    """Take away from this process what looking at a file does not need: bytes of memory, seconds of the processor."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, WRITTEN_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    os.nice(5)


def silence() -> None:
    """Nothing on standard error: a traceback could carry words of the file into a log."""
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for the life of the process
    os.dup2(sys.stderr.fileno(), 2)


def _hand_over(child: subprocess.Popen[bytes], pieces: Iterable[bytes]) -> None:
    if child.stdin is None:
        return
    try:
        for piece in pieces:
            child.stdin.write(piece)
        child.stdin.close()
    except BrokenPipeError:
        pass  # it died early; its end says more


def _environment() -> dict[str, str]:
    """Where our package is, and UTF-8; nothing of the server's own environment."""
    return {
        "PYTHONPATH": str(Path(yangguang.__file__).resolve().parent.parent),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "PATH": "/usr/bin:/bin",
    }
