"""Word files become the text and tables that Word shows."""

from __future__ import annotations

import io
import json
import zipfile

import docx
import pytest
from docx.oxml import parse_xml as element
from docx.oxml.ns import nsdecls

from yangguang.annualreport.errors import BrokenFile, EmptyFile, TooLarge, UnsafeFile
from yangguang.annualreport.reading.document import Document, Grid, Paragraph
from yangguang.annualreport.reading.docx import read_docx
from yangguang.annualreport.reading.docx_styles import chinese, number_text
from yangguang.annualreport.reading.html import read_html
from yangguang.annualreport.reading.limits import DEFAULT_LIMITS, Limits
from yangguang.annualreport.reading.lines import lines_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
NUMBERING = """
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="（%2）"/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
<w:lvlText w:val="%3."/></w:lvl><w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/>
<w:lvlText w:val="%1.%4"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""
STYLES = """
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="a"><w:name w:val="公文标题"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="n"><w:name w:val="列"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="o"><w:name w:val="纲"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="x"><w:name w:val="环"/><w:basedOn w:val="x"/></w:style>
"""


def packed(body: str, space: str = W, **parts: str) -> bytes:
    """A Word file around a body, with the project's own list definitions and styles."""
    relations = "".join(
        f'<Relationship Id="r{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(
            [("styles", "styles.xml"), ("numbering", "numbering.xml"), ("aFChunk", "page.mht")]
        )
    )
    wrapped = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{space}" {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>',
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
        "word/numbering.xml": f'<w:numbering xmlns:w="{space}">{NUMBERING}</w:numbering>',
        "word/styles.xml": f'<w:styles xmlns:w="{space}">{STYLES}</w:styles>',
        **parts,
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in wrapped.items():
            archive.writestr(name, text)
    return data.getvalue()


def read(body: str, **more: str) -> Document:
    return read_docx(packed(body, **more), "年报.docx", DEFAULT_LIMITS)


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tbl(*rows: str) -> str:
    return "<w:tbl><w:tblPr/><w:tblGrid/>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def order(document: Document) -> list[str]:
    return [block.text if isinstance(block, Paragraph) else "table" for block in document.blocks]


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in grid.rows]


def placed(grid: Grid) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.colspan, c.rowspan) for c in row.cells] for row in grid.rows]


def saved(document: docx.document.Document) -> Document:
    data = io.BytesIO()
    document.save(data)
    return read_docx(data.getvalue(), "年报.docx", DEFAULT_LIMITS)


# real files


@pytest.mark.parametrize("name", ["001-shanghai-fuban-2019", "002-hangzhou-style-2025", "018-pingtan-2025"])
def test_the_word_file_reads_like_the_page_it_was_made_from(shared_reports, name):
    word = read_docx((shared_reports / f"{name}.docx").read_bytes(), name, DEFAULT_LIMITS)
    page = read_html((shared_reports / f"{name}.html").read_bytes(), name, DEFAULT_LIMITS)
    assert texts(word) == texts(page)
    for from_word, from_page in zip(word.grids, page.grids, strict=True):
        joined = [[(t.replace("\n", ""), *at) for t, *at in row] for row in placed(from_word)]
        assert joined == [[(t.replace("\n", ""), *at) for t, *at in row] for row in placed(from_page)]


def test_the_official_form_filled_in(shared_reports):
    truth = json.loads((shared_reports / "truth" / "003-shuyang-2025.json").read_text())
    document = read_docx((shared_reports / "003-shuyang-2025-form.docx").read_bytes(), "a", DEFAULT_LIMITS)
    grid = max(document.grids, key=lambda grid: len(grid.rows))
    figures = [[int(c.text or 0) for c in row.cells[-7:]] for row in grid.rows[-len(truth["requests"]) :]]
    assert figures == [[count or 0 for count in row.values()] for row in truth["requests"].values()]


