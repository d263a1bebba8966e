"""The secret key: made once, kept, readable by its owner only."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from yangguang.settings.secret import secret_key


def test_it_is_made_on_the_first_start_and_kept(tmp_path):
    folder = tmp_path / "data"
    first = secret_key(folder)
    assert len(first) >= 50
    assert secret_key(folder) == first
    assert sorted(path.name for path in folder.iterdir()) == ["secret.key"]


def test_only_the_owner_may_read_it(tmp_path):
    folder = tmp_path / "data"
    secret_key(folder)
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_two_houses_have_two_keys(tmp_path):
    assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")


def test_who_starts_at_the_same_time_gets_the_same_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        for house in range(40):  # the gap between two threads is narrow: once would seldom meet it
            keys = set(pool.map(secret_key, [tmp_path / str(house)] * 8))
            assert len(keys) == 1


def test_a_damaged_key_stops_the_start(tmp_path):
    (tmp_path / "secret.key").write_text("short")
    with pytest.raises(ImproperlyConfigured, match="已损坏"):
        secret_key(tmp_path)


def test_a_folder_that_cannot_be_written_stops_the_start_with_advice(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="YANGGUANG_DATA"):
        secret_key(tmp_path / "file" / "data")
