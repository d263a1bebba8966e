"""Addresses in Chinese text: from the house number backwards to where the address begins.

Read forwards, an address has no mark where it begins; read from 号, 栋, 室 backwards, its levels are plain:
省 市 区县 镇街 路村小区 号 栋 单元 室. Without a number nobody can be found, so nothing is suggested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_COUNT = (
    r"(?:[0-9A-Za-z]{1,6}|[甲乙丙丁东西南北]|[一二三四五六七八九十百〇零]{1,5})(?:[-–—][0-9A-Za-z]{1,5}){0,3}"
)
_UNIT = r"(?:号楼|号院|号|弄|栋|幢|座|单元|层|楼|室|户|组|队|房|门|支弄|附)"
_DETAIL = re.compile(rf"(?:{_COUNT}\s?{_UNIT}\s?){{1,7}}(?:[0-9]{{1,2}}[-–—])?(?:[0-9]{{3,4}}(?![0-9]))?")
_STREET = re.compile(
    r"(?:大道|大街|路|街|巷|胡同|条|里|村|社区|小区|花园|公寓|家园|新村|苑|园|城|坊|屯|庄|湾|镇|乡|街道|府|庭|院|邸|段)$"
)
_LEVEL = re.compile(r"[省市区县旗州盟镇乡]")
_SIGN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9\s]")
_LEAD = re.compile(
    r"(?:居住地址|通讯地址|联系地址|家庭地址|家庭住址|户籍地址|户籍所在地|户籍地|户籍|现居住地|现居|居住在|居住于|"
    r"现住址|住址|地址|住所地|住所|住在|住于|家住|现住|坐落于|坐落|位于|邮寄至|寄至|送至|送达|来自|前往|"
    r"本人|系|为|是|住|至|到|和|与|及)"
)
_PROVINCE = re.compile(
    r"北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|"
    r"贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_LONGEST = 48
_CLOSE = re.compile(r"单元|室|栋|幢|座|户|号楼|房|组|弄")


def addresses(folded: str) -> Iterator[tuple[int, int, float]]:
    """Start, end and certainty of every address with a house number."""
    begin = 0
    for detail in _DETAIL.finditer(folded):
        if detail.start() < begin:
            continue
        start = _begin(folded, detail.start(), begin)
        head = "".join(folded[start : detail.start()].split())
        if len(head) < 2 or not _STREET.search(head):
            continue
        begin = end = detail.start() + len(detail[0].rstrip())
        sure = _LEVEL.search(head) or _CLOSE.search(detail[0])
        yield start, end, 0.9 if sure else 0.6


def _begin(folded: str, end: int, least: int) -> int:
    """Where the address that ends its street at ``end`` begins."""
    start = end
    while start > max(least, end - _LONGEST) and _SIGN.match(folded[start - 1]):
        if folded[start - 1] == "\n" and not _goes_on(folded, start - 1):
            break
        start -= 1
    head = folded[start:end]
    province = list(_PROVINCE.finditer(head))
    if province:
        return start + province[0].start()
    cut = 0
    for lead in _LEAD.finditer(head):
        if len(lead[0]) > 1 or not _inside_a_name(head, lead.end()):
            cut = lead.end()
    while cut < len(head) and head[cut].isspace():
        cut += 1
    return start + cut


def _goes_on(folded: str, line_end: int) -> bool:
    """Whether the line that ends here looks like the first half of an address."""
    line = folded[folded.rfind("\n", 0, line_end) + 1 : line_end]
    piece = re.split(r"[^\u4e00-\u9fffA-Za-z0-9\s]", line)[-1]
    return bool(_PROVINCE.search(piece) or _LEVEL.search(piece[-8:]) or _LEAD.search(piece[-6:]))


def _inside_a_name(head: str, after: int) -> bool:
    """Whether a single sign such as 和 or 到 stands in a name (和平路) rather than before an address."""
    rest = "".join(head[after:].split())
    return not _LEVEL.search(rest) and len(rest) < 4
