"""What the registration of a petition must say (信访工作条例第十九条). One place for counter, conversion and import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from yangguang.petitions.models import Channel, Kind
from yangguang.requests.models import IdentityKind
from yangguang.requests.rules import folded

Problems = dict[str, list[str]]
FIELDS = (
    "channel",
    "kind",
    "name",
    "is_organisation",
    "identity_kind",
    "identity_number",
    "phone",
    "email",
    "address",
    "postcode",
    "person_count",
    "text",
    "accused",
)
"""What is written down of a petition; everything else follows."""


def tidied(own: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are kept: blanks cut, numbers folded; only an accusation names an accused."""
    kept: dict[str, Any] = {name: " ".join(str(own.get(name) or "").split()) for name in FIELDS}
    kept["text"] = str(own.get("text") or "").replace("\r\n", "\n").replace("\0", "").strip()
    kept["is_organisation"] = bool(own.get("is_organisation"))
    kept["person_count"] = own.get("person_count") or 1
    kept["identity_number"] = folded(kept["identity_number"])
    kept["postcode"] = folded(kept["postcode"])
    if not kept["identity_number"]:
        kept["identity_kind"] = ""
    if kept["kind"] != Kind.ACCUSATION:
        kept["accused"] = ""
    return kept


def problems_of(own: Mapping[str, Any]) -> Problems:
    """Everything that is missing or wrong, as sentences by field; empty when it can be registered.

    ``own`` is tidied first (:func:`tidied`).
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    if own["channel"] not in Channel.values:
        found["channel"].append(_("请选择信访形式。"))
    if own["kind"] not in Kind.values:
        found["kind"].append(_("请选择事项类别。"))
    if len(own["text"]) < 4:
        found["text"].append(_("请如实写明请求、事实和理由（信访工作条例第十九条）。"))
    if not own["name"] and own["kind"] != Kind.ACCUSATION:
        found["name"].append(_("请填写姓名或名称；只有检举控告可以不留姓名。"))
    elif own["name"] and not any(own[name] for name in ("phone", "email", "address")):
        found["phone"].append(_("请至少填写电话、地址、电子邮箱中的一项，书面告知要送到。"))
    if own["kind"] == Kind.ACCUSATION and not own["accused"]:
        found["accused"].append(_("请写明检举控告的人员或者单位；材料不得转给他们（信访工作条例第三十条）。"))
    if own["identity_number"] and own["identity_kind"] not in IdentityKind.values:
        found["identity_kind"].append(_("填写了证件号码的，请选择证件名称。"))
    if not 1 <= own["person_count"] <= 9999:
        found["person_count"].append(_("信访人数应为 1 至 9999。"))
    _check_email(own, found)
    _too_long(own, found)
    return dict(found)


def _check_email(own: Mapping[str, Any], found: defaultdict[str, list[str]]) -> None:
    if not own["email"]:
        return
    try:
        validate_email(own["email"])
    except ValidationError:
        found["email"].append(_("电子邮箱的写法不对，请核对。"))


_MOST = {"name": 120, "address": 200, "postcode": 6, "text": 10_000, "accused": 200}


def _too_long(own: Mapping[str, Any], found: defaultdict[str, list[str]]) -> None:
    for name, most in _MOST.items():
        if len(own[name]) > most:
            found[name].append(_("最多 %(most)s 个字。") % {"most": most})
