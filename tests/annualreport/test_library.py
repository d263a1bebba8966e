"""The library by name: everything promised is there, and nothing is loaded before it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import yangguang.annualreport as library


@pytest.mark.parametrize("name", library.__all__)
def test_every_name_leads_to_its_thing(name):
    assert getattr(library, name).__name__ == name or callable(getattr(library, name))


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        _ = library.nothing


def test_the_package_alone_loads_nothing():
    script = (
        "import sys, yangguang.annualreport\n"
        "loaded = [name for name in sys.modules if name.startswith('yangguang.annualreport.')]\n"
        "assert loaded == [], loaded\n"
        "assert not {'docx', 'lxml', 'django'} & set(sys.modules)\n"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", script], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
