"""Settings that are put back after every test."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def own_settings(qgis_app, tmp_path):  # noqa: ARG001 - QGIS has to run
    from segregation_plugin import settings

    settings.CACHE_FOLDER.value = str(tmp_path / "kept")
    yield
    for setting in vars(settings).values():
        if isinstance(setting, settings.Setting):
            setting.value = setting.default