def test_the_blank_form_keeps_its_empty_cells(shared_reports):
    document = read_docx((shared_reports / "template-blank-official.docx").read_bytes(), "a", DEFAULT_LIMITS)
    grids = list(document.grids)
    assert len(grids) == 3
    assert [cell.text for cell in grids[2].rows[-1].cells] == [""] * 15
    assert max(cell.column + cell.colspan for row in grids[1].rows for cell in row.cells) == 10


# tables


def test_merges_made_by_python_docx():
    made = docx.Document()
    table = made.add_table(3, 4)
    for row in range(3):
        for column in range(4):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(1, 1)).text = "头"
    table.cell(2, 1).merge(table.cell(2, 3)).text = "尾"
    assert placed(next(saved(made).grids)) == [
        [("头", 0, 2, 2), ("02", 2, 1, 1), ("03", 3, 1, 1)],
        [("12", 2, 1, 1), ("13", 3, 1, 1)],
        [("20", 0, 1, 1), ("尾", 1, 3, 1)],
    ]


def test_two_vertical_merges_one_below_the_other_stay_two():
    merge, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    grid = next(
        read(
            tbl(
                tc("甲", merge) + tc("1"),
                tc("", on) + tc("2"),
                tc("乙", merge) + tc("3"),
                tc("", on) + tc("4"),
            )
        ).grids
    )
    assert placed(grid) == [
        [("甲", 0, 1, 2), ("1", 1, 1, 1)],
        [("2", 1, 1, 1)],
        [("乙", 0, 1, 2), ("3", 1, 1, 1)],
        [("4", 1, 1, 1)],
    ]


def test_a_merge_that_continues_nothing_is_a_cell():
    grid = next(read(tbl(tc("甲", "<w:vMerge/>") + tc("1"), tc("乙") + tc("2"))).grids)
    assert rows(grid) == [["甲", "1"], ["乙", "2"]]


