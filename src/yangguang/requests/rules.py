"""What a request must say (条例第二十九条) and what its parts must be to each other. One place for page, counter and API."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from yangguang.offices.models import check_uscc
from yangguang.requests.models import ApplicantKind, DeliveryChannel, DeliveryForm, IdentityKind

Problems = dict[str, list[str]]
Own = Mapping[str, Any]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_FIRST_BIRTH = date(1900, 1, 1)
_PHONE = re.compile(r"\+?[\d() -]{6,24}(转\d{1,6})?")
_POSTCODE = re.compile(r"\d{6}")
_NUMBERS = {
    IdentityKind.PASSPORT: re.compile(r"[A-Z0-9]{5,17}"),
    IdentityKind.HK_MACAO_PERMIT: re.compile(r"[HM]\d{8}(\d{2})?"),
    IdentityKind.TAIWAN_PERMIT: re.compile(r"\d{8}(\d{2})?"),
    IdentityKind.OTHER: re.compile(r".{3,40}"),
}
FIELDS = (
    "applicant_kind",
    "name",
    "representative",
    "contact_person",
    "identity_kind",
    "identity_number",
    "phone",
    "email",
    "address",
    "postcode",
    "info_title",
    "info_document_number",
    "info_description",
    "purpose",
    "delivery_form",
    "delivery_channel",
    "needs_help",
)
"""What the applicant says; everything else on a request is the office's."""


def folded(number: str) -> str:
    """A number as it is kept: narrow signs, capitals, no blanks."""
    return "".join(unicodedata.normalize("NFKC", number).upper().split())


def is_id_card(number: str, today: date) -> bool:
    """GB 11643-1999: eighteen places, a day of birth that there was, and the check digit of ISO 7064 MOD 11-2."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number, re.ASCII):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return _FIRST_BIRTH <= born <= today and id_check_digit(number[:17]) == number[17]


def id_check_digit(first: str) -> str:
    """The eighteenth place, from the seventeen before it."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11]


def tidied(own: Own) -> dict[str, Any]:
    """The fields as they are kept: blanks cut, numbers folded, fields of the other kind of applicant dropped."""
    kept: dict[str, Any] = {}
    for name in FIELDS:
        value = own.get(name, "")
        kept[name] = _seen(" ".join(value.split())) if isinstance(value, str) and name not in _LONG else value
    for name in _LONG:
        kept[name] = _seen(str(own.get(name, "")).replace("\r\n", "\n")).strip()
    kept["needs_help"] = bool(own.get("needs_help"))
    kept["identity_number"] = folded(str(kept["identity_number"]))
    kept["postcode"] = folded(str(kept["postcode"]))
    kept["phone"] = unicodedata.normalize("NFKC", str(kept["phone"]))
    if kept["applicant_kind"] == ApplicantKind.NATURAL_PERSON:
        kept["representative"] = kept["contact_person"] = ""
    return kept


def _seen(text: str) -> str:
    """Without signs that no database, letter or reader can do with: control signs, turned directions of writing."""
    return _UNSEEN.sub("", text)


_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LONG = ("info_description", "purpose")
_MOST = {
    "name": 120,
    "representative": 60,
    "contact_person": 60,
    "address": 200,
    "info_title": 200,
    "info_document_number": 80,
    "info_description": 4000,
    "purpose": 500,
}


def problems_of(own: Own, today: date) -> Problems:
    """Everything that is missing or wrong, as sentences by field; empty when the request can be filed.

    ``own`` is tidied first (:func:`tidied`).
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for check in (wanted_problems, applicant_problems):
        for name, sentences in check(own, today).items():
            found[name] += sentences
    return dict(found)


def wanted_problems(own: Own, today: date) -> Problems:
    """What is wanted, and how it is to come."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    if len(own["info_description"]) < 4:
        found["info_description"].append(
            _("请写明您要的是什么信息：名称、文号，或者便于查找的特征（时间、事项、地点）。")
        )
    if own["delivery_form"] not in DeliveryForm.values:
        found["delivery_form"].append(_("请选择以什么形式提供。"))
    if own["delivery_channel"] not in DeliveryChannel.values:
        found["delivery_channel"].append(_("请选择通过什么途径获取。"))
    elif own["delivery_form"] == DeliveryForm.VIEW and own["delivery_channel"] != DeliveryChannel.COLLECT:
        found["delivery_channel"].append(_("查阅、抄录要到机关来，途径请选“当面领取”。"))
    elif own["delivery_form"] == DeliveryForm.PAPER and own["delivery_channel"] in (
        DeliveryChannel.ONLINE,
        DeliveryChannel.EMAIL,
    ):
        found["delivery_channel"].append(
            _("纸质材料不能通过网络提供，请选“邮寄”或“当面领取”，或把形式改为电子数据。")
        )
    _too_long(own, ("info_title", "info_document_number", "info_description", "purpose"), found)
    return dict(found)


