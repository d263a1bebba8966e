"""PDF: what was marked is in no byte of the released file, what was not marked is still there and readable."""

from __future__ import annotations

import io

import pikepdf
import pytest
from papers import IDENTITY, OPEN, PHONE, SECRET, answer, everything_in, loaded, photo, says, typeset
from PIL import Image

from yangguang.redaction import (
    Box,
    BoxMark,
    Limits,
    WrongMark,
    check_release,
    open_material,
    release,
    unpainted,
)
from yangguang.redaction.errors import BrokenFile, ProtectedFile, TooLarge
from yangguang.redaction.pdf import page_picture, read_passages, release_pdf
from yangguang.redaction.release import leaks_of

GROUND = "personal_privacy"


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    return answer(tmp_path_factory.mktemp("paper"))


def marked(data: bytes, *words: str):
    material = open_material(data, "答复.pdf")
    marks = []
    for word in words:
        for passage, start, end in material.find(word):
            marks += material.marks_for(passage, start, end, GROUND)
    return material, marks


def shown(data: bytes) -> list[str]:
    return ["".join(one.text.split()) for one in read_passages(data, "x.pdf")]


def test_what_was_marked_is_in_no_byte(paper):
    material, marks = marked(loaded(paper), SECRET, IDENTITY, PHONE)
    released = release(material.data, material.name, marks)
    for word in (SECRET, IDENTITY, PHONE):
        assert not says(released.data, word)
        assert all(word not in text for text in shown(released.data))
    assert leaks_of(released, "公开.pdf", material, marks) == ()


def test_the_rest_can_still_be_searched_and_copied(paper):
    _material, marks = marked(paper, SECRET, IDENTITY, PHONE)
    first, second, listed = shown(release(paper, "x.pdf", marks).data)
    assert first.count(OPEN) == 12
    assert first.startswith("云溪市信访事项答复申请人")
    assert second.startswith("第二页没有需要隐去的内容。")
    assert second.count(OPEN) == 12
    assert listed.startswith("不予公开内容清单")


def test_nothing_of_the_old_file_comes_along(paper):
    released = release(loaded(paper), "x.pdf", [])
    with pikepdf.open(io.BytesIO(released.data)) as pdf:
        assert "/Info" not in pdf.trailer or not list(pdf.docinfo.items())
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages", "/Lang", "/Version", "/Extensions"}
        for page in pdf.pages:
            assert set(page.obj.keys()) <= {
                "/Type",
                "/Parent",
                "/MediaBox",
                "/Rotate",
                "/Resources",
                "/Contents",
            }
    assert SECRET.encode() not in everything_in(released.data)[: len(released.data)]
    assert released.data.count(b"%%EOF") == 1
    assert check_release(released.data, "x.pdf") == ()


def test_boxes_are_black_in_the_released_page(paper):
    box = Box(0.3, 0.4, 0.6, 0.5)
    released = release(paper, "x.pdf", [BoxMark(2, box, GROUND)])
    picture = Image.open(io.BytesIO(page_picture(released.data, "x.pdf", 2, dpi=72))).convert("L")
    middle = picture.crop(
        (
            int(0.45 * picture.width),
            int(0.405 * picture.height),
            int(0.59 * picture.width),
            int(0.42 * picture.height),
        )
    )
    assert middle.getextrema()[1] < 90
    assert unpainted(released.data, "x.pdf", [BoxMark(2, box, GROUND)]) == ()
    assert len(unpainted(paper, "x.pdf", [BoxMark(2, box, GROUND), BoxMark(9, box, GROUND)])) == 2


def test_a_page_without_marks_stays_text_and_a_marked_one_is_drawn(paper):
    released = release(paper, "x.pdf", [BoxMark(1, Box(0, 0, 0.5, 0.2), GROUND)])
    with pikepdf.open(io.BytesIO(released.data)) as pdf:
        drawn = ["/XObject" in page.resources for page in pdf.pages]
    assert drawn == [True, False, False]


@pytest.mark.parametrize("words", [(SECRET,), (SECRET, IDENTITY, PHONE, OPEN)])
def test_it_stays_small(paper, words):
    material, marks = marked(paper, *words)
    drawn = len({one.page for one in marks})
    released = release_pdf(paper, "x.pdf", marks)
    assert len(released) <= 2 * len(paper) + drawn * 100 * 1024
    assert material.sizes[0] == pytest.approx((595.28, 841.89), abs=0.1)


def test_a_page_with_a_photograph_stays_small(tmp_path):
    (tmp_path / "p.jpg").write_bytes(photo(size=(2400, 1800)))
    data = typeset(f'{SECRET}\n#image("p.jpg", width: 100%)', tmp_path)
    _material, marks = marked(data, SECRET)
    assert len(release_pdf(data, "x.pdf", marks)) <= 2 * len(data) + 100 * 1024


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_marked_where_it_is_seen(paper, turn):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        pdf.pages[0].Rotate = turn
        pdf.save(out)
    material, marks = marked(out.getvalue(), SECRET, IDENTITY, PHONE)
    released = release(material.data, "x.pdf", marks)
    assert leaks_of(released, "x.pdf", material, marks) == ()
    text = shown(released.data)[0]
    assert SECRET not in text
    width, height = open_material(released.data, "y.pdf").sizes[0]
    assert (width > height) == (turn in (90, 270))