def test_rows_that_begin_late_and_old_horizontal_merges():
    late = '<w:trPr><w:gridBefore w:val="2"/></w:trPr>' + tc("晚")
    wide = tc("宽", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>") + tc("c")
    assert placed(next(read(tbl(late, wide)).grids)) == [[("晚", 2, 1, 1)], [("宽", 0, 2, 1), ("c", 2, 1, 1)]]


def test_breaks_tabs_and_paragraphs_in_cells():
    cell = "<w:tc><w:p><w:r><w:t>本年新</w:t><w:br/><w:t>制作</w:t></w:r></w:p><w:p><w:r><w:t>数</w:t><w:tab/><w:t>量</w:t></w:r></w:p><w:p/></w:tc>"
    assert rows(next(read(tbl(cell + tc("1"))).grids)) == [["本年新\n制作\n数\t量", "1"]]


def test_content_controls_around_rows_cells_and_blocks():
    control = "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    table = f"<w:tbl><w:tr>{tc('规章')}{control.format(tc('3'))}</w:tr>{control.format('<w:tr>' + tc('文件') + tc('4') + '</w:tr>')}</w:tbl>"
    document = read(
        control.format(p("一、总体情况") + table) + f"<w:p>{control.format('<w:r><w:t>内</w:t></w:r>')}</w:p>"
    )
    assert order(document) == ["一、总体情况", "table", "内"]
    assert rows(next(document.grids)) == [["规章", "3"], ["文件", "4"]]


def test_deleted_rows_and_text_are_gone_and_inserted_ones_are_there():
    deleted = "<w:trPr><w:del w:id='1'/></w:trPr>" + tc("删")
    body = tbl(
        tc("甲") + tc("1"), deleted + tc("9"), "<w:trPr><w:ins w:id='2'/></w:trPr>" + tc("乙") + tc("2")
    ) + (
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>"
    )
    document = read(body)
    assert rows(next(document.grids)) == [["甲", "1"], ["乙", "2"]]
    assert texts(document) == ["新来"]


def test_frames_are_opened_and_small_inner_tables_become_text():
    data = tbl(tc("甲") + tc("1"), tc("乙") + tc("2"))
    framed = f"<w:tbl><w:tr><w:tc>{p('一、总体')}{data}{p('二、其他')}</w:tc></w:tr></w:tbl>"
    assert order(read(framed)) == ["一、总体", "table", "二、其他"]
    inner = f"<w:tc>{tbl(tc('商业') + tc('企业'))}<w:p/></w:tc>"
    assert rows(next(read(tbl(tc("自然人") + inner, tc("1") + tc("2"))).grids)) == [
        ["自然人", "商业\n企业"],
        ["1", "2"],
    ]


# running text


def test_what_word_shows_and_what_it_hides():
    body = (
        "<w:p><w:r><w:t>收到</w:t></w:r><w:hyperlink><w:r><w:t>15</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>4</w:t></w:r></w:smartTag>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>件</w:t></w:r>"
        "<w:r><w:softHyphen/><w:noBreakHyphen/><w:lastRenderedPageBreak/><w:br w:type='page'/><w:t xml:space='preserve'> 尾</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>"
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>音</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert texts(read(body)) == ["收到154件- 尾", "甲", "乙", "字"]


def test_of_fields_only_the_result_is_read():
    body = (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>IF 1 </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        "<w:r><w:t>码</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        "<w:r><w:t>果</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:fldSimple w:instr='PAGE'><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>"
    )
    assert texts(read(body)) == ["果7"]


def test_text_boxes_are_read_once():
    box = f"<w:txbxContent>{p('框内')}{tbl(tc('a') + tc('1'), tc('b') + tc('2'))}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        + box
        + "</wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox>"
        + box
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        + p("旧式")
        + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    assert order(read(body)) == ["前", "框内", "table", "旧式"]


def test_outline_levels():
    body = (
        p("标题", '<w:pStyle w:val="t"/>')
        + p("一级", '<w:pStyle w:val="a"/>')
        + p("三级", '<w:pStyle w:val="o"/>')
    )
    body += (
        p("二级", '<w:outlineLvl w:val="1"/>')
        + p("正文", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>')
        + p("环", '<w:pStyle w:val="x"/>')
    )
    assert [(b.text, b.level) for b in read(body).paragraphs] == [
        ("标题", 1), ("一级", 1), ("三级", 3), ("二级", 2), ("正文", 0), ("环", 0),
    ]  # fmt: skip


def test_automatic_numbers_are_printed():
    def item(text: str, level: int, number: int = 1) -> str:
        return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')

    body = (
        item("总体情况", 0)
        + item("主动公开", 1)
        + item("数", 2)
        + item("依申请", 1)
        + item("数", 2)
        + item("主动公开情况", 0)
    )
    body += (
        item("", 1)
        + p("样式给的", '<w:pStyle w:val="n"/>')
        + item("法", 3)
        + item("点", 0, 2)
        + item("重来", 0, 3)
        + item("无", 0, 0)
    )
    assert texts(read(body)) == [
        "一、总体情况", "（一）主动公开", "1. 数", "（二）依申请", "1. 数", "二、主动公开情况",
        "（二）样式给的", "2.1 法", "点", "五、重来", "无",
    ]  # fmt: skip


def test_automatic_numbers_in_row_labels():
    label = '<w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p></w:tc>'
    grid = next(read(tbl(label.format("属于国家秘密") + tc("3"), label.format("其他") + tc("4"))).grids)
    assert rows(grid) == [["1. 属于国家秘密", "3"], ["2. 其他", "4"]]


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (2024, "ideographDigital", "二〇二四"),
        (3, "ideographTraditional", "丙"),
        (12, "chineseLegalSimplified", "拾贰"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (3, "decimalEnclosedCircle", "③"),
        (12, "decimalFullWidth", "１２"),
        (7, "decimalZero", "07"),
        (7, "none", ""),
        (7, "cardinalText", "7"),
        (10**9, "chineseCounting", "1000000000"),
    ],
)
def test_shapes_of_numbers(number, kind, text):
    assert number_text(number, kind) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "零"), (1001, "一千零一"), (10_010, "一万零一十"), (23_456, "二万三千四百五十六")],
)
def test_chinese_numbers(number, text):
    assert chinese(number) == text


# other shapes of the same thing


