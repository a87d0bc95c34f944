"""Settings that are put back after every test."""

from __future__ import annotations

import pytest

from tests.support import registered_provider


@pytest.fixture(autouse=True)
def own_settings(qgis_app, tmp_path):  # noqa: ARG001 - QGIS has to run
    from segregation_plugin import settings

    settings.CACHE_FOLDER.value = str(tmp_path / "kept")
    yield
    for setting in vars(settings).values():
        if isinstance(setting, settings.Setting):
            setting.value = setting.default


@pytest.fixture(scope="session")
def provider(qgis_app, qgis_processing):  # noqa: ARG001 - QGIS and its Processing have to run
    return registered_provider()
