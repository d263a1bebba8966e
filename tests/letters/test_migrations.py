"""What an office has set up survives the change of the tables."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yangguang.letters.models import Seal
from yangguang.offices.models import Agency

BEFORE = [("letters", "0002_number_word")]


def at_state(targets: list[tuple[str, str]]):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.mark.django_db(transaction=True)
def test_the_seal_kept_so_far_is_that_of_disclosure() -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes("letters")
    agency = Agency.objects.create(name="云溪市信访局", level="city", kind="department")
    try:
        before = at_state(BEFORE).get_model("letters", "Seal")
        before.objects.create(
            agency_id=agency.pk,
            picture="letters/settings/1/seal",
            width_mm=40,
            changed_at=datetime(2024, 3, 1, tzinfo=UTC),
            changed_by_name="x",
        )
    finally:
        at_state(latest)
    kept = Seal.objects.get()
    assert (kept.agency, kept.purpose, kept.width_mm) == (agency, "disclosure", 40)
    assert kept.picture.name == "letters/settings/1/seal"
    # and back again, as far as the older table can hold it
    Seal.objects.create(
        agency=agency, purpose="petitions", picture="x", changed_at=kept.changed_at, changed_by_name="x"
    )
    try:
        before = at_state(BEFORE).get_model("letters", "Seal")
        assert [seal.width_mm for seal in before.objects.all()] == [40]
    finally:
        at_state(latest)