def test_strict_files_are_read_alike():
    merged = tbl(tc("甲", '<w:gridSpan w:val="2"/>') + tc("1"))
    document = read_docx(packed(p("一、总体", '<w:pStyle w:val="1"/>') + merged, STRICT), "a", DEFAULT_LIMITS)
    assert [(b.text, b.level) for b in document.paragraphs] == [("一、总体", 1)]
    assert placed(next(document.grids)) == [[("甲", 0, 2, 1), ("1", 2, 1, 1)]]


def test_word_xml_in_one_file():
    body = f"<w:body>{p('一、总体', '<w:pStyle w:val=' + chr(34) + '1' + chr(34) + '/>')}{tbl(tc('甲') + tc('1'))}</w:body>"
    flat = (
        f'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData><w:document xmlns:w="{W}">{body}</w:document></pkg:xmlData></pkg:part>'
        f'<pkg:part pkg:name="/word/styles.xml"><pkg:xmlData><w:styles xmlns:w="{W}">{STYLES}</w:styles></pkg:xmlData></pkg:part></pkg:package>'
    )
    old = f'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">{body}</w:wordDocument>'
    for data in (flat.encode(), old.encode(), flat.encode("utf-16")):
        document = read_docx(data, "年报.doc", DEFAULT_LIMITS)
        assert order(document) == ["一、总体", "table"]
    with pytest.raises(UnsafeFile):
        read_docx(flat.replace("/word/styles.xml", "/word/vbaProject.bin").encode(), "a", DEFAULT_LIMITS)


def test_a_web_page_wrapped_in_a_word_file():
    page = 'MIME-Version: 1.0\nContent-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n<h1>年报</h1><p>一、总体</p>'
    assert texts(read('<w:altChunk r:id="r2"/>', **{"word/page.mht": page})) == ["年报", "一、总体"]


def test_the_main_part_may_have_another_name():
    relations = '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="/word/document2.xml"/></Relationships>'
    body = f'<w:document xmlns:w="{W}"><w:body>{p("二")}</w:body></w:document>'
    assert texts(read("", **{"_rels/.rels": relations, "word/document2.xml": body})) == ["二"]


def test_title_from_the_properties():
    made = docx.Document()
    made.core_properties.title = "某局2023年年报"
    made.add_heading("总体情况", 1)
    made.element.body.insert(0, element(f"<w:p {nsdecls('w')}><w:r><w:t>前言</w:t></w:r></w:p>"))
    document = saved(made)
    assert document.title == "某局2023年年报"
    assert [(b.text, b.level) for b in document.paragraphs] == [("前言", 0), ("总体情况", 1)]


# bounds


def test_an_empty_document_says_so():
    with pytest.raises(EmptyFile):
        read("<w:p/>")


def test_no_body_is_broken():
    with pytest.raises(BrokenFile):
        read_docx(packed("").replace(b"word/document.xml", b"word/dokument.xml"), "a", DEFAULT_LIMITS)


def test_too_much_is_refused():
    with pytest.raises(TooLarge):
        read_docx(packed(tbl(*[tc("1") + tc("2")] * 600)), "a", Limits(cells=1000))
    with pytest.raises(TooLarge):
        read_docx(packed(p("字" * 2000)), "a", Limits(characters=1000))


@pytest.mark.parametrize("opening", ["<w:sdt><w:sdtContent>", "<w:tbl><w:tr><w:tc>", "<w:p><w:ins>"])
def test_depth_is_bounded(opening):
    closing = "".join(f"</{name}" for name in reversed(opening[1:].split("<")))
    for depth in (40, 120, 5000):
        try:
            read(p("x") + opening * depth + closing * depth)
        except BrokenFile:
            assert depth > 60


def test_rows_set_with_tabs_are_rows():
    """What stands between tabs is a cell; a line of the box above a text, with one tab, is none."""
    document = read(p("规章\t3\t5\t74") + p("行政许可\t12") + p("发布机构\t云溪市档案局"))
    lines = list(lines_of(document))
    assert [[cell.text for cell in line.cells] for line in lines] == [
        ["规章", "3", "5", "74"],
        ["行政许可", "12"],
        [],
    ]
