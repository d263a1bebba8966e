"""From draft to public and back."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from yangguang.ledger.models import Entry
from yangguang.reports import actions
from yangguang.reports.composing import cell_fact
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import (
    EditionReason,
    Publication,
    PublicationEnd,
    Report,
    ReportState,
    Rereading,
)
from yangguang.reports.refused import Conflict, Refused

pytestmark = pytest.mark.django_db

WRONG = {"requests__results_total__total": 17}


def fresh(report) -> Report:
    return Report.objects.select_related("edition", "agency").get(pk=report.pk)


def known(office, report, who: str) -> dict:
    return {"version": fresh(report).version, "by": office.cast.people[who], "at": office.now()}


def reviewed(office, **figures) -> Report:
    report = office.imports(**figures)
    actions.review(report, **known(office, report, "checker"))
    return report


def published(office, **figures) -> Report:
    report = reviewed(office, **figures)
    actions.publish(report, reason="先公开" if figures else "", **known(office, report, "signer"))
    return report


def test_a_draft_is_reviewed_and_published(office) -> None:
    report = published(office)
    assert fresh(report).state == ReportState.PUBLISHED
    publication = Publication.objects.current().get()
    assert (publication.report, publication.number, publication.edition.number) == (report, 1, 1)
    assert (publication.granted, publication.year, publication.agency) == (12, 2024, office.cast.bureau)
    assert publication.annual_report().cells["requests.granted.total"].value == 12
    assert Report.objects.published().get() == report
    kinds = list(Entry.objects.of(report).values_list("kind", flat=True))
    assert kinds == ["report.imported", "report.reviewed", "report.published"]


def test_what_is_public_is_not_read_again(office) -> None:
    report = published(office)
    with pytest.raises(Refused, match="已公开"):
        actions.ask_reread(report, by=office.cast.drafter, at=office.now())
    assert not Rereading.objects.exists()


def test_only_what_is_published_is_public(office) -> None:
    reviewed(office)
    assert not Report.objects.published().exists()
    assert not Publication.objects.current().exists()


def test_a_draft_is_not_published_without_review(office) -> None:
    report = office.imports()
    with pytest.raises(Refused, match="请先审核"):
        actions.publish(report, **known(office, report, "signer"))


def test_nothing_is_reviewed_twice(office) -> None:
    report = reviewed(office)
    with pytest.raises(Refused, match="报告已审核"):
        actions.review(report, **known(office, report, "checker"))


def test_a_reviewed_report_is_sent_back_with_a_reason(office) -> None:
    report = reviewed(office)
    with pytest.raises(Refused, match="退回的理由"):
        actions.send_back(report, reason="", **known(office, report, "checker"))
    actions.send_back(report, reason="第三部分缺数", **known(office, report, "checker"))
    assert fresh(report).state == ReportState.DRAFT
    assert Entry.objects.of(report).last().facts["reason"] == "第三部分缺数"


def test_publishing_with_open_errors_needs_a_reason(office) -> None:
    report = reviewed(office, **WRONG)
    with pytest.raises(Refused, match="还有 3 处错误没有处理"):
        actions.publish(report, **known(office, report, "signer"))
    assert not Publication.objects.exists()
    publication = actions.publish(report, reason="原件如此，已函告", **known(office, report, "signer"))
    assert (publication.open_errors, publication.reason) == (3, "原件如此，已函告")
    assert Entry.objects.of(report).last().facts["open_errors"] == 3


def test_what_is_public_does_not_move_with_the_working_copy(office) -> None:
    report = published(office)
    actions.open_corrected_edition(report, reason="漏计一件", **known(office, report, "drafter"))
    _correct(office, report, "requests.granted.business", "4")
    assert in_force(fresh(report)).cells["requests.granted.business"].value == 4
    publication = Publication.objects.current().get()
    assert publication.annual_report().cells["requests.granted.business"].value == 3
    assert publication.cells["requests.granted.business"] == 3


def _correct(office, report, path: str, text: str) -> None:
    cell = in_force(fresh(report)).cells[path]
    actions.correct_cell(
        report,
        path,
        text,
        seen=cell_fact(cell.value, cell.state),
        reason="漏计",
        by=office.cast.drafter,
        at=office.now(),
    )


def test_a_corrected_edition_replaces_the_publication_and_the_old_one_stays_known(office) -> None:
    report = published(office)
    edition = actions.open_corrected_edition(report, reason="漏计一件", **known(office, report, "drafter"))
    assert (edition.number, edition.reason, edition.note) == (2, EditionReason.CORRECTED, "漏计一件")
    assert fresh(report).state == ReportState.DRAFT
    assert Report.objects.published().get() == report  # the old one is public meanwhile
    for path, text in (
        ("requests.granted.business", "4"),
        ("requests.granted.total", "13"),
        ("requests.new_received.business", "4"),
        ("requests.new_received.total", "16"),
        ("requests.results_total.business", "4"),
        ("requests.results_total.total", "17"),
    ):
        _correct(office, report, path, text)
    actions.review(report, **known(office, report, "checker"))
    second = actions.publish(report, **known(office, report, "signer"))
    assert (second.number, second.granted, second.is_corrected) == (2, 13, True)
    first = report.publications.get(number=1)
    assert (first.ended_as, first.granted) == (PublicationEnd.SUPERSEDED, 12)
    assert Publication.objects.current().get() == second


def test_corrections_made_before_publication_hold_in_the_corrected_edition(office) -> None:
    report = office.imports(**WRONG)
    _correct(office, report, "requests.results_total.total", "16")
    actions.review(report, **known(office, report, "checker"))
    actions.publish(report, **known(office, report, "signer"))
    actions.open_corrected_edition(report, reason="另有一处", **known(office, report, "drafter"))
    assert in_force(fresh(report)).cells["requests.results_total.total"].value == 16


def test_a_corrected_edition_needs_a_reason_and_a_publication(office) -> None:
    draft = office.imports(year=2022)
    with pytest.raises(Refused):
        actions.open_corrected_edition(draft, reason="x", **known(office, draft, "drafter"))
    report = published(office)
    with pytest.raises(Refused, match="为什么要更正"):
        actions.open_corrected_edition(report, reason=" ", **known(office, report, "drafter"))


def test_a_new_file_for_a_public_report_begins_a_correction_and_says_why(office) -> None:
    report = published(office)
    data = office.bytes_of(figures={"requests.granted.business": 4})
    by = {"name": "new.json", "by": office.cast.drafter, "at": office.now()}
    with pytest.raises(Refused, match="请写明为什么要更正"):
        actions.import_file(data, **by)
    edition = actions.import_file(data, note="漏计一件", **by)
    assert (edition.number, edition.reason) == (2, EditionReason.CORRECTED)
    assert fresh(report).state == ReportState.DRAFT
    assert Publication.objects.current().get().number == 1


def test_withdrawing_needs_a_reason_and_takes_the_report_off_the_public_pages(office) -> None:
    report = published(office)
    with pytest.raises(Refused, match="撤回的理由"):
        actions.withdraw(report, reason="", **known(office, report, "signer"))
    actions.withdraw(report, reason="误公开", **known(office, report, "signer"))
    assert fresh(report).state == ReportState.WITHDRAWN
    assert not Report.objects.published().exists()
    publication = report.publications.get()
    assert (publication.ended_as, publication.ended_reason) == (PublicationEnd.WITHDRAWN, "误公开")
    with pytest.raises(Refused, match="没有公开"):
        actions.withdraw(report, reason="再来", **known(office, report, "signer"))


def test_an_old_publication_is_withdrawn_while_its_correction_is_under_way(office) -> None:
    report = published(office)
    actions.open_corrected_edition(report, reason="更正", **known(office, report, "drafter"))
    actions.withdraw(report, reason="先撤下", **known(office, report, "leader"))
    assert fresh(report).state == ReportState.DRAFT
    assert not Publication.objects.current().exists()


def test_a_withdrawn_report_goes_public_again_through_a_corrected_edition(office) -> None:
    report = published(office)
    actions.withdraw(report, reason="误公开", **known(office, report, "signer"))
    actions.open_corrected_edition(report, reason="改好", **known(office, report, "drafter"))
    actions.review(report, **known(office, report, "checker"))
    assert actions.publish(report, **known(office, report, "signer")).number == 2


@pytest.mark.parametrize(
    ("act", "who"),
    [
        (actions.review, "checker"),
        (lambda report, **k: actions.send_back(report, reason="x", **k), "checker"),
        (lambda report, **k: actions.publish(report, reason="x", **k), "signer"),
        (lambda report, **k: actions.withdraw(report, reason="x", **k), "signer"),
        (lambda report, **k: actions.open_corrected_edition(report, reason="x", **k), "drafter"),
        (actions.delete_draft, "drafter"),
    ],
)
def test_a_decision_on_what_somebody_changed_meanwhile_is_refused(office, act, who) -> None:
    report = office.imports()
    saw = fresh(report).version
    _correct(office, report, "requests.granted.business", "4")
    with pytest.raises(Conflict, match="改动过"):
        act(report, version=saw, by=office.cast.people[who], at=office.now())


def test_a_draft_is_deleted_with_its_files_and_the_ledger_remembers(
    office, django_capture_on_commit_callbacks
) -> None:
    report = office.imports()
    name = fresh(report).edition.source.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_draft(report, **known(office, report, "drafter"))
    assert not Report.objects.exists()
    assert not default_storage.exists(name)
    assert Entry.objects.order_by("-number").first().kind == "report.draft_deleted"


def test_what_was_ever_public_is_not_deleted(office) -> None:
    report = published(office)
    with pytest.raises(Refused, match="从未公开过的草稿"):
        actions.delete_draft(report, **known(office, report, "drafter"))
    actions.open_corrected_edition(report, reason="更正", **known(office, report, "drafter"))
    with pytest.raises(Refused, match="从未公开过的草稿"):
        actions.delete_draft(report, **known(office, report, "drafter"))


def test_a_deleted_report_is_named_to_those_who_still_have_it_open(office) -> None:
    report = office.imports()
    version = fresh(report).version
    actions.delete_draft(report, **known(office, report, "drafter"))
    with pytest.raises(Conflict, match="已被删除"):
        actions.review(report, version=version, by=office.cast.checker, at=office.now())


def test_the_database_itself_allows_one_report_a_year_and_one_publication_at_a_time(office) -> None:
    report = published(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(
            agency=report.agency, year=report.year, created_at=office.now(), changed_at=office.now()
        )
    publication = Publication.objects.get()
    publication.pk, publication.number = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        publication.save(force_insert=True)
