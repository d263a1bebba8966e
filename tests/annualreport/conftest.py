"""What the tests of every room of the annual report share."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis.strategies import SearchStrategy

from yangguang.annualreport.model import AnnualReport

_spec = importlib.util.spec_from_file_location(
    "annualreport_strategies", Path(__file__).with_name("strategies.py")
)
assert _spec is not None
assert _spec.loader is not None
strategies = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(strategies)


@pytest.fixture(scope="session")
def any_report() -> Callable[..., SearchStrategy[AnnualReport]]:
    """Hypothesis strategy of arbitrary reports: ``data.draw(any_report())``, ``any_report(form=…)``."""
    return strategies.reports
