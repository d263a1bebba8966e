"""Reports that the public sees, published the way offices publish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from yangguang.reports import actions
from yangguang.reports.models import Publication, Report

Publish = Callable[..., Publication]


@pytest.fixture(autouse=True)
def own_cache(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Counts and written files of one test are not those of the next."""
    settings.DATA = tmp_path
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def publishes(office: Any) -> Publish:
    """Import a report, review it and give it to the public; figures as ``requests__granted__total=3``."""

    def publish(year: int = 2024, *, reason: str = "按期公开", **figures: int) -> Publication:
        return published_again(office.imports(year, **figures), reason)

    def published_again(report: Report, reason: str = "按期公开") -> Publication:
        report.refresh_from_db()
        actions.review(report, version=report.version, by=office.cast.checker, at=office.now())
        report.refresh_from_db()
        return actions.publish(
            report, version=report.version, reason=reason, by=office.cast.signer, at=office.now()
        )

    publish.again = published_again  # type: ignore[attr-defined]
    return publish


@pytest.fixture
def many() -> Callable[[Publication, int], None]:
    """Copies of a publication for offices that nobody has to name."""

    def make(like: Publication, number: int) -> None:
        from yangguang.offices.models import Agency

        agencies = Agency.objects.bulk_create(
            Agency(name=f"清溪镇第{n}办事处", level="township", kind="department", path=f"/9{n:06}/")
            for n in range(number)
        )
        reports = Report.objects.bulk_create(
            Report(
                agency=agency,
                year=like.year,
                state="published",
                created_at=like.published_at,
                changed_at=like.published_at,
            )
            for agency in agencies
        )
        fields = {
            field.attname: getattr(like, field.attname)
            for field in Publication._meta.concrete_fields
            if not field.primary_key
        }
        Publication.objects.bulk_create(
            [
                Publication(**(fields | {"report_id": report.pk, "agency_id": report.agency_id}))
                for report in reports
            ],
            batch_size=500,
        )

    return make
