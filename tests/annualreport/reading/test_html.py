"""Web pages of every making become the paragraphs and tables that a reader sees."""

from __future__ import annotations

import contextlib
import json
import time

import pytest

from yangguang.annualreport.errors import EmptyFile, TooLarge, UnreadableFile
from yangguang.annualreport.reading.document import Document, Grid, Paragraph
from yangguang.annualreport.reading.html import read_html
from yangguang.annualreport.reading.limits import DEFAULT_LIMITS, Limits


def read(page: str | bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    return read_html(page if isinstance(page, bytes) else page.encode(), "年报.html", limits)


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in grid.rows]


def only_grid(page: str) -> Grid:
    (grid,) = read(page).grids
    return grid


def order(document: Document) -> list[str]:
    return [block.text if isinstance(block, Paragraph) else "table" for block in document.blocks]


# real files


def figures(value: object) -> list[str]:
    """All counts of a truth, in the order of the form, blanks as empty text."""
    if isinstance(value, dict):
        return [figure for part in value.values() for figure in figures(part)]
    return ["" if value is None else str(value)]


@pytest.mark.parametrize("name", ["001-shanghai-fuban-2019", "002-hangzhou-style-2025", "018-pingtan-2025"])
def test_requests_of_real_pages_stand_in_their_columns(shared_reports, name):
    truth = json.loads((shared_reports / "truth" / f"{name}.json").read_text())
    document = read_html((shared_reports / f"{name}.html").read_bytes(), name, DEFAULT_LIMITS)
    grid = max(document.grids, key=lambda grid: len(grid.rows))
    read_rows = [[c.text for c in row.cells if c.column >= 3] for row in grid.rows if len(row.cells) > 7][
        -len(truth["requests"]) :
    ]
    for cells, (row_id, counts) in zip(read_rows, truth["requests"].items(), strict=True):
        assert [int(cell or 0) for cell in cells] == [int(figure or 0) for figure in figures(counts)], row_id


def test_a_real_page_reads_in_order_and_whole(shared_reports):
    document = read_html((shared_reports / "018-pingtan-2025.html").read_bytes(), "a", DEFAULT_LIMITS)
    assert document.title == "平潭综合实验区2025年度政府信息公开工作年度报告"
    headings = [text for text in texts(document) if text[0] in "一二三四五六" and text[1] == "、"]
    assert [heading[0] for heading in headings] == list("一二三四五六")
    assert len(list(document.grids)) == 3
    assert [block.number for block in document.blocks] == list(range(1, len(document.blocks) + 1))


# tables


def test_spans_leave_no_cell_where_another_reaches():
    grid = only_grid(
        "<table><tr><td rowspan=2 colspan='2'>a</td><td>b</td></tr><tr><td>c</td></tr>"
        "<tr><td>d</td><td>e</td><td>f</td></tr></table>"
    )
    placed = [[(c.text, c.column, c.colspan, c.rowspan) for c in row.cells] for row in grid.rows]
    assert placed == [
        [("a", 0, 2, 2), ("b", 2, 1, 1)],
        [("c", 2, 1, 1)],
        [("d", 0, 1, 1), ("e", 1, 1, 1), ("f", 2, 1, 1)],
    ]
    assert grid.exact


@pytest.mark.parametrize(
    ("attributes", "colspan", "rowspan"),
    [
        ("colspan=0", 1, 1),
        ("colspan=-2", 1, 1),
        ("colspan='x'", 1, 1),
        ("colspan=' 2 '", 2, 1),
        ("colspan='2px'", 2, 1),
        ("colspan=99999", 1000, 1),
        ("rowspan=0", 1, 2),
        ("rowspan=65535", 1, 2),
    ],
)
def test_odd_spans_do_no_harm(attributes, colspan, rowspan):
    cell = (
        only_grid(f"<table><tr><td {attributes}>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>")
        .rows[0]
        .cells[0]
    )
    assert (cell.colspan, cell.rowspan) == (colspan, rowspan)


def test_breaks_and_paragraphs_in_a_cell_are_line_breaks():
    grid = only_grid(
        "<table><tr><td>本年新<br/>制作数量</td><td><p>结果</p><p>维持</p></td><td><div>尚未</div>审结</td></tr>"
        "<tr><td>&nbsp;</td><td><p>&nbsp;&nbsp;</p></td><td><p><span> 1</span>36 </p></td></tr></table>"
    )
    assert rows(grid) == [["本年新\n制作数量", "结果\n维持", "尚未\n审结"], ["", "", "136"]]


def test_source_line_breaks_inside_words_are_nothing():
    grid = only_grid("<table><tr><td>政府信息\n      公开</td><td>A\nB</td></tr></table>")
    assert rows(grid) == [["政府信息公开", "A B"]]


@pytest.mark.parametrize("blank", ["&nbsp;", "\u00a0", "\u200b", "  ", "\t"])
def test_a_blank_is_a_blank_however_it_is_written(blank):
    grid = only_grid(f"<table><tr><td>{blank}136{blank}</td><td>自然人</td></tr></table>")
    assert rows(grid) == [["136", "自然人"]]


