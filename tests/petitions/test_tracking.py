"""What the petitioner sees with number and code; and how one code opens a request and what became of it."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from support_letters import words_of
from support_petitions import ACCUSATION, DISGUISED, MATTER, PETITIONER

from yangguang.letters.models import DeliveryResult
from yangguang.requests import codes

pytestmark = pytest.mark.django_db
CODE = "7KQ2M-XW9PA"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def look(client, number, code):
    return client.post(reverse("requests:track"), {"number": number, "code": code})


def test_number_and_code_open_the_petition(desk, client):
    case = desk.registers(on="2024-12-16")
    answer = look(client, case.number, desk.codes[case.number])
    assert answer["Location"] == reverse("petitions:tracked")
    said = client.get(reverse("petitions:tracked")).content.decode()
    assert case.number in said
    assert MATTER in said
    assert "2024-12-31" in said
    for secret in (PETITIONER["name"], PETITIONER["phone"], PETITIONER["identity_number"]):
        assert secret not in said
    # pages of a request lead back to the petition
    assert client.get(reverse("requests:tracked"))["Location"] == reverse("petitions:tracked")


def test_a_wrong_code_or_another_cases_opens_nothing(desk, client):
    case, other = desk.registers(on="2024-12-16"), desk.registers(on="2024-12-16")
    for code in ("22222-22222", desk.codes[other.number]):
        assert look(client, case.number, code).status_code == 422
    assert client.get(reverse("petitions:tracked"))["Location"] == reverse("requests:track")


def test_the_petitioner_fetches_letters_and_that_is_service(desk, letters, client):
    case = desk.registers(on="2024-12-16", channel="online")
    letter = letters.sends(case, "accept", on="2024-12-18", way="本机关调查核实后出具处理意见书。")
    look(client, case.number, desk.codes[case.number])
    said = client.get(reverse("petitions:tracked")).content.decode()
    url = reverse("petitions:letter", args=[letter.pk])
    assert url in said
    text = words_of(client.get(url).content)
    assert "至2025年2月16日止" in text
    assert "《信访工作条例》第二十三条" in text
    assert letter.deliveries.get().result == DeliveryResult.DELIVERED
    other = desk.registers(on="2024-12-16")
    look(client, other.number, desk.codes[other.number])
    assert client.get(url).status_code == 404


def test_of_an_accusation_the_page_does_not_show_what_it_says(desk, client):
    case = desk.registers(on="2024-12-16", **ACCUSATION)
    desk.does(case, "admit", on="2024-12-17", person=str(desk.cast.checker.pk), reason="核稿")
    look(client, case.number, desk.codes[case.number])
    said = client.get(reverse("petitions:tracked")).content.decode()
    assert "检举控告事项" in said
    for hidden in ("收费", "教育局", "核稿"):
        assert hidden not in said


def test_letters_to_other_bodies_are_not_the_petitioners(desk, letters, client):
    case = desk.registers(on="2024-12-16")
    letter = letters.sends(case, "forward", on="2024-12-18", to_body="云溪市人社局", mode="forward")
    look(client, case.number, desk.codes[case.number])
    assert client.get(reverse("petitions:letter", args=[letter.pk])).status_code == 404


# --- one code, two cases -------------------------------------------------------------------------


def test_the_code_of_the_request_opens_the_petition_and_one_goes_over(desk, client):
    request = desk.receives(DISGUISED, on="2024-12-16", code_hash=codes.hashed(CODE))
    petition = desk.converts(request, on="2024-12-20")
    assert look(client, petition.number, CODE)["Location"] == reverse("petitions:tracked")
    assert look(client, request.number, CODE)["Location"] == reverse("requests:tracked")
    said = client.get(reverse("requests:tracked")).content.decode()
    assert petition.number in said
    over = reverse("requests:open_linked", args=[petition.pk])
    assert over in said
    assert client.post(over)["Location"] == reverse("petitions:tracked")
    said = client.get(reverse("petitions:tracked")).content.decode()
    assert request.number in said
    back = reverse("requests:open_linked", args=[request.pk])
    assert client.post(back)["Location"] == reverse("requests:tracked")


def test_going_over_needs_an_opened_case_the_link_and_the_code(desk, client):
    request = desk.receives(DISGUISED, on="2024-12-16", code_hash=codes.hashed(CODE))
    petition, other = desk.converts(request, on="2024-12-20"), desk.registers(on="2024-12-16")
    over = reverse("requests:open_linked", args=[petition.pk])
    assert client.post(over)["Location"] == reverse("requests:track")
    assert client.get(over).status_code == 405
    look(client, request.number, CODE)
    assert client.post(reverse("requests:open_linked", args=[other.pk]))["Location"] == reverse(
        "requests:tracked"
    )
    petition.petition.code_hash = codes.hashed("AAAAA-AAAAA")
    petition.petition.save()
    assert client.post(over)["Location"] == reverse("requests:tracked")
