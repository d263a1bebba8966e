"""Make the Chinese fonts of the package from Debian's fonts-noto-cjk.

    apt-get install fonts-noto-cjk unicode-data
    python tools/subset_font.py

The whole fonts are 20 MB each. What is kept: the 8105 characters of 通用规范汉字表 (2013; names and
places are registered with them), all of GB 2312, full-width forms, punctuation, and Latin, Greek and
Cyrillic letters. Kept as OpenType (CFF) without layout features, which the PDF does not use.

Noto CJK is under the SIL Open Font License 1.1 and reserves no font name, so a subset may carry it.
"""

from __future__ import annotations

import argparse
import bz2
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).resolve().parent.parent / "src/yangguang/typesetting/fonts"
NOTO = Path("/usr/share/fonts/opentype/noto")
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
FONTS = {
    "NotoSerifCJK-Regular.ttc": ("Noto Serif CJK SC", "NotoSerifCJKsc-Regular-subset.otf"),
    "NotoSerifCJK-Bold.ttc": ("Noto Serif CJK SC", "NotoSerifCJKsc-Bold-subset.otf"),
    "NotoSansCJK-Regular.ttc": ("Noto Sans CJK SC", "NotoSansCJKsc-Regular-subset.otf"),
}
RANGES = (
    (0x20, 0x17F),  # Latin
    (0x391, 0x3C9),  # Greek
    (0x401, 0x451),  # Cyrillic
    (0x2000, 0x206F),  # general punctuation
    (0x20A0, 0x20BF),  # currency signs
    (0x2100, 0x22FF),  # letter-like signs, numbers, arrows, mathematics
    (0x2460, 0x24FF),  # circled numbers
    (0x2500, 0x27BF),  # lines, boxes, signs
    (0x3000, 0x30FF),  # CJK punctuation, kana
    (0x3200, 0x33FF),  # circled characters, units
    (0xFE30, 0xFE4F),  # vertical forms
    (0xFF00, 0xFFEF),  # full-width forms
)


def general_standard(unihan: Path) -> set[int]:
    """The characters of 通用规范汉字表, from the Unicode Han database (property kTGH)."""
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        return {int(line.split("\t")[0][2:], 16) for line in lines if "\tkTGH\t" in line}


def gb2312() -> set[int]:
    """Every character of GB 2312."""
    pairs = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return {ord(character) for pair in pairs if (character := pair.decode("gb2312", "ignore"))}


def face(collection: Path, family: str) -> TTFont:
    """The face of this family in a collection."""
    for font in TTCollection(str(collection), lazy=True):
        if font["name"].getDebugName(1) == family or font["name"].getDebugName(16) == family:
            return font
    raise SystemExit(f"{collection} has no {family}")


def main() -> None:
    """Write every subset and print its size."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--noto", type=Path, default=NOTO)
    arguments.add_argument("--unihan", type=Path, default=UNIHAN)
    arguments.add_argument("--only", nargs="*", default=list(FONTS))
    given = arguments.parse_args()
    wanted = general_standard(given.unihan) | gb2312()
    wanted.update(code for first, last in RANGES for code in range(first, last + 1))
    for source in given.only:
        family, target = FONTS[source]
        font = face(given.noto / source, family)
        options = subset.Options(
            layout_features=[], name_IDs=["*"], notdef_outline=True, hinting=False, desubroutinize=False
        )
        options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "GSUB", "GPOS"]
        maker = subset.Subsetter(options)
        maker.populate(unicodes=wanted)
        maker.subset(font)
        subset.save_font(font, str(TARGET / target), options)
        size = (TARGET / target).stat().st_size / 1e6
        sys.stdout.write(f"{target}: {size:.2f} MB, {len(font.getGlyphOrder())} glyphs\n")


if __name__ == "__main__":
    main()
