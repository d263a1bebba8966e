"""Which body reconsiders an answer (行政复议法第二十四条至第二十八条), for letters and tracking page alike.

What the office has declared of itself holds; where it has declared nothing, name and level are guessed from.
"""

from __future__ import annotations

from datetime import date

from yangguang.law.remedies import BodyKind, Regime, regime_on
from yangguang.offices.models import Agency, Kind, Level

_VERTICAL = ("海关", "税务", "外汇", "国家安全", "金融监督管理", "中国人民银行", "证券监督管理")
_LOCAL = "地方金融监督管理"
"""A department of a local government, though its name is like that of the State's own supervision."""
_JUSTICE = ("司法局", "司法厅")


def body_kind(agency: Agency) -> BodyKind:
    """Which kind of body an agency is: as declared, else as guessed."""
    return BodyKind(agency.body_kind) if agency.body_kind else guessed_kind(agency)


def guessed_kind(agency: Agency) -> BodyKind:
    """Which kind of body an agency seems to be; by its kind and level, else by its name.

    第二十五条 goes before 第二十七条: against the head of a vertical service, which is a body of the State
    Council, one turns to itself; there is none above it.
    """
    if agency.kind == Kind.GOVERNMENT:
        if agency.name.endswith("街道办事处"):
            return BodyKind.DISPATCHED
        is_high = agency.level in (Level.PROVINCE, Level.NATIONAL)
        return BodyKind.PROVINCE if is_high else BodyKind.GOVERNMENT
    if agency.level == Level.NATIONAL:
        return BodyKind.MINISTRY
    if agency.name.endswith("街道办事处"):
        return BodyKind.DISPATCHED
    if _LOCAL not in agency.name and any(word in agency.name for word in _VERTICAL):
        return BodyKind.VERTICAL
    return BodyKind.JUSTICE if agency.name.endswith(_JUSTICE) else BodyKind.DEPARTMENT


def reviewer_of(agency: Agency, kind: BodyKind, on: date) -> str:
    """The name of the body that reconsiders: as declared, else where the tree of agencies tells it; else the
    law's own words.

    Before 2024 a department's answer could go to either of two bodies: no single name would be right.
    """
    if regime_on(on) is Regime.FREE_CHOICE and kind in (BodyKind.DEPARTMENT, BodyKind.JUSTICE):
        return ""
    return agency.reviewer or guessed_reviewer(agency, kind)


def guessed_reviewer(agency: Agency, kind: BodyKind) -> str:
    """The name of the body that reconsiders since 2024, from the tree of agencies; empty where it does not tell.

    For a department it is the government of its own level (第二十四条第一款第一项): one of another level that
    stands above it in the tree is not named.
    """
    if kind not in (BodyKind.DEPARTMENT, BodyKind.GOVERNMENT, BodyKind.DISPATCHED):
        return ""
    above = agency.ancestors().filter(kind=Kind.GOVERNMENT).order_by("-path").first()
    if above is None or (kind is BodyKind.DEPARTMENT and above.level != agency.level):
        return ""
    return above.name
