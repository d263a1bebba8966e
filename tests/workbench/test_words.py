"""Every page speaks one language: nothing of Wagtail's left in English, nothing of ours only in Chinese."""

from __future__ import annotations

import gettext
import re
from importlib import import_module
from pathlib import Path

import pytest

import yangguang

OURS = Path(yangguang.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES"
APPS = (
    "wagtail",
    *(
        f"wagtail.{n}"
        for n in ("admin", "users", "snippets", "sites", "search", "images", "documents", "embeds")
    ),
)
PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w+)\}")


def catalogue(path: Path) -> dict[object, str]:
    """A compiled catalogue; empty where there is none."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return dict(gettext.GNUTranslations(file)._catalog)


def said(domain: str, app: str, language: str) -> dict[object, str]:
    folder = Path(import_module(app).__file__ or "").parent
    return catalogue(folder / "locale" / language / "LC_MESSAGES" / f"{domain}.mo")


def first(key: object) -> str:
    return str(key[0] if isinstance(key, tuple) else key)


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("app", APPS)
def test_every_message_has_its_chinese(app, domain):
    ours = {first(key) for key in catalogue(OURS / f"{domain}.mo")}
    theirs = {first(key) for key, text in said(domain, app, "zh_Hans").items() if text}
    wanted = {first(key) for key in said(domain, app, "en")} - {""}
    assert wanted - theirs - ours == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_placeholders_are_those_of_the_message(domain):
    for key, text in catalogue(OURS / f"{domain}.mo").items():
        if not first(key):
            continue
        asked = {match.group() for match in PLACE.finditer(first(key))}
        given = {match.group() for match in PLACE.finditer(text)}
        # a plural may name figures that the singular does not
        assert asked <= given if not isinstance(key, tuple) else given, key


def test_our_chinese_has_chinese_in_it():
    texts = [text for key, text in catalogue(OURS / "django.mo").items() if first(key)]
    bare = [
        text
        for text in texts
        if not re.search(r"[一-鿿]", PLACE.sub("", text)) and re.search("[A-Za-z]{4}", PLACE.sub("", text))
    ]
    assert [text for text in bare if "<b>" not in text] == []


SAID = re.compile(
    r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|\{%\s*blocktrans.*?endblocktrans\w*\s*%\}|\{%\s*trans.*?%\}|_\(([\"\']).*?\1\)",
    re.DOTALL,
)
OWN_NAME = re.compile(r">(大|中文)<|aria-hidden=\"true\">＋<")


@pytest.mark.parametrize(
    "template",
    [p for p in sorted(Path(yangguang.__file__).parent.rglob("*.html")) if "templates" in p.parts],
    ids=lambda path: path.relative_to(Path(yangguang.__file__).parent).as_posix(),
)
def test_templates_say_chinese_words_and_punctuation_through_the_catalogue(template):
    bare = OWN_NAME.sub("", SAID.sub("", template.read_text(encoding="utf-8")))
    assert re.findall(r"[^\n]{0,20}[\u3000-\u303f一-鿿\uff00-\uffef“”][^\n]{0,20}", bare) == []