def test_a_cropped_page_gives_nothing_of_what_was_cropped_away(paper):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        pdf.pages[0].CropBox = [0, 0, 595, 700]  # the lines that name the person lie above
        pdf.save(out)
    found = check_release(out.getvalue(), "x.pdf", [SECRET])
    assert {leak.kind.value for leak in found} >= {"forbidden", "hidden_text"}
    released = release(out.getvalue(), "x.pdf", [])
    assert not any(SECRET in text for text in shown(released.data))
    assert check_release(released.data, "x.pdf", [SECRET, IDENTITY]) == ()


def test_text_under_a_drawn_bar_is_found_and_gone(tmp_path):
    """The usual mistake: a black bar laid over text that is still there."""
    data = typeset(
        f"#place(top + left, dx: 0pt, dy: 0pt, text[{IDENTITY}])"
        "#place(top + left, dx: -5pt, dy: -5pt, rect(width: 200pt, height: 30pt, fill: black))\n\n#v(60pt)"
        + OPEN,
        tmp_path,
    )
    assert "hidden_text" in {leak.kind.value for leak in check_release(data, "x.pdf")}
    released = release(data, "x.pdf", [])
    assert not says(released.data, IDENTITY)
    assert OPEN in shown(released.data)[0]
    assert check_release(released.data, "x.pdf", [IDENTITY]) == ()


def test_white_text_is_found_and_gone(tmp_path):
    data = typeset(f"{OPEN}\n\n#text(fill: white)[{SECRET}来信]", tmp_path)
    assert "hidden_text" in {leak.kind.value for leak in check_release(data, "x.pdf")}
    released = release(data, "x.pdf", [])
    assert check_release(released.data, "x.pdf", [SECRET]) == ()


def test_a_layer_that_is_switched_off_does_not_leave(paper):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=SECRET))
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer], Order=[layer])
        )
        page = pdf.pages[0]
        page.Resources.Properties = pikepdf.Dictionary(L=layer)
        page.contents_add(b"/OC /L BDC 0 0 100 100 re f EMC")
        pdf.save(out)
    assert "layer" in {leak.kind.value for leak in check_release(out.getvalue(), "x.pdf")}
    released = release(out.getvalue(), "x.pdf", [])
    with pikepdf.open(io.BytesIO(released.data)) as pdf:
        assert "/OCProperties" not in pdf.Root
        assert "/XObject" in pdf.pages[0].resources  # drawn, because a layer could hide something


def test_a_form_field_is_drawn_as_it_is_filled_in(paper):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="name",
                V=SECRET,
                Rect=[100, 100, 300, 130],
            )
        )
        pdf.pages[1].Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        pdf.save(out)
    assert {"form", "forbidden"} <= {
        leak.kind.value for leak in check_release(out.getvalue(), "x.pdf", [SECRET])
    }
    assert check_release(release(out.getvalue(), "x.pdf", []).data, "x.pdf", []) == ()


def test_the_picture_a_page_uses_loses_its_exif(tmp_path):
    exif = Image.Exif()
    exif[0x010E] = SECRET
    (tmp_path / "p.jpg").write_bytes(photo(exif=exif.tobytes()))
    data = typeset('#image("p.jpg", width: 100%)', tmp_path)
    assert "picture_data" in {leak.kind.value for leak in check_release(data, "x.pdf")}
    released = release(data, "x.pdf", [])
    assert check_release(released.data, "x.pdf", [SECRET]) == ()


def test_the_same_file_gives_the_same_bytes(paper):
    _material, marks = marked(paper, SECRET)
    assert release_pdf(paper, "x.pdf", marks) == release_pdf(paper, "x.pdf", marks)


def test_the_list_says_where_what_and_why_but_never_the_words(paper):
    material = open_material(paper, "x.pdf")
    marks = [
        mark
        for passage, one in material.suggestions([SECRET])
        for mark in material.marks_for(passage, one.start, one.end, one.ground, one.kind)
    ]
    released = release(paper, "x.pdf", marks)
    lines = [(one.place, one.kind, one.ground, one.article, one.count) for one in released.items]
    assert ("第 1 页", "身份证号码", "涉及个人隐私", "条例第十五条", 1) in lines
    assert ("第 1 页", "姓名", "涉及个人隐私", "条例第十五条", 1) in lines
    listed = shown(released.data)[-1]
    assert "身份证号码" in listed
    assert SECRET not in listed


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"%PDF-1.4 nonsense", BrokenFile), (b"%PDF-1.7\n%%EOF", BrokenFile)],
)
def test_a_broken_file_is_refused(data, error):
    with pytest.raises(error):
        release(data, "x.pdf", [])
    with pytest.raises(error):
        check_release(data, "x.pdf")


def test_an_encrypted_file_is_refused(paper):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    for work in (release, check_release):
        with pytest.raises(ProtectedFile):
            work(out.getvalue(), "x.pdf", [])


def test_bounds(paper):
    for limits in (Limits(pages=1), Limits(file_bytes=100), Limits(seconds=-1.0)):
        with pytest.raises(TooLarge):
            release(paper, "x.pdf", [], limits=limits)
    with pytest.raises(WrongMark):
        release(paper, "x.pdf", [BoxMark(3, Box(0, 0, 1, 1), GROUND)])
    with pytest.raises(WrongMark):
        release(paper, "x.pdf", [BoxMark(1, Box(0, 0, 1, 1), "no_such_ground")])
    huge = Limits(page_pixels=10_000)
    assert (
        len(release_pdf(paper, "x.pdf", [BoxMark(1, Box(0, 0, 1, 1), GROUND)], limits=huge)) < len(paper) * 2
    )


def test_progress_is_told_page_by_page(paper):
    told = []
    release(paper, "x.pdf", [], progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
