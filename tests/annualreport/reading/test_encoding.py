"""Bytes become the text that the office wrote, whatever they are declared to be."""

from __future__ import annotations

import codecs

import pytest

from yangguang.annualreport.errors import BrokenFile
from yangguang.annualreport.reading.encoding import clean_utf8, declared_charset, decode

TEXT = "一、总体情况\n某某县2023年收到政府信息公开申请136件，办结130件。\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        TEXT.encode("gbk"),
        TEXT.encode("gb18030"),
        (TEXT * 3).encode("utf-16-le"),
        (TEXT * 3).encode("utf-16-be"),
    ],
    ids=[
        "utf-8",
        "utf-8 bom",
        "utf-16 le",
        "utf-16 be",
        "utf-32",
        "gbk",
        "gb18030",
        "le no bom",
        "be no bom",
    ],
)
def test_every_usual_encoding_is_recognised(data):
    assert TEXT in decode(data)


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "iso-8859-1", "utf-16", "nonsense", ""])
def test_a_wrong_declaration_does_not_spoil_utf8(declared):
    assert decode(TEXT.encode("utf-8"), declared) == TEXT


@pytest.mark.parametrize("declared", ["utf-8", "ISO-8859-1", "windows-1252", "gb2312", ""])
def test_a_wrong_declaration_does_not_spoil_gbk(declared):
    assert decode(TEXT.encode("gbk"), declared) == TEXT


def test_big5_needs_its_declaration():
    text = "政府資訊公開年度報告"
    assert decode(text.encode("big5"), "big5") == text


def test_rare_characters_of_names_need_gb18030():
    name = "\U00020164\u9fa6镇"
    assert decode(name.encode("gb18030"), "gb2312") == name


def test_a_cut_character_at_the_end_leaves_the_rest_readable():
    damaged = TEXT.encode("utf-8")[:-3]
    assert decode(damaged).startswith("一、总体情况")
    assert decode(TEXT.encode("utf-8")[:-2] + b"\n").count("\ufffd") <= 1


@pytest.mark.parametrize(
    "data",
    [bytes((7 * n * n + 13 * n) % 256 for n in range(4000)), b"\xff" * 500, b"\x01\x02\x03text" * 100],
    ids=["noise", "one byte", "controls"],
)
def test_noise_is_refused_in_words(data):
    with pytest.raises(BrokenFile) as caught:
        decode(data, file="年报.txt")
    assert "年报.txt" in str(caught.value)
    assert "另存" in str(caught.value)


def test_the_declaration_is_found_in_html_and_xml():
    assert (
        declared_charset(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />')
        == "gb2312"
    )
    assert declared_charset(b"<meta charset=utf-8>") == "utf-8"
    assert declared_charset(b'<?xml version="1.0" encoding="GBK"?>') == "GBK"
    assert declared_charset(b"<p>no word of it</p>") == ""


def test_what_is_clean_utf8_already_is_told_apart():
    assert clean_utf8(TEXT.encode()) == TEXT


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16-le"),
        f"{TEXT}\x00".encode(),
        f"{TEXT}\x08".encode(),
        f"{TEXT}\ufffd".encode(),
        TEXT.encode()[:-2],
    ],
    ids=["mark", "gb18030", "utf-16", "nought", "control", "replaced", "cut"],
)
def test_a_mark_damage_or_another_encoding_is_not_clean_utf8(data):
    assert clean_utf8(data) is None
