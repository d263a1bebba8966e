"""Addresses said in the words of the form."""

from __future__ import annotations

import pytest

from yangguang.annualreport.address import in_words, labels
from yangguang.annualreport.formats import FORMATS, VARIANTS
from yangguang.translation import language

OLD, NEW = FORMATS


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("requests.granted.total", "收到和处理政府信息公开申请情况“（一）予以公开”行“总计”列"),
        (
            "requests.denied_state_secret.natural_person",
            "收到和处理政府信息公开申请情况“（三）不予公开 1.属于国家秘密”行“自然人”列",
        ),
        (
            "requests.unavailable_not_held.business",
            "收到和处理政府信息公开申请情况“（四）无法提供 1.本机关不掌握相关政府信息”行“商业企业”列",
        ),
        ("remedies.direct.upheld", "政府信息公开行政复议、行政诉讼情况“未经复议直接起诉”行“结果维持”列"),
        ("proactive.art20_1.rules.issued", "第二十条第（一）项“规章”行“本年制发件数”列"),
        ("proactive.art20_5.licensing", "第二十条第（五）项“行政许可”行"),
        ("requests.results_total", "收到和处理政府信息公开申请情况“（七）总计”行"),
        ("proactive.art20_6", "第二十条第（六）项"),
        ("sections.1", "第一部分“总体情况”"),
        ("sections.6", "第六部分“其他需要报告的事项”"),
        ("fees.notices", "信息处理费说明：收费通知件数"),
        ("year", "报告年度"),
        ("", ""),
        ("sections.9", "sections.9"),
        ("sections.", "sections."),
        ("requests.nothing.total", "requests.nothing.total"),
        ("something.else", "something.else"),
    ],
)
def test_an_address_is_said_in_words_and_an_unknown_one_stays(address, words):
    assert in_words(NEW, address) == words


def test_words_are_those_of_the_form():
    assert "规范性文件" in in_words(OLD, "proactive.art20_1.normative_documents.made_this_year")
    assert in_words(NEW, "proactive.art20_9.procurement") == "proactive.art20_9.procurement"


def test_words_come_in_english_when_asked():
    with language("en"):
        assert in_words(NEW, "requests.granted.total") == (
            "Disclosure requests received and handled: row “(1) Granted”, column “Total”"
        )
        assert in_words(NEW, "sections.3") == "Part 3, “Disclosure requests received and handled”"


@pytest.mark.parametrize("form", [*FORMATS, *VARIANTS], ids=lambda form: form.id + form.variant)
def test_every_cell_has_words_of_its_own(form):
    words = [in_words(form, path) for path in form.cell_paths()]
    assert len(set(words)) == len(words)
    assert all(labels(form, path) is not None for path in form.cell_paths())


def test_labels_of_a_row_or_an_unknown_cell_are_none():
    assert labels(NEW, "requests.granted") is None
    assert labels(NEW, "requests.granted.nothing") is None
