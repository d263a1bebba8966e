"""Who opens an agency's counter for requests."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from support_office import Cast, make_cast

from yangguang.ledger.models import Entry
from yangguang.requests.models import RequestSettings

pytestmark = pytest.mark.django_db
GIVEN = {"takes_online": "on", "confirms_automatically": "on", "many_per_month": "10", "office": "公开办"}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.mark.parametrize("who", ["administrator", "disclosure_office", "root"])
def test_who_may_sets_it_up(client, cast, who):
    client.force_login(cast.people[who])
    assert "云溪市信访局" in client.get("/staff/counters/").content.decode()
    assert client.post(f"/staff/counters/{cast.bureau.pk}/", GIVEN).status_code == 302
    kept = RequestSettings.objects.get()
    assert (kept.agency, kept.takes_online, kept.office) == (cast.bureau, True, "公开办")
    assert Entry.objects.order_by("-number").first().kind == "requests.settings_changed"


@pytest.mark.parametrize(
    ("who", "status"), [("drafter", 302), ("leader", 302), ("inspector", 302), ("stranger", 404)]
)
def test_to_others_it_is_closed(client, cast, who, status):
    client.force_login(cast.people[who])
    assert client.post(f"/staff/counters/{cast.bureau.pk}/", GIVEN).status_code == status
    assert not RequestSettings.objects.exists()


def test_a_number_beyond_bounds_is_refused(client, cast):
    client.force_login(cast.disclosure_office)
    answer = client.post(f"/staff/counters/{cast.bureau.pk}/", GIVEN | {"many_per_month": "0"})
    assert answer.status_code == 422
    assert not RequestSettings.objects.exists()


def test_a_new_counter_is_offered_today_as_its_first_day_and_keeps_what_is_chosen(client, cast):
    client.force_login(cast.disclosure_office)
    url = f"/staff/counters/{cast.bureau.pk}/"
    assert f'value="{timezone.localdate().isoformat()}"' in client.get(url).content.decode()
    client.post(url, GIVEN | {"kept_here_since": "2024-05-06"})
    assert RequestSettings.objects.get().kept_here_since == date(2024, 5, 6)
    assert 'value="2024-05-06"' in client.get(url).content.decode()
