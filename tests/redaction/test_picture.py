"""Pictures: painted, upright, with nothing beside the picture."""

from __future__ import annotations

import io

import pytest
from papers import SECRET, photo, says, telling_photo
from PIL import Image

from yangguang.redaction import Box, BoxMark, Limits, check_release, open_material, release, unpainted
from yangguang.redaction.errors import BrokenFile, EmptyFile, TooLarge, UnknownKind
from yangguang.redaction.painting import is_painted
from yangguang.redaction.picture import release_picture

GROUND = "trade_secret"
MARK = BoxMark(1, Box(0.05, 0.1, 0.5, 0.3), GROUND)


def as_png(picture: Image.Image, **saved: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, format="PNG", **saved)
    return out.getvalue()


def test_what_the_telephone_wrote_is_gone():
    source = telling_photo()
    assert {leak.kind.value for leak in check_release(source, "x.jpg", [SECRET])} == {
        "forbidden",
        "picture_data",
        "leftover",
    }
    data, suffix = release_picture(source, "x.jpg", [MARK])
    assert suffix == "jpg"
    assert not says(data, SECRET)
    assert check_release(data, "x.jpg", [SECRET]) == ()


def test_the_picture_stands_upright():
    assert open_material(telling_photo(), "x.jpg").sizes == ((500.0, 800.0),)
    with Image.open(io.BytesIO(release_picture(telling_photo(), "x.jpg", [])[0])) as picture:
        assert picture.size == (500, 800)


def test_the_box_is_black_and_the_rest_is_as_it_was():
    data, _suffix = release_picture(photo(), "x.jpg", [MARK])
    with Image.open(io.BytesIO(data)) as picture:
        assert is_painted(picture, MARK.box)
        red, green, _blue = picture.convert("RGB").getpixel((150, 360))
        assert red > 150 > green
    with Image.open(io.BytesIO(photo())) as picture:
        assert not is_painted(picture, MARK.box)


def test_as_a_pdf_it_carries_the_list_and_is_checked_like_one():
    released = release(photo(), "x.jpg", [MARK])
    assert released.suffix == "pdf"
    assert [(one.kind, one.ground) for one in released.items] == [("文字或图像", "涉及商业秘密")]
    assert unpainted(released.data, "x.pdf", [MARK]) == ()
    assert check_release(released.data, "x.pdf") == ()
    assert len(released.data) <= 2 * len(photo()) + 100 * 1024


def test_png_stays_png_without_its_comments():
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Author", SECRET)
    source = as_png(Image.new("RGBA", (300, 200), (255, 0, 0, 0)), pnginfo=notes)
    assert "picture_data" in {leak.kind.value for leak in check_release(source, "x.png")}
    data, suffix = release_picture(source, "x.png", [])
    assert suffix == "png"
    assert check_release(data, "x.png", [SECRET]) == ()
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.convert("RGB").getpixel((5, 5)) == (255, 255, 255)  # what is transparent is paper


def test_a_telephones_heic_is_read():
    pillow_heif = pytest.importorskip("pillow_heif")
    out = io.BytesIO()
    with Image.open(io.BytesIO(photo())) as picture:
        pillow_heif.from_pillow(picture).save(out)
    data, suffix = release_picture(out.getvalue(), "x.heic", [MARK])
    assert suffix == "jpg"
    assert check_release(data, "x.jpg") == ()


def test_the_same_picture_again_in_small_is_found():
    assert "leftover" in {leak.kind.value for leak in check_release(photo() + photo(size=(80, 50)), "x.jpg")}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (photo()[:200], BrokenFile),
        (b"hello", UnknownKind),
        (b"\x89PNG\r\n\x1a\nrest", UnknownKind),
    ],
)
def test_what_is_no_picture_is_refused(data, error):
    with pytest.raises(error):
        release(data, "x", [])


def test_bounds():
    with pytest.raises(TooLarge):
        release(photo(), "x.jpg", [], limits=Limits(picture_pixels=1000))
