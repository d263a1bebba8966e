"""A server with another identity key is noticed before it seals what nobody else can open."""

from __future__ import annotations

from io import StringIO

import pytest
from click.testing import CliRunner
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.utils import timezone

from yangguang.cases import sealing_keys
from yangguang.cases.models import SealingKey
from yangguang.cases.sealing_keys import check_keys, fingerprint
from yangguang.cli import serve
from yangguang.requests.models import InformationRequest
from yangguang.web import serving, workers
from yangguang.web.preparing import Unfit

pytestmark = pytest.mark.django_db
OLD, NEW, OTHER = (Fernet.generate_key().decode() for _key in range(3))


@pytest.fixture
def node(settings):
    """A server that starts with these keys."""

    def start(*keys: str) -> None:
        settings.IDENTITY_KEYS = list(keys)
        check_keys()

    return start


def known() -> set[str]:
    return set(SealingKey.objects.values_list("fingerprint", flat=True))


def test_the_first_server_enters_its_key_and_the_key_itself_is_nowhere(node):
    node(OLD)
    node(OLD)
    assert known() == {fingerprint(OLD)}
    assert OLD not in str(SealingKey.objects.values_list())
    assert fingerprint(OLD) != fingerprint(NEW)


def test_a_server_with_another_key_is_refused_and_enters_nothing(node):
    node(OLD)
    with pytest.raises(Unfit, match=fingerprint(OLD)) as refused:
        node(OTHER)
    assert OTHER not in str(refused.value)
    assert known() == {fingerprint(OLD)}


def test_keys_are_changed_without_closing(node, desk):
    node(OLD)
    case = desk.receives(on="2024-03-04")
    node(OLD, NEW)  # every server learns to open
    assert known() == {fingerprint(OLD)}
    node(NEW, OLD)  # and then to seal
    assert known() == {fingerprint(OLD), fingerprint(NEW)}
    with pytest.raises(Unfit):
        node(OLD)  # a server that was forgotten
    with pytest.raises(Unfit):
        node(NEW)  # and one that drops the old key too early
    node(NEW, OLD)
    out = StringIO()
    call_command("reseal", stdout=out)
    assert "不再需要的旧密钥：1 把" in out.getvalue()
    node(NEW)
    assert known() == {fingerprint(NEW)}
    own = InformationRequest.objects.get(case=case)
    assert own.identity_number == "11010519491231002X"
    with pytest.raises(Unfit):
        node(OLD)


def test_an_older_installation_takes_only_a_key_that_opens_what_it_has(node, settings, desk):
    right = settings.IDENTITY_KEYS
    desk.receives(on="2024-03-04")
    with pytest.raises(Unfit, match="不能解密"):
        node(OTHER)
    assert not known()
    node(*right)
    assert known() == {fingerprint(right[0])}


def test_of_two_servers_on_an_empty_table_the_second_is_refused(node, monkeypatch):
    """The other one enters its key between this one's look and its own entry."""
    monkeypatch.setattr(
        sealing_keys,
        "_refuse_unreadable",
        lambda: SealingKey.objects.create(number=1, fingerprint=fingerprint(OTHER)),
    )
    with pytest.raises(Unfit):
        node(OLD)


def test_an_unfit_server_says_so_everywhere(node, client, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    workers.beat("w", timezone.now())
    node(OLD)
    assert client.get("/health/ready").status_code == 200
    settings.IDENTITY_KEYS = [OTHER]
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["identity_keys"]) == (503, False)
    for command in ("worker", "reseal"):
        with pytest.raises(CommandError, match="密钥与数据库不符"):
            call_command(command)
    opened: list[object] = []
    monkeypatch.setattr(serving, "serve", lambda *args, **kwargs: opened.append(args))
    refused = CliRunner().invoke(serve.command, ["--no-prepare"])
    assert refused.exit_code == 1
    assert "密钥与数据库不符" in refused.output
    assert not opened
