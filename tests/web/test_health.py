"""What load balancers and monitors ask."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from yangguang.web import health, workers
from yangguang.web.models import ALIVE_FOR, Worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def worker():
    workers.beat("w-1", timezone.now())


def test_live_needs_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


def test_ready_when_everything_is_there(client, worker):
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    names = ("database", "migrations", "data_folder", "worker", "identity_keys")
    assert answer.json()["checks"] == dict.fromkeys(names, True)


def test_not_ready_without_a_worker(client):
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"] is False


def test_a_silent_worker_is_a_dead_worker(client):
    workers.beat("w-1", timezone.now() - ALIVE_FOR - timedelta(seconds=1))
    assert client.get("/health/ready").status_code == 503


def test_not_ready_when_the_folder_takes_no_file(client, worker, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "files"
    assert client.get("/health/ready").json()["checks"]["data_folder"] is False


def test_a_check_that_breaks_is_a_check_that_fails(client, worker, monkeypatch):
    def broken() -> bool:
        raise OperationalError("gone")

    monkeypatch.setitem(health.CHECKS, "database", broken)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] is False


def test_answers_are_never_cached(client):
    assert "no-store" in client.get("/health/live")["Cache-Control"]


def test_metrics_for_this_machine(client, worker):
    text = client.get("/metrics").content.decode()
    assert "yangguang_workers_alive 1\n" in text
    assert 'yangguang_info{version="' in text


def test_metrics_for_nobody_else(client):
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 404


def test_a_call_through_an_unannounced_proxy_is_not_local(client):
    assert client.get("/metrics", headers={"X-Forwarded-For": "8.8.8.8"}).status_code == 404


@pytest.mark.parametrize(
    ("given", "status"), [("Bearer right", 200), ("Bearer wrong", 404), ("right", 404), ("", 404)]
)
def test_metrics_for_whoever_holds_the_token(client, settings, given, status):
    settings.METRICS_TOKEN = "right"
    answer = client.get("/metrics", REMOTE_ADDR="10.1.2.3", headers={"Authorization": given})
    assert answer.status_code == status


def test_workers_are_forgotten_after_a_day():
    now = timezone.now()
    workers.beat("old", now - timedelta(days=2))
    workers.beat("new", now)
    assert [w.name for w in Worker.objects.all()] == ["new"]
