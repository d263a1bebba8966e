"""Many files over several processes: results as they come, in the order given, in bounded memory.

A file may be hostile. The work on it is done in a worker process; when the worker dies or does not
answer in time, this one file is reported as unreadable, a new worker takes its place and the rest
goes on. Work and results must be picklable; workers are started afresh (``spawn``), so this is safe
in a program with threads.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

from yangguang.annualreport.errors import (
    BrokenFile,
    ReportError,
    TooLarge,
    UnreadableFile,
    cannot_open,
)
from yangguang.translation import current_language, language, mark

logger = logging.getLogger(__name__)

T = TypeVar("T")

SECONDS_A_FILE = 120.0
"""How long one file may take. A scan of many pages takes long; nothing honest takes longer."""

_IN_HAND = 2  # files a worker has in hand, so that it never waits for the next
_FILES_A_WORKER = 1000  # then a fresh one: what a reader leaves in memory goes with the process
_AHEAD = 64  # files per worker that may be finished before the next result in order


@dataclass(frozen=True, slots=True)
class FileResult(Generic[T]):
    """What became of one file: ``value`` or ``error``, never both."""

    number: int
    file: Path
    value: T | None = None
    error: ReportError | None = None


def over_files(
    files: Iterable[Path],
    work: Callable[[Path], T],
    *,
    jobs: int | None = None,
    seconds: float = SECONDS_A_FILE,
) -> Generator[FileResult[T], None, None]:
    """Do ``work`` on each file in ``jobs`` processes (default: all cores); results in the order given.

    Errors of a file are results; an exception of the caller, or closing the iterator, ends all
    workers at once.
    """
    pool: _Pool[T] = _Pool(work, jobs or os.cpu_count() or 1, seconds)
    try:
        yield from pool.run(files)
    finally:
        pool.close()


def attempt(number: int, file: Path, work: Callable[[Path], T]) -> FileResult[T]:
    """Do ``work`` on one file here and now; whatever goes wrong becomes the file's error."""
    try:
        return FileResult(number, file, work(file))
    except ReportError as error:
        error.file = str(file)  # as given, not the bare name that a reader knows
        return FileResult(number, file, error=error)
    except OSError as error:
        return FileResult(number, file, error=cannot_open(str(file), error))
    except (MemoryError, RecursionError):
        return FileResult(number, file, error=TooLarge(_TOO_MUCH, file=str(file)))
    except Exception as error:  # one strange file must not end the work on the others
        logger.exception("reading %s failed", file)
        problem = BrokenFile(
            mark("读取时发生内部错误（{kind}）。请另存为其他格式再试，并把文件交给维护人员。"),
            file=str(file),
            kind=type(error).__name__,
        )
        return FileResult(number, file, error=problem)


_TOO_MUCH = mark("读取所需的内存超过上限。请确认这是一份年度报告，或拆分后再试。")
_Job = tuple[int, Path]


