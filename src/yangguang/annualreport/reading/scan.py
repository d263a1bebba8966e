"""Pages that are pictures: scans and photographs of reports.

The work needs the optional extra ``yangguang[ocr]`` (its models come inside the wheel, nothing is
fetched) and is done in :mod:`.scan_page`, imported only when a picture has to be read.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from yangguang.annualreport.errors import EmptyFile, MissingTool, TooLarge
from yangguang.annualreport.reading.document import Document
from yangguang.annualreport.reading.limits import Limits
from yangguang.translation import mark as _

if TYPE_CHECKING:
    from yangguang.annualreport.reading.scan_page import Recogniser

_MISSING = _(
    "文件的页面是图片（扫描件），需要文字识别组件才能读取。"
    "请安装：pip install 'yangguang[ocr]'，或改用可以复制文字的文件。"
)
_EMPTY = _("文件是空的。")
_BYTES = _("文件大小超过上限 {limit} MB。")


def installed() -> bool:
    """Whether pictures can be read on this machine."""
    return all(find_spec(module) is not None for module in ("cv2", "rapidocr", "onnxruntime"))


def recogniser(name: str, limits: Limits) -> Recogniser:
    """The recogniser for one file; :class:`MissingTool` where the extra is not installed."""
    if not installed():
        raise MissingTool(_MISSING, file=name)
    from yangguang.annualreport.reading.scan_page import Recogniser

    return Recogniser(name, limits)


def read_pictures(data: bytes, name: str, limits: Limits) -> Document:
    """Take a picture file (PNG, JPEG, TIFF with any number of pages) apart."""
    if not data:
        raise EmptyFile(_EMPTY, file=name)
    if len(data) > limits.file_bytes:
        raise TooLarge(_BYTES, file=name, limit=limits.file_bytes // (1024 * 1024))
    reader = recogniser(name, limits)
    from yangguang.annualreport.reading.pdf import assembled
    from yangguang.annualreport.reading.scan_page import pictures_of

    pages = [
        reader.page(picture, number, scale)
        for number, (picture, scale) in enumerate(pictures_of(data, name, limits), 1)
    ]
    return assembled(Document(kind="picture", name=name, pages=len(pages), recognised=True), pages, limits)
