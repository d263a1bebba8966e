"""``yangguang manage worker``: does what others have queued."""

from __future__ import annotations

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_tasks_db.management.commands.db_worker import Worker as Loop

from yangguang.web import workers
from yangguang.web.preparing import Unfit, refuse_unfit

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "后台进程：执行排队的任务。收到 SIGTERM 时做完手上的一件再退出。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=0.5, help="没有任务时隔几秒再看（默认 0.5）")
        parser.add_argument("--batch", action="store_true", help="做完排队的任务就退出")
        parser.add_argument("--parent", type=int, default=None, help="父进程号；父进程消失时自行退出")

    def handle(self, *, interval: float, batch: bool, parent: int | None, **options: Any) -> None:
        try:
            refuse_unfit()
        except Unfit as reason:
            raise CommandError(str(reason)) from reason
        name = workers.new_name()
        loop = Loop(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
        )
        loop.configure_signals()
        pulse = workers.Pulse(name, parent=parent)
        pulse.beat_once()
        pulse.start()
        logger.info("worker started", extra={"worker": name})
        try:
            loop.run()
        finally:
            pulse.stop()
            logger.info("worker left", extra={"worker": name})
