"""What an engineer runs by hand: verifying every case, changing the keys."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection

from yangguang.cases.models import Case
from yangguang.ledger import guards
from yangguang.requests.models import InformationRequest

pytestmark = pytest.mark.django_db


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_whole_cases_are_said_to_be_whole(desk, capsys):
    desk.receives(on="2024-03-04")
    call_command("verify_cases")
    assert "共 1 件" in capsys.readouterr().out


def test_a_changed_step_is_found(desk):
    desk.receives(on="2024-03-04")
    guards.take_down(connection, "cases_casestep")
    run("UPDATE cases_casestep SET actor_name = 'x'")
    guards.set_up(connection, "cases_casestep")
    with pytest.raises(CommandError, match="第 1 步"):
        call_command("verify_cases")


def test_a_case_cut_short_together_with_its_chain_is_found_by_the_ledger(desk):
    case = desk.receives(on="2024-03-04")
    first = case.last_hash
    desk.does(case, "withdraw", on="2024-03-05")
    guards.take_down(connection, "cases_casestep")
    run("DELETE FROM cases_casestep WHERE number = 2")
    guards.set_up(connection, "cases_casestep")
    Case.objects.update(steps_count=1, last_hash=first, state_id="in_progress")
    with pytest.raises(CommandError, match="1 处"):
        call_command("verify_cases")


def test_after_resealing_the_old_key_is_no_longer_needed(desk, settings):
    for number in range(3):
        desk.receives(on="2024-03-04", phone=f"1380000000{number}")
    new = Fernet.generate_key().decode()
    settings.IDENTITY_KEYS = [new, *settings.IDENTITY_KEYS]
    call_command("reseal")
    settings.IDENTITY_KEYS = [new]
    assert sorted(item.phone for item in InformationRequest.objects.all()) == [
        "13800000000",
        "13800000001",
        "13800000002",
    ]
