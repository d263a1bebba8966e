"""The pages of importing."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yangguang.offices.models import Agency
from yangguang.reports.models import ImportBatch, ImportItem, ItemState, Report

pytestmark = pytest.mark.django_db
URL = "/staff/reports/import/"


def body_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def send(client, django_capture_on_commit_callbacks):
    """Post, and let the background do what was asked of it."""

    def post(url: str, data: dict | None = None, **more):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(url, data or {}, **more)

    return post


def files(office, *years: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{year}.json", office.bytes_of(year=year)) for year in years]


def test_many_files_are_handed_in_with_a_plain_form(office, client, send) -> None:
    client.force_login(office.cast.drafter)
    answer = send(URL, {"files": files(office, 2022, 2024)})
    batch = ImportBatch.objects.get()
    assert answer["Location"] == reverse("staff_reports:batch", args=[batch.pk])
    body = body_of(client.get(answer["Location"]))
    assert body.count('class="rp-item rp-item--read"') == 2
    assert "归档 2 份" in body
    send(reverse("staff_reports:file-all", args=[batch.pk]))
    body = body_of(client.get(answer["Location"]))
    assert body.count('class="rp-item rp-item--filed"') == 2
    assert {report.year for report in Report.objects.all()} == {2022, 2024}


def test_the_script_opens_a_batch_and_sends_files_one_by_one(office, client, send) -> None:
    client.force_login(office.cast.drafter)
    opened = send(URL + "new/").json()
    for file in files(office, 2022, 2024):
        assert send(opened["add"], {"files": [file]}).json() == {"ok": True}
    assert [item.year for item in ImportItem.objects.all()] == [2022, 2024]
    assert opened["batch"] == reverse("staff_reports:batch", args=[ImportBatch.objects.get().pk])


def test_no_file_is_said_so(office, client, send) -> None:
    client.force_login(office.cast.drafter)
    answer = send(URL)
    assert answer.status_code == 422
    assert not ImportBatch.objects.exists()


def test_an_empty_file_is_told_by_the_reader(office, client, send) -> None:
    client.force_login(office.cast.drafter)
    answer = send(URL, {"files": [SimpleUploadedFile("空.docx", b"")]})
    body = body_of(client.get(answer["Location"]))
    assert "不能识读" in body
    assert "文件是空的" in body


def test_a_report_that_names_neither_body_nor_year_is_said_to(office, client, send) -> None:
    client.force_login(office.cast.drafter)
    data = json.loads(office.bytes_of()) | {"agency": "", "year": None}
    nameless = SimpleUploadedFile("无名.json", json.dumps(data).encode())
    answer = send(URL, {"files": [nameless]})
    assert "机关不明 · 年度不明" in body_of(client.get(answer["Location"]))


def test_who_may_not_import_sees_no_form_and_is_refused(office, client, send) -> None:
    client.force_login(office.cast.signer)
    assert 'type="file"' not in body_of(client.get(URL))
    answer = send(URL, {"files": files(office, 2024)})
    assert answer.status_code == 422
    assert "没有导入年度报告的权限" in body_of(answer)
    assert send(URL + "new/").status_code == 403
    assert not ImportBatch.objects.exists()


def test_the_part_that_refreshes_is_the_part_the_page_shows(office, client, send) -> None:
    client.force_login(office.cast.drafter)
    where = send(URL, {"files": files(office, 2024)})["Location"]
    part = re.sub(r"\s+", "", body_of(client.get(where + "progress/")))
    part = re.sub(r'name="csrfmiddlewaretoken"value="[^"]*"', "", part)
    page = re.sub(r"\s+", "", body_of(client.get(where)))
    page = re.sub(r'name="csrfmiddlewaretoken"value="[^"]*"', "", page)
    assert part in page


def test_a_waiting_batch_asks_for_the_background_process(office, client) -> None:
    client.force_login(office.cast.drafter)
    client.post(URL, {"files": files(office, 2024)})  # nobody reads it
    body = body_of(client.get(reverse("staff_reports:batch", args=[ImportBatch.objects.get().pk])))
    assert "data-running" in body
    assert "正在识读：0 / 1" in body
    assert "后台进程没有运行" in body


def item_url() -> str:
    return reverse("staff_reports:item", args=[ImportItem.objects.get().pk])


def test_a_wrong_guess_is_put_right_on_the_page_and_filed(office, client, send) -> None:
    client.force_login(office.cast.drafter)
    data = office.bytes_of(agency="某某办", year=2023)
    send(URL, {"files": [SimpleUploadedFile("a.json", data)]})
    assert "没有对应到已有机关" in body_of(client.get(item_url()))
    wrong = send(item_url(), {"place": "1", "agency": office.cast.school.pk, "year": 2024})
    assert wrong.status_code == 422  # not an office for which the drafter may hand in
    send(item_url(), {"place": "1", "agency": office.cast.bureau.pk, "year": 2024})
    answer = send(item_url(), {"file": "1", "note": ""})
    report = Report.objects.get()
    assert answer["Location"] == reverse("staff_reports:report", args=[report.pk])
    assert (report.agency, report.year) == (office.cast.bureau, 2024)


def test_filed_one_of_several_the_clerk_goes_on_with_the_next(office, client, send) -> None:
    client.force_login(office.cast.drafter)
    batch = send(URL, {"files": files(office, 2022, 2024)})["Location"]
    first, second = ImportItem.objects.order_by("pk")
    answer = send(reverse("staff_reports:item", args=[first.pk]), {"file": "1", "note": ""})
    assert answer["Location"] == batch
    report = reverse("staff_reports:report", args=[Report.objects.get().pk])
    body = body_of(client.get(batch))
    assert "“2022.json”已归档为第 1 版。" in body
    assert f'href="{report}"' in body
    answer = send(reverse("staff_reports:item", args=[second.pk]), {"file": "1", "note": ""})
    assert answer["Location"] == reverse("staff_reports:report", args=[Report.objects.get(year=2024).pk])


def test_a_new_agency_is_made_when_the_inspector_confirms_it(office, client, send) -> None:
    client.force_login(office.cast.inspector)
    data = office.bytes_of(agency="云溪市档案局", year=2024)
    send(URL, {"files": [SimpleUploadedFile("a.json", data)]})
    page = body_of(client.get(item_url()))
    assert 'value="云溪市档案局"' in page
    given = {"name": "云溪市档案局", "parent": office.cast.city.pk, "level": "city", "kind": "department"}
    send(item_url(), {"new": "1", **given})
    assert Agency.objects.get(name="云溪市档案局").parent == office.cast.city
    assert ImportItem.objects.get().agency.name == "云溪市档案局"


def test_filing_onto_a_public_report_asks_why_and_keeps_the_words(office, client, send) -> None:
    report = office.imports(year=2024)
    Report.objects.filter(pk=report.pk).update(state="published")
    client.force_login(office.cast.drafter)
    data = office.bytes_of(year=2024, figures={"requests.granted.business": 4})
    send(URL, {"files": [SimpleUploadedFile("a.json", data)]})
    answer = send(item_url(), {"file": "1", "note": " "})
    assert answer.status_code == 422
    assert "请写明为什么要更正" in body_of(answer)
    send(item_url(), {"file": "1", "note": "漏计一件"})
    assert Report.objects.get().editions.count() == 2


def test_a_file_is_let_go(office, client, send) -> None:
    client.force_login(office.cast.drafter)
    send(URL, {"files": files(office, 2024)})
    send(item_url(), {"discard": "1"})
    assert ImportItem.objects.get().state == ItemState.DISCARDED
    assert "已放弃" in body_of(client.get(item_url()))


def test_an_unknown_button_does_nothing(office, client, send) -> None:
    client.force_login(office.cast.drafter)
    send(URL, {"files": files(office, 2024)})
    assert send(item_url(), {"nonsense": "1"}).status_code == 422
    assert ImportItem.objects.get().state == ItemState.READ


def test_a_refusal_while_filing_all_stays_with_its_file(office, client, send, monkeypatch) -> None:
    from yangguang.reports import tasks
    from yangguang.reports.refused import Refused

    client.force_login(office.cast.drafter)
    where = send(URL, {"files": files(office, 2022, 2024)})["Location"]
    real = tasks.file_item

    def sometimes(item, **known):
        if item.year == 2022:
            raise Refused("这一份不行{花括号}。")
        return real(item, **known)

    monkeypatch.setattr(tasks, "file_item", sometimes)
    send(where + "file/")
    body = body_of(client.get(where))
    assert "这一份不行{花括号}。" in body
    assert [item.state for item in ImportItem.objects.all()] == [ItemState.READ, ItemState.FILED]


def test_of_very_many_agencies_the_name_is_typed(office, client, send, monkeypatch) -> None:
    monkeypatch.setattr("yangguang.reports.forms.MOST_CHOICES", 1)
    client.force_login(office.cast.inspector)
    send(URL, {"files": [SimpleUploadedFile("a.json", office.bytes_of(agency="云溪市信访局"))]})
    assert 'name="agency" value="云溪市信访局"' in body_of(client.get(item_url()))
    answer = send(item_url(), {"place": "1", "agency": "云溪市不知什么局", "year": 2024})
    assert "没有找到这个机关，请填写全称。" in body_of(answer)
    assert 'value="云溪市不知什么局"' in body_of(answer)
    send(item_url(), {"place": "1", "agency": " 云溪市教育局 ", "year": 2024})
    assert ImportItem.objects.get().agency == office.cast.school
    Agency.objects.create(name="云溪市教育局", level="city", kind="department", parent=office.cast.bureau)
    answer = send(item_url(), {"place": "1", "agency": "云溪市教育局", "year": 2024})
    assert "有几个机关叫这个名称" in body_of(answer)


def test_what_a_breakdown_left_undone_is_asked_for_once_more(office, client, send) -> None:
    from datetime import timedelta

    client.force_login(office.cast.drafter)
    client.post(URL, {"files": files(office, 2022, 2024)})  # the background is down
    batch = ImportBatch.objects.get()
    where = reverse("staff_reports:batch", args=[batch.pk])
    assert "再试一次" not in body_of(client.get(where))
    ImportBatch.objects.update(created_at=batch.created_at - timedelta(minutes=5), filing=True)
    assert "再试一次" in body_of(client.get(where))
    send(where + "resume/")
    batch.refresh_from_db()
    assert batch.filing is False
    assert {report.year for report in Report.objects.all()} == {2022, 2024}
    send(where + "resume/")  # nothing is done twice
    assert Report.objects.count() == 2


def test_a_fault_while_filing_stops_neither_the_others_nor_the_next_try(
    office, client, send, monkeypatch
) -> None:
    from yangguang.reports import tasks

    client.force_login(office.cast.drafter)
    where = send(URL, {"files": files(office, 2022, 2024)})["Location"]
    real = tasks.file_item

    def sometimes(item, **known):
        if item.year == 2022:
            raise ZeroDivisionError
        return real(item, **known)

    monkeypatch.setattr(tasks, "file_item", sometimes)
    send(where + "file/")
    assert "归档时程序出错" in body_of(client.get(where))
    monkeypatch.setattr(tasks, "file_item", real)
    send(where + "file/")
    assert {report.year for report in Report.objects.all()} == {2022, 2024}
