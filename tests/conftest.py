"""What all tests share: the folders of real and reference data, and the plugin's provider."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Examples that start GEOS or share a fixture are slow by nature, and slower on a busy machine.
settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("patient")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT))


def _shared(folder: str) -> Path:
    path = SHARED / folder
    if not path.is_dir():
        pytest.skip(f"the folder {folder}/ with shared data is not beside the checkout")
    return path


@pytest.fixture(scope="session")
def shared_data():
    return _shared("data")


@pytest.fixture(scope="session")
def shared_reference():
    return _shared("reference")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item):
    """Let go of a test's layers before QGIS ends: pytest keeps those of the last test, and they would outlive it."""
    if hasattr(item, "funcargs"):
        item.funcargs.clear()