@pytest.mark.parametrize(
    "hides", ["hidden", "HIDDEN=''", "style='color:red;display:none'", 'style="display : None"']
)
def test_a_hidden_row_cell_or_paragraph_is_not_read(hides):
    page = (
        f"<p {hides}>不见</p><p>可见</p><table><tr><td>1</td><td {hides}>2</td><td><p {hides}>3</p></td></tr>"
        f"<tr {hides}><td>4</td></tr><tr><td>5</td><td>6</td><td><p>7</p></td></tr></table><i>display hidden</i>"
    )
    document = read(page)
    assert rows(next(document.grids)) == [["1", ""], ["5", "6", "7"]]
    assert texts(document)[0] == "可见"


def test_phantom_cells_stay_for_the_arithmetic_to_judge():
    assert rows(only_grid("<table><tr><td>1<td>2<td></td></tr><tr><td>3<td>4</table>")) == [
        ["1", "2", ""],
        ["3", "4"],
    ]


def test_broken_markup_is_repaired():
    page = "<table><tr><td>a<td>b<tr><td>c</td></td><td>d</tr></tr></table></div></p><p>之后"
    document = read(page)
    assert rows(next(document.grids)) == [["a", "b"], ["c", "d"]]
    assert texts(document) == ["之后"]


def test_head_body_foot_and_caption():
    page = (
        "<table><caption>表一</caption><tfoot><tr><td>总计</td><td>3</td></tr></tfoot><thead><tr><th>项<th>数</thead>"
        "<tbody><tr><td>甲</td><td>1</td></tr></tbody><tbody><tr><td>乙</td><td>2</td></tr></tbody></table>"
    )
    document = read(page)
    assert order(document) == ["表一", "table"]
    assert rows(next(document.grids)) == [["项", "数"], ["甲", "1"], ["乙", "2"], ["总计", "3"]]


def test_a_layout_table_is_walked_and_its_tables_are_found():
    page = (
        "<table><tr><td>左栏</td><td><p>一、总体情况</p><table><tr><td>规章</td><td>3</td></tr><tr><td>文件</td><td>4</td></tr>"
        "</table><p>二、其他</p></td></tr></table>"
    )
    assert order(read(page)) == ["左栏", "一、总体情况", "table", "二、其他"]


def test_a_frame_of_one_cell_is_not_a_table():
    assert order(read("<table><tr><td><p>一、总体情况</p><p>本年……</p></td></tr></table>")) == [
        "一、总体情况",
        "本年……",
    ]


def test_a_small_table_inside_a_cell_is_that_cells_text():
    inner = "<table><tr><td>商业</td></tr><tr><td>企业</td></tr></table>"
    grid = only_grid(f"<table><tr><td>自然人</td><td>{inner}</td></tr><tr><td>1</td><td>2</td></tr></table>")
    assert rows(grid) == [["自然人", "商业\n企业"], ["1", "2"]]


def test_text_misplaced_in_a_table_is_kept():
    document = read("<table><p>单位：件</p><tr><td>a</td><td>b</td></tr>注：无</table>")
    assert set(texts(document)) == {"单位：件", "注：无"}


@pytest.mark.parametrize(
    "page",
    [
        "<div role=table><div role=row><span role=cell>规章</span><span role=cell>3</span></div>"
        "<div role=row><span role=cell>文件</span><span role=cell>4</span></div></div>",
        "<div style='display:table'><div style='display: table-row'><div style='display:table-cell'>规章</div>"
        "<div style='display:table-cell'>3</div></div><div style='display:table-row'>"
        "<div style='display:table-cell'>文件</div><div style='display:table-cell'>4</div></div></div>",
        "<style>.t{display:table}.r{display:table-row}.c{display:table-cell}</style><div class=t><div class=r>"
        "<p class=c>规章</p><p class=c>3</p></div><div class=r><p class=c>文件</p><p class=c>4</p></div></div>",
    ],
    ids=["roles", "inline styles", "classes"],
)
def test_tables_drawn_without_table_elements(page):
    assert rows(only_grid(page)) == [["规章", "3"], ["文件", "4"]]


def test_rows_of_flexible_boxes_are_a_table():
    row = "<div style='display:flex'><div>{}</div><div>{}</div><div>{}</div></div>"
    page = (
        "<div>"
        + row.format("项", "甲", "乙")
        + row.format("规章", 1, 2)
        + row.format("文件", 3, 4)
        + "</div>"
    )
    assert rows(only_grid(page)) == [["项", "甲", "乙"], ["规章", "1", "2"], ["文件", "3", "4"]]


# running text


