"""Web server and worker as one tree of processes that starts and stops together."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from types import FrameType
from typing import NoReturn

import waitress
from django.conf import settings
from waitress.server import BaseWSGIServer

from yangguang.web.bodies import longest
from yangguang.web.receiving import MOST_LISTENED, BoundedChannel

logger = logging.getLogger(__name__)
GIVE_WORKER_SECONDS = 25
LONGEST_PAUSE = 30.0


class KeptWorker(threading.Thread):
    """A worker process that is started again when it dies."""

    def __init__(self) -> None:
        super().__init__(name="kept-worker", daemon=True)
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None

    def _start_process(self) -> subprocess.Popen[bytes]:
        # its own session: Ctrl+C in the terminal reaches us only, and we tell it once
        command = [sys.executable, "-m", "yangguang", "manage", "worker", "--parent", str(os.getpid())]
        return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own interpreter and module

    def run(self) -> None:
        pause = 1.0
        while not self.stopping.is_set():
            self.process = self._start_process()
            code = self.process.wait()
            if self.stopping.wait(pause):
                return
            logger.error("worker died, starting another", extra={"code": code})
            pause = min(pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        """Let it finish the task in hand, within reason."""
        self.stopping.set()
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(GIVE_WORKER_SECONDS)
        except subprocess.TimeoutExpired:
            logger.warning("the worker did not leave in time")
            self.process.kill()


def _leave(signum: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)  # waitress finishes the requests in hand


def server(listen: str, threads: int) -> waitress.server.BaseWSGIServer:
    """The web server, listening."""
    from yangguang.web.wsgi import application

    proxy = (
        {"trusted_proxy": "*", "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto"}
        if settings.BEHIND_PROXY
        else {}
    )
    sockets: dict[int, object] = {}
    running: waitress.server.BaseWSGIServer = waitress.create_server(
        application,
        map=sockets,
        listen=listen,
        threads=threads,
        ident=None,
        # kept, so that /metrics can tell a call through an unannounced proxy from a local one
        clear_untrusted_proxy_headers=False,
        max_request_body_size=max(MOST_LISTENED, longest("") + 1),
        channel_timeout=120,
        **proxy,
    )
    for one in sockets.values():  # a name may have several addresses, and a listener for each
        if isinstance(one, BaseWSGIServer):
            one.channel_class = BoundedChannel
    return running


def serve(listen: str, threads: int, *, with_worker: bool) -> None:
    """Serve until told to stop."""
    running = server(listen, threads)
    worker = KeptWorker() if with_worker else None
    signal.signal(signal.SIGTERM, _leave)
    if worker:
        worker.start()
    logger.info("serving", extra={"listen": listen, "threads": threads})
    try:
        running.run()
    finally:
        # a second signal must not interrupt the tidying up
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        running.close()
        if worker:
            worker.stop()
        logger.info("stopped")