def applicant_problems(own: Own, today: date) -> Problems:
    """Who asks, what proves it, and how to reach them by the channel chosen."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    if own["applicant_kind"] not in ApplicantKind.values:
        own = {**own, "applicant_kind": ""}
        found["applicant_kind"].append(_("请选择您是个人还是单位。"))
    is_person = own["applicant_kind"] in ("", ApplicantKind.NATURAL_PERSON)
    if not own["name"]:
        found["name"].append(_("请填写身份证件上的姓名。") if is_person else _("请填写登记的单位全称。"))
    if not is_person:
        if not own["representative"]:
            found["representative"].append(_("请填写法定代表人或负责人的姓名。"))
        if not own["contact_person"]:
            found["contact_person"].append(_("请填写联系人的姓名，机关会找这个人。"))
    _check_identity(own, today, is_person, found)
    _check_contact(own, found)
    _too_long(own, ("name", "representative", "contact_person", "address"), found)
    return {name: sentences for name, sentences in found.items() if sentences}


def _too_long(own: Own, names: tuple[str, ...], found: defaultdict[str, list[str]]) -> None:
    for name in names:
        if len(own[name]) > _MOST[name]:
            found[name].append(
                _("最多 %(most)s 字，现在有 %(now)s 字。写不下的请放进附件。")
                % {"most": _MOST[name], "now": len(own[name])}
            )


def _check_identity(own: Own, today: date, is_person: bool, found: defaultdict[str, list[str]]) -> None:
    kind, number = own["identity_kind"], own["identity_number"]
    if kind not in IdentityKind.values:
        found["identity_kind"].append(_("请选择证件名称。"))
        return
    if is_person and kind == IdentityKind.USCC:
        found["identity_kind"].append(_("统一社会信用代码是单位的证件，个人请选身份证等证件。"))
    if not is_person and kind not in (IdentityKind.USCC, IdentityKind.OTHER):
        found["identity_kind"].append(_("单位请选“统一社会信用代码”；没有的选“其他证件”。"))
    if found["identity_kind"]:
        return
    if not number:
        found["identity_number"].append(_("请填写证件号码。"))
        return
    said = _number_problem(kind, number, today)
    if said:
        found["identity_number"].append(said)


def _number_problem(kind: str, number: str, today: date) -> str:
    if kind == IdentityKind.ID_CARD:
        return "" if is_id_card(number, today) else _wrong_card(number)
    if kind == IdentityKind.USCC:
        try:
            check_uscc(number)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""
    return "" if _NUMBERS[IdentityKind(kind)].fullmatch(number) else _WRONG_NUMBERS[IdentityKind(kind)]()


_WRONG_NUMBERS: dict[IdentityKind, Callable[[], str]] = {
    IdentityKind.PASSPORT: lambda: _("护照号码由 5 到 17 位字母和数字组成，请核对。"),
    IdentityKind.HK_MACAO_PERMIT: lambda: _("通行证号码以 H 或 M 开头，后面是 8 位或 10 位数字，请核对。"),
    IdentityKind.TAIWAN_PERMIT: lambda: _("台湾居民来往大陆通行证号码是 8 位或 10 位数字，请核对。"),
    IdentityKind.OTHER: lambda: _("证件号码应为 3 到 40 个字，请连同证件名称一起写明。"),
}


def _wrong_card(number: str) -> str:
    if len(number) != 18:
        return _("身份证号码是 18 位，现在有 %(now)s 位，请核对。") % {"now": len(number)}
    return _("身份证号码不对：最后一位与前面的数字或出生日期对不上，请逐位核对。")


def _check_contact(own: Own, found: defaultdict[str, list[str]]) -> None:
    if own["phone"] and not _PHONE.fullmatch(own["phone"]):
        found["phone"].append(_("电话只写数字，可以带区号、空格和“-”，分机写“转”和号码。"))
    if own["email"]:
        try:
            validate_email(own["email"])
        except ValidationError:
            found["email"].append(_("电子邮箱的写法不对，应像 name@example.cn。"))
    if own["postcode"] and not _POSTCODE.fullmatch(own["postcode"]):
        found["postcode"].append(_("邮政编码是 6 位数字。"))
    if own["delivery_channel"] == DeliveryChannel.EMAIL and not own["email"]:
        found["email"].append(_("您选择通过电子邮件获取，请填写电子邮箱。"))
    if own["delivery_channel"] == DeliveryChannel.MAIL and not own["address"]:
        found["address"].append(_("您选择邮寄，请填写收件地址。"))
    if not (own["phone"] or own["email"] or own["address"]):
        found["phone"].append(_("请至少留下一种联系方式：电话、电子邮箱或地址。"))