def test_paragraphs_divisions_breaks_and_bare_text():
    page = "开头<br>第二行<div>甲<p>乙</p>丙</div><h1>年度<br>报告</h1><h3>一、总体</h3><ul><li>子</li><li>丑</li></ul>尾"
    document = read(page)
    assert texts(document) == ["开头", "第二行", "甲", "乙", "丙", "年度报告", "一、总体", "子", "丑", "尾"]
    assert [p.level for p in document.paragraphs if p.level] == [1, 3]


def test_numbers_of_ordered_lists_are_printed():
    page = "<ol start=2><li>甲</li><li>乙</li></ol><ol><li>1.丙</li></ol><ol style='list-style:none'><li>丁</li></ol>"
    assert texts(read(page)) == ["2. 甲", "3. 乙", "1.丙", "丁"]


def test_pieces_of_one_word_stay_one_word():
    page = "<p><span>收到</span><span>15</span><b>4</b><a href=x>件</a>&#8203;，其中&lt;甲&gt;</p>"
    assert texts(read(page)) == ["收到154件，其中<甲>"]


def test_what_is_not_shown_is_not_read():
    page = (
        "<style>p{}</style><script>var a='<p>x</p>'</script><!-- c --><nav>菜单</nav><p style='display: none'>隐</p>"
        "<p hidden>藏</p><textarea>t</textarea><p>见</p><noscript>n</noscript>"
        "<table><tr style='display:none'><td>0</td><td>0</td></tr><tr><td>1</td><td style='DISPLAY:NONE'>9</td><td>2</td></tr></table>"
    )
    document = read(page)
    assert texts(document) == ["见"]
    assert rows(next(document.grids)) == [["1", "2"]]


def test_a_report_that_a_script_unfolds_is_read():
    page = "<p>点击展开</p><div style='display:none'><p>一、总体情况</p><table><tr><td>a</td><td>1</td></tr></table></div>"
    assert order(read(page)) == ["点击展开", "一、总体情况", "table"]


def test_menus_around_the_article_go_and_nothing_between_the_tables():
    table = "<table>" + "<tr><td>甲</td><td>1</td><td>2</td></tr>" * 3 + "</table>"
    links = "".join(f"<li><a href='{n}'>栏目{n}</a></li>" for n in range(8))
    page = (
        f"<body><div id=top><ul>{links}</ul></div><div><h1>年度报告</h1><p>发布日期：2024-01-31 <a href=x>打印</a></p>"
        f"<div id=zoom><p>一、总体情况</p>{table}<ul>{links}</ul><p>二、其他</p>{table}</div></div>"
        f"<div class=foot><a href=1>关于</a><a href=2>网站地图</a><a href=3>联系我们</a></div></body>"
    )
    document = read(page)
    assert order(document)[:4] == ["年度报告", "发布日期：2024-01-31 打印", "一、总体情况", "table"]
    assert order(document)[4:] == [f"栏目{n}" for n in range(8)] + ["二、其他", "table"]


def test_metadata_of_content_systems():
    page = (
        "<head><title>年报-某市政府网</title><meta name='ArticleTitle' content='某市2023年年报'>"
        "<meta name=PubDate content='2024-01-30 09:00'></head><p>x</p>"
    )
    document = read(page)
    assert (document.title, document.published) == ("某市2023年年报", "2024-01-30 09:00")


@pytest.mark.parametrize(
    ("encoding", "declared"), [("gbk", "gb2312"), ("gbk", "utf-8"), ("utf-8", "gb2312"), ("utf-16", "x")]
)
def test_the_bytes_decide_not_the_declaration(encoding, declared):
    page = f"<html><head><meta charset='{declared}'></head><p>一、总体情况</p>"
    assert texts(read(page.encode(encoding))) == ["一、总体情况"]


def test_a_page_saved_as_one_file():
    page = (
        b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--x"\r\n\r\n'
        b'----x\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        b"<p>=D2=BB=A1=A2=D7=DC=CC=E5=C7=E9=BF=F6</p>\r\n----x\r\nContent-Type: image/png\r\n\r\nx\r\n----x--\r\n"
    )
    assert texts(read(page)) == ["一、总体情况"]


# bounds


def test_an_empty_page_says_so():
    for page in ("", "   \n", "<html><body></body></html>", "<script>x</script>", "<!-- -->"):
        with pytest.raises(EmptyFile):
            read(page)


def test_too_much_is_refused():
    with pytest.raises(TooLarge):
        read("<p>" + "字" * 2000, Limits(characters=1000))
    with pytest.raises(TooLarge):
        read("<table>" + "<tr><td>1<td>2</tr>" * 600 + "</table>", Limits(cells=1000))


@pytest.mark.parametrize(
    "piece", ["<div>", "<table><tr><td>", "<b>", "<ul><li>", "<span><p>", "<td>", "</p>", "<a href=x>y"]
)
def test_deep_and_endless_markup_ends_soon(piece):
    started = time.monotonic()
    with contextlib.suppress(UnreadableFile):
        read(piece * (200_000 // len(piece)) + "尾")
    assert time.monotonic() - started < 10
