"""What an agency sets for its letters: texts, Word layout, chain, number, seal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.cases.refused import Conflict, NotAllowed, Refused
from yangguang.letters import history
from yangguang.letters.actions.storing import stored
from yangguang.letters.chain import Level, check_levels
from yangguang.letters.models import DateStyle, LetterOffice, LetterTemplate, Seal, WordLayout
from yangguang.letters.numbers import check_pattern
from yangguang.letters.papers import Paper
from yangguang.letters.permissions import agencies_to_set_up
from yangguang.letters.placeholders import check
from yangguang.letters.purposes import SealPurpose
from yangguang.letters.seals import trimmed_seal
from yangguang.letters.selectors import template_text
from yangguang.letters.writing.content import tidy
from yangguang.letters.writing.word_layout import check_layout
from yangguang.offices.models import Agency, Person

_LEAST_MM, _MOST_MM = 20, 60


@transaction.atomic
def save_template(
    agency: Agency, paper: Paper, wording_id: str, text: str, *, seen: str, by: Person, at: datetime
) -> LetterTemplate:
    """Keep the agency's own text of a paper. ``seen`` is the text that the person opened."""
    _must_set_up(agency, by)
    text = tidy(text)
    check(text, [item.name for item in paper.known], paper.must_say)
    own = LetterTemplate.objects.select_for_update().filter(
        agency=agency, paper_code=paper.code, wording_id=wording_id
    )
    if template_text(agency, paper, wording_id) != seen:
        raise Conflict(_("您打开页面以后，别人改过这个模板。您写的文字还在，请对照现在的模板再保存。"))
    template, _made = own.update_or_create(
        agency=agency,
        paper_code=paper.code,
        wording_id=wording_id,
        defaults={"text": text, "changed_at": at, "changed_by_name": str(by)[:150]},
    )
    name = _name(paper, wording_id)
    history.record_setting(history.TEMPLATE_SET, agency, by=by, at=at, paper=name, text=text)
    return template


@transaction.atomic
def reset_template(agency: Agency, paper: Paper, wording_id: str, *, by: Person, at: datetime) -> None:
    """Let the text of the declaration hold again."""
    _must_set_up(agency, by)
    own = LetterTemplate.objects.filter(agency=agency, paper_code=paper.code, wording_id=wording_id)
    if own.delete()[0]:
        name = _name(paper, wording_id)
        history.record_setting(history.TEMPLATE_RESET, agency, by=by, at=at, paper=name)


def _name(paper: Paper, wording_id: str) -> str:
    label = paper.wording(wording_id).label
    return f"{paper.label}（{label}）" if wording_id else str(paper.label)


@transaction.atomic
def set_layout(
    agency: Agency, paper: Paper | None, data: bytes | None, *, name: str, by: Person, at: datetime
) -> None:
    """Use the agency's own Word layout for a paper (or for all of them), or no longer use it."""
    _must_set_up(agency, by)
    code, label = (paper.code, str(paper.label)) if paper else ("", _("全部文书"))
    if data is None:
        if WordLayout.objects.filter(agency=agency, paper_code=code).delete()[0]:
            history.record_setting(history.LAYOUT_REMOVED, agency, by=by, at=at, paper=label)
        return
    check_layout(data)
    with stored():
        WordLayout.objects.update_or_create(
            agency=agency,
            paper_code=code,
            defaults={
                "name": name[:200],
                "file": ContentFile(data, name="layout"),
                "changed_at": at,
                "changed_by_name": str(by)[:150],
            },
        )
    history.record_setting(history.LAYOUT_SET, agency, by=by, at=at, paper=label, file=name[:200])


@transaction.atomic
def set_chain(agency: Agency, levels: Sequence[Level], *, by: Person, at: datetime) -> None:
    """Set the review chain; letters already submitted keep theirs."""
    _must_set_up(agency, by)
    chosen = check_levels(levels)
    office = _office(agency)
    office.levels = [level.as_json() for level in chosen]
    office.save()
    said = " → ".join(level.label for level in chosen) or _("不设审签")
    history.record_setting(history.CHAIN_SET, agency, by=by, at=at, levels=said, chain=office.levels)


@transaction.atomic
def set_office(
    agency: Agency, *, number_pattern: str, contact: str, date_style: str, by: Person, at: datetime
) -> None:
    """Set the number pattern, the contact and the way of writing days."""
    _must_set_up(agency, by)
    office = _office(agency)
    office.number_pattern = check_pattern(number_pattern)
    office.contact = " ".join(contact.split())[:300]
    office.date_style = DateStyle(date_style)
    office.save()
    history.record_setting(
        history.OFFICE_SET, agency, by=by, at=at, pattern=office.number_pattern, contact=office.contact
    )


@transaction.atomic
def set_seal(
    agency: Agency,
    data: bytes | None,
    *,
    purpose: SealPurpose = SealPurpose.DISCLOSURE,
    width_mm: int = 42,
    by: Person,
    at: datetime,
) -> None:
    """Use this picture as the agency's seal for a purpose, or none."""
    _must_set_up(agency, by)
    name = str(purpose.label)
    if data is None:
        if Seal.objects.filter(agency=agency, purpose=purpose).delete()[0]:
            history.record_setting(history.SEAL_REMOVED, agency, by=by, at=at, seal=name)
        return
    if not _LEAST_MM <= width_mm <= _MOST_MM:
        raise Refused(
            _("印章直径应在 %(least)s 到 %(most)s 毫米之间。") % {"least": _LEAST_MM, "most": _MOST_MM}
        )
    picture = trimmed_seal(data)
    with stored():
        Seal.objects.update_or_create(
            agency=agency,
            purpose=purpose,
            defaults={
                "picture": ContentFile(picture, name="seal"),
                "width_mm": width_mm,
                "changed_at": at,
                "changed_by_name": str(by)[:150],
            },
        )
    history.record_setting(history.SEAL_SET, agency, by=by, at=at, seal=name, width_mm=width_mm)


def _office(agency: Agency) -> LetterOffice:
    LetterOffice.objects.get_or_create(agency=agency)
    return LetterOffice.objects.select_for_update().get(agency=agency)


def _must_set_up(agency: Agency, by: Person) -> None:
    if not agencies_to_set_up(by).filter(pk=agency.pk).exists():
        raise NotAllowed(_("只有本机关的政府信息公开工作机构和管理员可以设置文书。"))
