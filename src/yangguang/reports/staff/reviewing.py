"""What is shown of one report: the reading beside the original, rules, last year, editions, history."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from yangguang.annualreport.address import in_words
from yangguang.annualreport.checking import rule
from yangguang.annualreport.formats import format_by_id
from yangguang.annualreport.model import AnnualReport, CellState, Money
from yangguang.ledger.models import Entry
from yangguang.reports.composing import CellChange, changes, is_unsure, lapsed
from yangguang.reports.computing.comparing_now import moved_figures
from yangguang.reports.computing.wording import open_places
from yangguang.reports.conclusions import previous_report
from yangguang.reports.models import Correction, Edition
from yangguang.reports.models.figures import LARGE
from yangguang.reports.presenting import PartView, RuleView, parts, place_id, side_by_side
from yangguang.reports.staff.originals import original_of
from yangguang.reports.staff.pages import ReportPage
from yangguang.reports.staff.wording import part_urls
from yangguang.reports.stored import value_from_json
from yangguang.reports.words import shown, shown_cell, shown_value


class ReviewPage(ReportPage):
    """The report as understood, with every finding, repair and doubt in its place, and the original."""

    tab = "report"
    template_name = "reports/staff/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        corrections = self.report.corrections.select_related("created_by").in_force()
        report = self.annual_report
        return super().get_context_data(
            annual_report=report,
            parts=self.parts(report, corrections),
            moved_count=len(self.moved),
            findings=self.findings,
            open_findings=[view for view in self.findings if view.is_open],
            settled_findings=[view for view in self.findings if not view.is_open],
            on_report=[view for view in self.findings if not view.finding.where],
            unsure=[
                (path, place_id(path), in_words(report.format, path))
                for path, cell in report.cells.items()
                if is_unsure(cell)
            ],
            lapsed=self.lapsed(corrections),
            original=original_of(self.report.edition),
            open_places=open_places(report) if self.is_drawn_up else 0,
            **kwargs,
        )

    def parts(self, report: AnnualReport, corrections: dict[str, Correction]) -> list[PartView]:
        """The report part by part; those of a computed one lead to the page where they are written."""
        views = parts(report, self.findings, corrections)
        side_by_side(views, self.moved)
        if self.is_drawn_up and self.may()["correct"]:
            urls = part_urls(self.report.pk)
            for view in views:
                view.edit_url = urls.get(view.id, "")
        return views

    @cached_property
    def moved(self) -> dict[str, tuple[str, str]]:
        """Figures that are others today than when a locked report was handed in: (handed in, today), by address.

        Today's are counted from the cases where the report was; a file says what its last edition says.
        """
        if self.lock is None:
            return {}
        given = self.lock.hand_in.annual_report()
        if self.is_computed:
            return {
                item.path: (shown(item.reported, given.cells[item.path].state), shown_value(item.now))
                for item in moved_figures(self.report, given)
            }
        return {
            change.path: (shown_cell(change.before), shown_cell(change.after))
            for change in changes(given, self.annual_report)
        }

    def lapsed(self, corrections: dict[str, Correction]) -> list[dict[str, str]]:
        """Corrections that the edition in force has overtaken: it says something else at that place."""
        edition = self.report.edition
        if edition is None:
            return []
        read = edition.read()
        settled = {path: item.settled() for path, item in corrections.items()}
        return [
            {
                "where": in_words(read.format, item.path),
                "id": place_id(item.path),
                "after": shown(item.value, item.state),
            }
            for item in lapsed(read, settled)
        ]


class RulesPage(ReportPage):
    """Every rule: passed, failed, or not assessable and why."""

    tab = "rules"
    template_name = "reports/staff/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results = self.report.figures.check_result().results
        return super().get_context_data(
            rules=[
                RuleView(
                    result,
                    rule(result.rule),
                    tuple(view for view in self.findings if view.finding.rule == result.rule),
                )
                for result in results
            ],
            **kwargs,
        )


class PreviousPage(ReportPage):
    """The same figures of the year before, where they differ."""

    tab = "previous"
    template_name = "reports/staff/previous.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        previous = previous_report(self.report)
        return super().get_context_data(
            has_previous=previous is not None,
            previous_year=self.report.year - 1,
            same_form=previous is not None and previous.format.id == self.annual_report.format.id,
            rows=self.rows(previous) if previous else [],
            year_findings=[view for view in self.findings if view.finding.rule in ("X1", "X2", "X3", "X4")],
            **kwargs,
        )

    def rows(self, previous: AnnualReport) -> list[dict[str, Any]]:
        """Cells whose figures differ; a blank beside a nought is no difference between two years."""
        found = change_rows(changes(previous, self.annual_report), self.annual_report)
        return [row for row in found if row["gap"] != 0]


def change_rows(found: tuple[CellChange, ...], report: AnnualReport) -> list[dict[str, Any]]:
    """Changed cells in words; a cell that one side's form does not have is said so."""
    rows = []
    for change in found:
        before, after = change.before, change.after
        gap = None
        if before and after and before.is_known and after.is_known:
            gap = after.number - before.number
        rows.append(
            {
                "where": in_words(report.format, change.path),
                "path": change.path,
                "before": shown_cell(before),
                "after": shown_cell(after),
                "gap": gap,
                "unit": _("元") if after and isinstance(after.value, Money) else "",
            }
        )
    return rows


class EditionsPage(ReportPage):
    """Every reading, and what each says differently from the one before; what went public, and when."""

    tab = "editions"
    template_name = "reports/staff/editions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        editions = list(
            self.report.editions.select_related("created_by")
            .defer("blocks")
            .prefetch_related(
                Prefetch("corrections", Correction.objects.select_related("created_by"), to_attr="settled")
            )
        )
        return super().get_context_data(
            editions=[
                {
                    "edition": edition,
                    "corrections": [correction_row(item, edition) for item in edition.settled],
                    "changes": self.changes(before, edition),
                    "has_before": before is not None,
                }
                for edition, before in zip(editions, [*editions[1:], None], strict=True)
            ],
            publications=self.report.publications.select_related("published_by", "ended_by", "edition").defer(
                *LARGE, "edition__reading", "edition__blocks"
            ),
            **kwargs,
        )

    def changes(self, before: Edition | None, edition: Edition) -> list[dict[str, Any]]:
        if before is None:
            return []
        read = edition.read()
        return change_rows(changes(before.read(), read), read)


def correction_row(item: Correction, edition: Edition) -> dict[str, Any]:
    """A correction in words."""
    settled = item.settled()
    before = value_from_json(item.before["value"])
    return {
        "item": item,
        "where": in_words(format_by_id(edition.format, edition.variant), item.path),
        "before": shown(before, CellState(item.before["state"])),
        "after": shown(settled.value, settled.state),
    }


class HistoryPage(ReportPage):
    """What was done with the report, from the ledger."""

    tab = "history"
    template_name = "reports/staff/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            entries=Entry.objects.of(self.report).order_by("-number")[:500], **kwargs
        )
