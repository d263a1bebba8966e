"""The government's own report out of those below it: who is a part, from where, traced, nothing twice, nobody lost."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from support_office import Desk, at
from support_remedies import enters

from yangguang.annualreport.checking import check
from yangguang.annualreport.formats import format_by_id, format_for_year
from yangguang.annualreport.ledger import figures_of
from yangguang.annualreport.reading.json import report_from_json
from yangguang.annualreport.rollup import roll_up as add_up
from yangguang.cases.models import Case
from yangguang.offices.models import Agency, Membership
from yangguang.offices.roles import Role
from yangguang.reports import actions
from yangguang.reports.composing import cell_fact, identity
from yangguang.reports.computing.sources import count_all, count_each
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import HandIn, PartSource, Report, RollUpPart, WorkingFigures
from yangguang.reports.refused import Conflict, Refused
from yangguang.reports.rolling_up.gathering import Gathered, fill, plan
from yangguang.reports.rolling_up.kept import fees_from, figures_from, keep
from yangguang.reports.rolling_up.tracing import chosen, given
from yangguang.requests.models import RequestSettings

pytestmark = pytest.mark.django_db
NEW = "requests.new_received.total"
TOTAL = "requests.results_total.total"
JANUARY = at("2025-01-10")


@pytest.fixture
def desk(cast) -> Desk:
    return Desk(cast)


def bureau(office, name: str, *, parent: Agency | None = None, kind="department") -> Agency:
    return Agency.objects.create(name=name, level="city", kind=kind, parent=parent or office.cast.city)


def imports(office, agency: Agency, year: int = 2024, **figures) -> Report:
    named = {key.replace("__", "."): value for key, value in figures.items()}
    data = office.bytes_of(agency=agency.name, year=year, figures=named)
    by = office.cast.root
    return actions.import_file(data, name=f"{agency}.json", agency=agency, by=by, at=JANUARY).report


def hands_in(office, report: Report, when=JANUARY) -> None:
    for act, more in ((actions.review, {}), (actions.hand_in, {"reason": "x"})):
        report.refresh_from_db()
        act(report, version=report.version, by=office.cast.root, at=when, **more)
    report.refresh_from_db()


def rolls_up(office, **more):
    return actions.roll_up(office.cast.city, 2024, by=office.cast.root, at=at("2025-02-10"), **more)


def sources(edition) -> dict[str, str]:
    return dict(RollUpPart.objects.filter(edition=edition).values_list("agency__name", "source"))


# --- what is kept ----------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2019, 2024])
def test_figures_come_back_from_what_was_kept(office, year):
    import json

    figures = {NEW: 7, "requests.denied_process_info.natural_person": None}
    report = report_from_json(json.loads(office.bytes_of(year=year, figures=figures)))
    again = json.loads(json.dumps(keep(report)))
    assert figures_from(again, report.format) == figures_of(report)
    fees = fees_from(again)
    assert (fees.notices, fees.amount) == (report.fees.notices, report.fees.amount)


def test_money_stays_exact(office):
    import json

    data = json.loads(office.bytes_of(figures={"proactive.art20_8.fees.amount": "316441.05"}))
    kept = json.loads(json.dumps(keep(report_from_json(data))))
    assert kept["values"]["proactive.art20_8.fees.amount"] == "316441.05"
    figures = figures_from(kept, format_by_id("2021"))
    assert Decimal("316441.05") in figures.values


# --- who is a part ---------------------------------------------------------------------------


def test_handed_in_goes_before_the_working_copy_and_both_before_counting_now(office, desk):
    taken, computed, counted, file = (bureau(office, f"云溪市{name}局") for name in "甲乙丙丁")
    report = imports(office, taken)
    hands_in(office, report)
    cell = in_force(report).cells[NEW]
    seen = cell_fact(cell.value, cell.state)
    actions.correct_cell(report, NEW, "99", seen=seen, reason="x", by=office.cast.root, at=JANUARY)
    for agency in (computed, counted):
        desk.receives("甲", on="2024-05-06", agency=agency)
    actions.compute_report(computed, 2024, by=office.cast.root, at=JANUARY)
    imports(office, file)
    edition = rolls_up(office)
    assert sources(edition) == {
        "云溪市甲局": "handed_in",
        "云溪市乙局": "computed",
        "云溪市丙局": "counted",
        "云溪市丁局": "file",
        "云溪市信访局": "nothing",
        "云溪市教育局": "nothing",
    }
    assert edition.read().cells[NEW].value == 15 + 1 + 1 + 15  # the 99 was not handed in


def test_the_offices_own_cases_count_and_never_its_own_sum(office, desk):
    imports(office, office.cast.bureau)
    desk.receives("问市政府的", on="2024-05-06", agency=office.cast.city)
    first = rolls_up(office)
    assert first.read().cells[NEW].value == 16
    with pytest.raises(Conflict, match=r"重新汇总的结果.*相同"):
        rolls_up(office)


def test_a_county_that_rolled_up_stands_for_its_departments_and_one_that_only_counted_does_not(office, desk):
    whole, single = (bureau(office, f"{name}县人民政府", kind="government") for name in ("东", "西"))
    inside = [
        bureau(office, f"{name}教育局", parent=parent) for name, parent in (("东县", whole), ("西县", single))
    ]
    for agency in inside:
        imports(office, agency, requests__new_received__total=15)
    actions.roll_up(whole, 2024, by=office.cast.root, at=JANUARY)
    desk.receives("问西县的", on="2024-05-06", agency=single)
    actions.compute_report(single, 2024, by=office.cast.root, at=JANUARY)
    planned = plan(office.cast.city, 2024)
    assert [(item.agency.name, item.holder.name) for item in planned.inside] == [
        ("东县教育局", "东县人民政府")
    ]
    found = {part.name: part.source for part in planned.given}
    assert found == {
        "东县人民政府": PartSource.ROLLED_UP,
        "西县人民政府（本级）": PartSource.COMPUTED,
        "西县教育局": PartSource.FILE,
    }
    assert rolls_up(office).read().cells[NEW].value == 15 + 1 + 15


def test_a_file_of_a_government_holds_its_departments(office):
    county = bureau(office, "东县人民政府", kind="government")
    below = bureau(office, "东县教育局", parent=county)
    imports(office, county)
    imports(office, below)
    assert rolls_up(office).read().cells[NEW].value == 15
    with pytest.raises(Refused, match="东县教育局已包含在东县人民政府的报告中"):
        rolls_up(office, among=[county, below])
    with pytest.raises(Refused, match="列了两次"):
        rolls_up(office, among=[below, below])
    with pytest.raises(Refused, match=r"不是.*下级机关"):
        rolls_up(office, among=[office.cast.elsewhere])


def test_the_same_body_under_two_names_is_refused_by_its_name(office):
    for name in ("云溪市民政局", "云溪民政局"):
        imports(office, bureau(office, name))
    with pytest.raises(Refused, match="同一机关同一年度"):
        rolls_up(office)


def test_with_nothing_below_there_is_nothing_to_roll_up(office):
    with pytest.raises(Refused, match="没有可以汇总"):
        rolls_up(office)
    with pytest.raises(Refused, match="只能汇总"):
        actions.roll_up(office.cast.city, 2018, by=office.cast.root, at=JANUARY)


# --- the sum and its trace -------------------------------------------------------------------


def test_the_sum_is_that_of_the_library_and_every_cell_adds_up_from_its_parts(office):
    agencies = [bureau(office, f"云溪市第{number}局") for number in range(5)]
    reports = [
        imports(
            office,
            agency,
            requests__new_received__natural_person=10 + number,
            requests__new_received__total=13 + number,
        )
        for number, agency in enumerate(agencies)
    ]
    edition = rolls_up(office)
    library = add_up(
        [in_force(report) for report in reports], checked=[check(in_force(report)) for report in reports]
    )
    read = edition.read()
    assert {path: cell.value for path, cell in read.cells.items()} == {
        path: cell.value for path, cell in library.report.cells.items()
    }
    parts = list(RollUpPart.objects.filter(edition=edition).exclude(source="nothing"))
    for path, cell in read.cells.items():
        assert sum(given(part, path).value or 0 for part in parts) == (cell.number if cell.is_known else 0), (
            path
        )
    assert sum(chosen(part)["new_received"] for part in parts) == read.cells[NEW].value


def test_two_forms_meet_only_through_the_mapping(office):
    """An office that sent the single row （六）其他处理 of the older form."""
    old, new = bureau(office, "云溪市旧表局"), bureau(office, "云溪市新表局")
    imports(office, new, requests__other_misc__total=2)
    report = imports(office, old)
    single = format_by_id("2021", "single-other")
    kept = keep(in_force(report))
    kept["values"] = {path: value for path, value in kept["values"].items() if ".other_" not in path}
    kept["values"]["requests.other_handling.total"] = 3
    kept["states"] = {path: state for path, state in kept["states"].items() if ".other_" not in path}
    WorkingFigures.objects.filter(report=report).update(variant=single.variant, for_sums=kept)
    edition = rolls_up(office)
    assert edition.variant == single.variant
    assert edition.read().cells["requests.other_handling.total"].value == 5
    assert {issue["kind"] for issue in edition.roll_up.issues} >= {"mixed_forms"}


def test_a_part_without_kept_figures_is_read_once_more(office):
    report = imports(office, office.cast.bureau)
    given_in = imports(office, office.cast.school)
    hands_in(office, given_in)
    WorkingFigures.objects.filter(report=report).update(for_sums=None)
    HandIn.objects.update(for_sums=None)
    assert rolls_up(office).read().cells[NEW].value == 30


def test_rolled_up_again_only_a_change_makes_an_edition(office):
    report = imports(office, office.cast.bureau)
    first = rolls_up(office)
    with pytest.raises(Conflict):
        rolls_up(office)
    cell = in_force(report).cells[NEW]
    seen = cell_fact(cell.value, cell.state)
    actions.correct_cell(report, NEW, "14", seen=seen, reason="x", by=office.cast.root, at=JANUARY)
    second = rolls_up(office)
    assert (first.number, second.number) == (1, 2)
    assert second.parts.count() == first.parts.count() == 2


def test_who_did_not_deliver_can_be_named_in_part_six(office):
    imports(office, office.cast.bureau)
    report = rolls_up(office).report
    assert actions.missing_names(report) == ["云溪市教育局"]
    actions.name_missing(report, seen=None, by=office.cast.root, at=at("2025-02-11"))
    report.refresh_from_db()
    assert "截至汇总时，云溪市教育局没有报送年度报告" in in_force(report).section(6).text
    last = report.wordings.get()
    with pytest.raises(Refused, match="已写有"):
        actions.name_missing(report, seen=last.pk, by=office.cast.root, at=at("2025-02-11"))


def test_the_words_of_a_sum_are_written_on_their_page(office, client):
    imports(office, office.cast.bureau)
    report = rolls_up(office).report
    client.force_login(office.cast.inspector)
    named = client.post(reverse("staff_reports:name-missing", args=[report.pk]), {"seen": ""})
    page = client.get(named["Location"])
    assert page.status_code == 200
    assert "云溪市教育局没有报送年度报告" in page.content.decode()
    last = report.wordings.get()
    written = client.post(named["Location"], {"text": "自己写的", "seen": last.pk})
    assert written.status_code == 302
    report.refresh_from_db()
    assert in_force(report).section(6).text == "自己写的"


def test_words_over_a_sum_that_could_not_be_made_say_so(office, desk):
    figures = imports(office, office.cast.bureau).figures
    figures.for_sums["states"]["remedies.review.total"] = "unreadable"
    figures.save()
    report = rolls_up(office)
    text = report.read().section(1).text
    assert "新收政府信息公开申请15件" in text
    assert "行政复议、行政诉讼的件数。有的机关的数缺失" in text


def test_many_agencies_cost_few_queries(office):
    def queries() -> int:
        with CaptureQueriesContext(connection) as told:
            rolls_up(office)
        return len(told)

    imports(office, office.cast.bureau)
    queries()
    imports(office, bureau(office, "云溪市零局"))
    few = queries()
    for number in range(12):
        imports(office, bureau(office, f"云溪市第{number}局"))
    assert queries() <= few + 2


# --- a whole season, page by page ------------------------------------------------------------


def test_ten_offices_of_which_three_send_files_and_one_has_to_mend_its_own(office, desk, client):
    """Seven run here, three send files; one file has an error, goes back, is mended, and the sum follows."""
    cast = office.cast
    Agency.objects.filter(pk__in=[cast.bureau.pk, cast.school.pk]).update(is_active=False)
    offices = [bureau(office, f"云溪市第{number}局") for number in range(10)]
    for number, agency in enumerate(offices[:7]):
        for day in range(number + 1):
            desk.receives(f"第{day}件", on=f"2024-03-{day + 1:02}", agency=agency)
    for agency in offices[:5]:
        actions.compute_report(agency, 2024, by=cast.root, at=JANUARY)
    files = [imports(office, agency) for agency in offices[7:9]]
    wrong = imports(office, offices[9], requests__results_total__total=17)
    for report in (*files, wrong):
        hands_in(office, report)
    mender = cast.nobody
    for role in (Role.DRAFTER, Role.CHECKER, Role.DISCLOSURE_OFFICE):
        Membership.objects.create(person=mender, agency=offices[9], role=role)

    client.force_login(cast.inspector)
    season = client.get("/staff/reports/season/2024/").content.decode()
    row = season.partition("云溪市第9局<")[2].partition("</tr>")[0]
    back = reverse("staff_reports:return", args=[wrong.pk])
    assert "yg-badge--error" in row
    assert back in row
    form = client.get(back).content.decode()
    finding = wrong.hand_ins.get().check_result().findings[0]
    assert identity(finding) in form
    wrong.refresh_from_db()
    posted = {"version": wrong.version, "reason": "总计应为 16", "findings": [identity(finding)]}
    assert client.post(back, posted).status_code == 302
    assert "已退回" in client.get("/staff/reports/season/2024/?stand=returned").content.decode()

    client.force_login(mender)
    page = reverse("staff_reports:report", args=[wrong.pk])
    assert "总计应为 16" in client.get(page).content.decode()
    seen = '{"value": 17, "state": "printed"}'
    cell = reverse("staff_reports:cell", args=[wrong.pk, TOTAL])
    mended = {"text": "16", "reason": "原表加错", "seen": seen, "correct": "1"}
    assert client.post(cell, mended).status_code == 302
    for name in ("review", "hand-in"):
        wrong.refresh_from_db()
        url = reverse(f"staff_reports:{name}", args=[wrong.pk])
        assert client.post(url, {"version": wrong.version}).status_code == 302, name

    client.force_login(cast.inspector)
    url = f"/staff/reports/roll-up/?agency={cast.city.pk}&year=2024"
    planned = client.get(url).content.decode()
    for label in ("报送的报告", "据案件计算的报告", "汇总时据案件计算"):
        assert label in planned
    done = client.post("/staff/reports/roll-up/", {"agency": cast.city.pk, "year": 2024})
    assert done.status_code == 302
    report = Report.objects.get(agency=cast.city)
    read = in_force(report)
    assert read.cells[NEW].value == sum(range(1, 8)) + 3 * 15
    assert read.cells["requests.granted.total"].value == 3 * 12
    assert done["Location"] == reverse("staff_reports:parts", args=[report.pk])
    parts = client.get(done["Location"]).content.decode()
    assert "云溪市第9局" in parts
    assert "第2次报送" in parts
    traced = client.get(reverse("staff_reports:part-of", args=[report.pk, NEW])).content.decode()
    assert traced.partition("rp-season")[2].count('<th scope="row">') == 10
    assert "报送的报告" in traced
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{done['Location']}?export=xlsx").content)).active
    rows = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows["云溪市第6局"][1] == "汇总时据案件计算"
    assert rows["云溪市第6局"][4] == 7
    again = client.post("/staff/reports/roll-up/", {"agency": cast.city.pk, "year": 2024})
    assert again.status_code == 409
    assert "完全相同" in again.content.decode()
    cell_page = client.get(reverse("staff_reports:cell", args=[report.pk, NEW])).content.decode()
    assert "查看构成这个数的机关" in cell_page


def test_the_pages_of_a_sum_cost_the_same_for_many_agencies(office, client):
    client.force_login(office.cast.inspector)
    imports(office, office.cast.bureau)
    report = rolls_up(office).report
    urls = [
        reverse("staff_reports:parts", args=[report.pk]),
        reverse("staff_reports:part-of", args=[report.pk, NEW]),
    ]

    def queries() -> list[int]:
        counts = []
        for url in urls:
            with CaptureQueriesContext(connection) as told:
                assert client.get(url).status_code == 200
            counts.append(len(told))
        return counts

    queries()
    few = queries()
    for number in range(12):
        imports(office, bureau(office, f"云溪市第{number}局"))
    rolls_up(office)
    assert queries() == few


@pytest.mark.parametrize("number", [5, 50])
def test_counting_many_agencies_now_asks_the_same_questions(office, desk, django_assert_num_queries, number):
    """One question a table and what it is made of: three registers, requests thrice, remedies twice, fees twice."""
    agencies = [bureau(office, f"云溪市第{one}局") for one in range(number)]
    for one, agency in enumerate(agencies[:3], start=1):
        for day in range(one):
            desk.receives(f"第{day}件", on=f"2024-03-{day + 1:02}", agency=agency)
    parts = [Gathered(agency, PartSource.COUNTED, format="2021") for agency in agencies]
    with django_assert_num_queries(3 + 3 + 2 + 2):
        fill(parts, 2024)
    assert [part.figures["values"].get(NEW, 0) for part in parts] == [1, 2, 3, *[0] * (number - 3)]
    assert all(part.figures["states"] == {} for part in parts)


def test_each_agency_gives_what_it_would_give_counted_alone(office, desk):
    cast = office.cast
    for agency, outcome in ((cast.bureau, "provide"), (cast.school, "petition")):
        case = desk.receives(on="2024-03-04", agency=agency)
        desk.does(case, "answer", on="2024-03-20", by="root", outcome=outcome, how="附后", reasons="x")
        enters(desk, "review", on="2024-04-08", request=case, agency=agency, by="root")
    Case.objects.filter(agency=cast.school).update(received_on="2019-03-04", closed_on=None)
    for year in (2019, 2024):
        form = format_for_year(year)
        together = [cast.bureau.pk, cast.school.pk, cast.elsewhere.pk]
        each = count_each(together, year, form)
        assert each == {pk: count_all([pk], year, form) for pk in together}
        whole = count_all(together, year, form)
        assert {path: sum(each[pk][path] for pk in together) for path in whole if "amount" not in path} == {
            path: value for path, value in whole.items() if "amount" not in path
        }


# --- choosing who takes part -----------------------------------------------------------------


@pytest.fixture
def three(office):
    """Two that gave something, and the bureau and the school of the cast that gave nothing."""
    first, second = bureau(office, "云溪市甲局"), bureau(office, "云溪市乙局")
    for agency in (first, second):
        imports(office, agency)
    return first, second


def test_who_was_not_chosen_is_named_and_so_is_who_has_nothing(office, three):
    first, _second = three
    with pytest.raises(Refused, match="写明为什么不计入"):
        rolls_up(office, among=[first])
    edition = rolls_up(office, among=[first], note="乙局的数有误，正在核对")
    assert sources(edition) == {
        "云溪市甲局": "file",
        "云溪市乙局": "left_out",
        "云溪市信访局": "nothing",
        "云溪市教育局": "nothing",
    }
    assert edition.read().cells[NEW].value == 15
    assert actions.left_out_names(edition.report) == ["云溪市乙局"]
    assert set(actions.missing_names(edition.report)) == {"云溪市信访局", "云溪市教育局"}
    part = RollUpPart.objects.get(edition=edition, source="left_out")
    assert set(chosen(part).values()) == {None}
    assert not given(part, NEW).is_known
    with pytest.raises(Conflict):
        rolls_up(office, among=[first], note="x")
    assert rolls_up(office).read().cells[NEW].value == 30


def test_leaving_out_a_countys_report_lets_its_departments_in(office):
    county = bureau(office, "东县人民政府", kind="government")
    below = bureau(office, "东县教育局", parent=county)
    imports(office, county, requests__new_received__total=99)
    imports(office, below)
    without = plan(office.cast.city, 2024, without=[county.pk])
    assert [part.agency.name for part in without.given] == ["东县教育局"]
    assert [part.agency.name for part in without.left_out] == ["东县人民政府"]
    assert not without.inside
    edition = rolls_up(office, among=[below], note="县政府的报告退回了")
    assert edition.read().cells[NEW].value == 15


def test_the_page_to_choose(office, client, three, monkeypatch):
    first, second = three
    monkeypatch.setattr("yangguang.reports.staff.rolling_up.A_PAGE", 2)
    client.force_login(office.cast.inspector)
    city = office.cast.city
    url = f"/staff/reports/roll-up/?agency={city.pk}&year=2024"
    page = client.get(url).content.decode()
    assert "云溪市信访局" in page
    assert f'name="out" value="{first.pk}"' not in page, "the second page has it"
    page = client.get(f"{url}&page=2&out={second.pk}").content.decode()
    assert f'name="out" value="{second.pk}" form="roll-up" checked' in page
    assert f'name="out" value="{first.pk}" form="roll-up">' in page
    sent = {"agency": city.pk, "year": 2024, "out": [second.pk]}
    # seen on another page the choice is carried along, and looking changes nothing
    preview = client.post("/staff/reports/roll-up/?page=1", {**sent, "preview": "1"})
    assert f'<input type="hidden" name="out" value="{second.pk}">' in preview.content.decode()
    assert f"out={second.pk}" in preview.content.decode()
    assert not Report.objects.filter(agency=city).exists()
    refused = client.post("/staff/reports/roll-up/", sent)
    assert (refused.status_code, "写明为什么不计入" in refused.content.decode()) == (422, True)
    done = client.post("/staff/reports/roll-up/", {**sent, "note": "数有误"})
    assert done.status_code == 302
    parts = client.get(done["Location"]).content.decode()
    assert "未列入汇总的机关 1 个" in parts
    assert "数有误" in parts
    traced = client.get(reverse("staff_reports:part-of", args=[Report.objects.get(agency=city).pk, NEW]))
    assert "未列入汇总的机关 1 个" in traced.content.decode()


def test_who_is_no_agency_below_cannot_be_left_out(office, client, three):
    client.force_login(office.cast.inspector)
    city, strange = office.cast.city, office.cast.elsewhere
    sent = {"agency": city.pk, "year": 2024, "out": [strange.pk, city.pk, "x", "9" * 40]}
    assert client.post("/staff/reports/roll-up/", sent).status_code == 302
    report = Report.objects.get(agency=city)
    assert actions.left_out_names(report) == []
    assert in_force(report).cells[NEW].value == 30


def test_choosing_costs_no_more_for_many(office, client):
    client.force_login(office.cast.inspector)
    imports(office, office.cast.bureau)
    url = f"/staff/reports/roll-up/?agency={office.cast.city.pk}&year=2024"

    def queries() -> int:
        with CaptureQueriesContext(connection) as told:
            assert client.get(url).status_code == 200
        return len(told)

    queries()
    few = queries()
    for number in range(12):
        imports(office, bureau(office, f"云溪市第{number}局"))
    assert queries() == few


# --- bodies that come and go -----------------------------------------------------------------


def test_a_body_merged_into_another_in_mid_year_keeps_what_it_did(office, desk):
    """Counted by hand: three requests of the old body until June, two of the new one after it."""
    old, new = bureau(office, "云溪市旧规划局"), bureau(office, "云溪市自然资源局")
    for day in ("2024-03-04", "2024-04-08", "2024-05-06"):
        desk.receives(on=day, agency=old)
    for day in ("2024-08-05", "2024-09-02"):
        desk.receives(on=day, agency=new)
    Agency.objects.filter(pk=old.pk).update(is_active=False)
    edition = rolls_up(office)
    assert edition.read().cells[NEW].value == 5
    assert sources(edition)["云溪市旧规划局"] == "counted"
    # what it left open still counts the year after; nothing of it is asked for before it existed, and nobody misses it
    assert "云溪市旧规划局" in {part.agency.name for part in plan(office.cast.city, 2025).given}
    assert "云溪市旧规划局" not in {part.agency.name for part in plan(office.cast.city, 2023).parts}


def test_a_dissolved_body_counts_by_its_report_and_without_one_is_not_missed(office):
    filed, gone = bureau(office, "云溪市甲局"), bureau(office, "云溪市丙局")
    imports(office, filed)
    Agency.objects.filter(pk__in=[filed.pk, gone.pk]).update(is_active=False)
    found = sources(rolls_up(office))
    assert (found["云溪市甲局"], "云溪市丙局" in found) == ("file", False)


def test_who_handles_only_petitions_here_has_no_report_here(office, desk):
    imports(office, office.cast.bureau)
    case = desk.receives(on="2024-03-04", agency=office.cast.school)
    Case.objects.filter(pk=case.pk).update(procedure_id="petition")
    assert sources(rolls_up(office))["云溪市教育局"] == "nothing"


@pytest.mark.parametrize(
    ("since", "came", "source"),
    [
        ("2025-01-02", "2025-03-04", "nothing"),
        ("2024-12-31", "2025-03-04", "counted"),
        ("2025-01-02", "2024-12-31", "counted"),
        (None, "2025-03-04", "counted"),
    ],
)
def test_the_year_of_who_came_to_the_platform_later_is_missing_and_not_nought(
    office, desk, since, came, source
):
    imports(office, office.cast.bureau)
    RequestSettings.objects.create(agency=office.cast.school, kept_here_since=since)
    desk.receives(on=came, agency=office.cast.school)
    assert sources(rolls_up(office))["云溪市教育局"] == source


def test_an_inner_body_that_reports_itself_is_a_part_beside_its_department(office, desk):
    """行政机关的下属单位自行编报的，与主管部门各计各的；主管部门的报告不因此包含它。"""
    center = bureau(office, "云溪市信访接待中心", parent=office.cast.bureau)
    desk.receives(on="2024-03-04", agency=office.cast.bureau)
    desk.receives(on="2024-03-05", agency=center)
    desk.receives(on="2024-03-06", agency=center)
    actions.compute_report(office.cast.bureau, 2024, by=office.cast.root, at=JANUARY)
    assert rolls_up(office).read().cells[NEW].value == 3
    # the department may also add up what is below it; then it holds the center
    actions.roll_up(office.cast.bureau, 2024, by=office.cast.root, at=JANUARY)
    planned = plan(office.cast.city, 2024)
    assert [(item.agency, item.holder) for item in planned.inside] == [(center, office.cast.bureau)]
    assert rolls_up(office).read().cells[NEW].value == 3
