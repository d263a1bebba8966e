"""Tasks survive the death of the one who did them."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from yangguang.web import workers
from yangguang.web.models import Worker

pytestmark = pytest.mark.django_db


def task(status: str, names: list[str], **facts: object) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="nowhere.task",
        backend_name="default",
        run_after=timezone.now(),
        worker_ids=names,
        exception_class_path="",
        traceback="",
        **facts,
    )


def test_what_a_dead_worker_was_doing_is_queued_again():
    left = task(TaskResultStatus.RUNNING, ["dead"])
    assert workers.take_up_orphans(timezone.now()) == (1, 0)
    left.refresh_from_db()
    assert left.status == TaskResultStatus.READY


def test_what_a_living_worker_does_is_left_alone():
    workers.beat("alive", timezone.now())
    busy = task(TaskResultStatus.RUNNING, ["dead", "alive"])
    assert workers.take_up_orphans(timezone.now()) == (0, 0)
    busy.refresh_from_db()
    assert busy.status == TaskResultStatus.RUNNING


def test_what_has_killed_three_workers_is_given_up():
    deadly = task(TaskResultStatus.RUNNING, ["a", "b", "c"])
    assert workers.take_up_orphans(timezone.now()) == (0, 1)
    deadly.refresh_from_db()
    assert deadly.status == TaskResultStatus.FAILED
    assert "3 workers died" in deadly.traceback


@pytest.mark.parametrize(
    "status", [TaskResultStatus.READY, TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]
)
def test_only_running_tasks_can_be_orphans(status):
    task(status, ["dead"])
    assert workers.take_up_orphans(timezone.now()) == (0, 0)


def failed(at, names: list[str], error: str = "builtins.OSError") -> DBTaskResult:
    one = task(TaskResultStatus.FAILED, names, finished_at=at)
    DBTaskResult.objects.filter(pk=one.pk).update(exception_class_path=error)
    return one


def test_what_found_no_room_on_the_disk_is_tried_again_after_a_pause_that_doubles():
    now = timezone.now()
    for tries, pause in ((1, 1), (2, 2), (5, 16), (7, 64)):
        left = failed(now, ["w"] * tries)
        assert workers.try_again(now) == 1, tries
        left.refresh_from_db()
        assert (left.status, left.finished_at) == (TaskResultStatus.READY, None)
        assert left.run_after == now + timedelta(minutes=pause)
        left.delete()


def test_in_the_end_it_stays_among_the_failed_ones():
    failed(timezone.now(), ["w"] * 8)
    assert workers.try_again(timezone.now()) == 0


@pytest.mark.parametrize("error", ["builtins.FileNotFoundError", "builtins.ValueError", "x.OSError"])
def test_a_fault_that_waiting_does_not_mend_is_not_tried_again(error):
    failed(timezone.now(), ["w"], error)
    assert workers.try_again(timezone.now()) == 0


def test_what_failed_days_ago_is_left_to_people():
    failed(timezone.now() - timedelta(days=2), ["w"])
    assert workers.try_again(timezone.now()) == 0


def test_the_pulse_tries_again():
    left = failed(timezone.now(), ["w"])
    workers.Pulse("w").beat_once()
    left.refresh_from_db()
    assert left.status == TaskResultStatus.READY


def test_a_second_beat_keeps_the_time_of_the_start():
    first = timezone.now() - timedelta(seconds=30)
    workers.beat("w", first)
    workers.beat("w", first + timedelta(seconds=15))
    kept = Worker.objects.get()
    assert (kept.started_at, kept.seen_at) == (first, first + timedelta(seconds=15))


def test_names_are_never_the_same():
    assert len({workers.new_name() for _ in range(100)}) == 100


def test_a_pulse_beats_and_goes_home():
    pulse = workers.Pulse("w")
    pulse.beat_once()
    assert Worker.objects.filter(name="w").exists()
    pulse.stop()
    assert not Worker.objects.exists()


def test_a_worker_leaves_when_its_parent_is_gone(monkeypatch):
    killed: list[int] = []
    left = threading.Event()
    monkeypatch.setattr(workers.os, "kill", lambda _pid, signum: (killed.append(signum), left.set()))
    monkeypatch.setattr(workers.Pulse, "beat_once", lambda self: None)
    pulse = workers.Pulse("w", parent=-1, every=0.01)
    pulse.start()
    assert left.wait(5)
    pulse.join(5)
    assert killed == [workers.signal.SIGTERM]


@pytest.mark.django_db(transaction=True)
def test_a_worker_in_batch_mode_does_what_is_queued_and_leaves(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(workers.Pulse, "start", lambda self: None)
    monkeypatch.setattr(
        "django_tasks_db.management.commands.db_worker.Worker.configure_signals", lambda self: None
    )
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    lost = task(TaskResultStatus.RUNNING, ["dead"])
    call_command("worker", batch=True, interval=0)
    lost.refresh_from_db()
    assert lost.status == TaskResultStatus.FAILED  # its function does not exist; it was taken up and tried
    assert len(lost.worker_ids) == 2
    assert not Worker.objects.exists()
