"""王小明 asks for the budget of his road: on a phone, and on an old machine without script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import files
import pytest
from support_office import make_cast
from walking import fits

from yangguang.cases.models import Case
from yangguang.requests.models import RequestSettings

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["script", "no script"])
def page(request: Any, browse: Callable[..., Any]) -> Any:
    """A phone in front of the bureau that takes requests."""
    RequestSettings.objects.create(agency=make_cast().bureau)
    return browse(width=390, script=request.param == "script")


def test_from_the_front_door_to_the_receipt_and_back(page: Any, tmp_path: Path) -> None:
    proof = tmp_path / "身份证.png"
    proof.write_bytes(files.picture())

    page.goto("/")
    page.click("main a:has-text('申请公开政府信息')")
    page.click("button:has-text('向它申请')")

    page.click("button:has-text('下一步')")  # he is told what is missing, and led there
    page.click(".rq-errors a:has-text('所需信息的内容')")
    assert page.url.endswith("#id_info_description")
    page.fill("#id_info_description", "云溪路 2023 年改造工程的预算")
    page.check("input[value=electronic]")
    page.check("input[value=online]")
    assert fits(page)
    page.click("button:has-text('下一步：申请人')")

    page.check("input[value=natural_person]")
    assert page.locator("#id_representative").is_hidden()
    page.check("input[value=business]")
    assert page.locator("#id_representative").is_visible()
    page.check("input[value=natural_person]")
    page.fill("#id_name", "王小明")
    page.select_option("#id_identity_kind", "id_card")
    page.fill("#id_identity_number", "11010519491231002X")
    page.fill("#id_phone", "13800005678")
    page.set_input_files("#id_identity_proofs", str(proof))
    assert fits(page)
    page.press("#id_phone", "Enter")  # leads on, as the large button does

    assert "110***********002X" in page.inner_text("main")
    assert fits(page)
    page.check("#id_confirmed")
    page.click("button:has-text('提交申请')")

    number, code = page.locator(".rq-code").all_inner_texts()
    assert Case.objects.get().number == number
    assert fits(page)
    page.click("summary:has-text('逐日说明')")
    assert page.locator(".rq-days tbody tr").count() >= 20
    assert fits(page)

    page.click("a:has-text('查询办理进度')")
    page.fill("#id_number", number)
    page.fill("#id_code", "AAAAA-AAAAA")
    page.click("main button:has-text('查询')")
    assert "编号或查询码不对" in page.inner_text("[role=alert]")
    page.fill("#id_code", code.lower())
    page.click("main button:has-text('查询')")
    assert "办理中" in page.inner_text("main")
    assert code not in page.url
    assert fits(page)

    page.click("a:has-text('撤回申请')")
    page.click("button:has-text('确认撤回')")
    assert "申请人撤回申请" in page.inner_text(".yg-timeline")
    assert Case.objects.get().outcome_id == "withdrawn"