def _worker(pipe: connection.Connection, work: Callable[[Path], T], code: str) -> None:
    """The life of a worker: take files from the pipe, send one result for each, in order."""
    if hasattr(os, "setsid"):
        os.setsid()  # a converter started for a file dies with its worker; Ctrl-C reaches the parent only
    with language(code):
        while True:
            try:
                number, file = pipe.recv()
                pipe.send(attempt(number, file, work))
            except (EOFError, OSError):  # the parent is gone or needs no more
                return


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """A process started inside does not see Ctrl-C: the parent alone decides what becomes of it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@dataclass(slots=True, eq=False)
class _Hand:
    """A worker process with the files it has in hand, the first of them at work since ``since``."""

    process: BaseProcess
    pipe: connection.Connection
    jobs: deque[_Job] = field(default_factory=deque)
    since: float = 0.0
    done: int = 0

    @property
    def is_free(self) -> bool:
        """Whether it may have another file: not when it has enough, nor when it is due to be replaced."""
        return len(self.jobs) < _IN_HAND and self.done + len(self.jobs) < _FILES_A_WORKER

    def give(self, job: _Job) -> None:
        """Hand a file over. That the worker died meanwhile shows when its result is waited for."""
        if not self.jobs:
            self.since = time.monotonic()
        self.jobs.append(job)
        try:
            self.pipe.send(job)
        except OSError:
            logger.debug("worker %s is gone", self.process.pid)

    def end(self) -> None:
        """Stop the process, and whatever it started, at once."""
        self.pipe.close()
        pid = self.process.pid
        try:
            if pid is not None and hasattr(os, "killpg") and os.getpgid(pid) == pid:
                os.killpg(pid, signal.SIGKILL)
            else:
                self.process.kill()
        except ProcessLookupError:
            logger.debug("worker %s had ended already", pid)
        self.process.join()


class _Pool(Generic[T]):
    """Workers, the files still to do, and results that wait for their turn."""

    def __init__(self, work: Callable[[Path], T], size: int, seconds: float) -> None:
        self._work = work
        self._size = size
        self._seconds = seconds
        self._context = get_context("spawn")
        self._hands: list[_Hand] = []
        self._again: deque[_Job] = deque()
        self._results: dict[int, FileResult[T]] = {}
        self._next = 0

    def run(self, files: Iterable[Path]) -> Iterator[FileResult[T]]:
        """Results in the order of the files."""
        todo = enumerate(files)
        while True:
            self._hand_out(todo)
            if not self._results and not any(hand.jobs for hand in self._hands):
                return
            while self._next not in self._results:
                self._gather()
                self._hand_out(todo)
            while self._next in self._results:
                yield self._results.pop(self._next)
                self._next += 1

    def close(self) -> None:
        """End all workers."""
        while self._hands:
            self._hands.pop().end()

    def _hand_out(self, todo: Iterator[_Job]) -> None:
        """Keep every worker busy, but do not run far ahead of the result that is next in order."""
        while len(self._results) + sum(len(hand.jobs) for hand in self._hands) < self._size * _AHEAD:
            may_start = len(self._hands) < self._size
            free = [hand for hand in self._hands if hand.is_free and not (may_start and hand.jobs)]
            if not free and not may_start:
                return
            job = self._again.popleft() if self._again else next(todo, None)
            if job is None:
                return
            hand = min(free, key=lambda one: len(one.jobs)) if free else self._start()
            hand.give(job)

    def _start(self) -> _Hand:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_worker, args=(theirs, self._work, current_language()), daemon=True
        )
        with _interrupts_ignored():
            process.start()
        theirs.close()
        hand = _Hand(process, ours)
        self._hands.append(hand)
        return hand

    def _gather(self) -> None:
        """Wait for the next results and take them in; give up workers that died or are late."""
        busy = {hand.pipe: hand for hand in self._hands if hand.jobs}
        latest = min(hand.since for hand in busy.values()) + self._seconds
        for pipe in connection.wait(list(busy), max(0.0, latest - time.monotonic())):
            self._receive(busy[pipe])  # type: ignore[index]
        for hand in busy.values():
            if hand in self._hands and hand.jobs and time.monotonic() - hand.since > self._seconds:
                self._give_up(
                    hand,
                    mark("读取超过 {seconds} 秒仍未完成，已停止。请确认这是一份年度报告，或另存为其他格式。"),
                )

    def _receive(self, hand: _Hand) -> None:
        try:
            result: FileResult[Any] = hand.pipe.recv()
        except (EOFError, OSError):
            self._give_up(
                hand, mark("读取这个文件的进程意外终止。文件可能已损坏或过大，请另存为其他格式再试。")
            )
            return
        hand.jobs.popleft()
        hand.since = time.monotonic()
        hand.done += 1
        self._results[result.number] = result
        if not hand.jobs and hand.done >= _FILES_A_WORKER:
            self._hands.remove(hand)
            hand.end()

    def _give_up(self, hand: _Hand, why: str) -> None:
        """Report the file in hand and put back the others; the worker ends."""
        number, file = hand.jobs.popleft()
        problem = UnreadableFile(why, file=str(file), seconds=int(self._seconds))
        self._results[number] = FileResult(number, file, error=problem)
        self._again.extend(hand.jobs)
        self._hands.remove(hand)
        hand.end()
