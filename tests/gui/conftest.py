"""Settings that are put back after every test."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication


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
    """Register the algorithms, where no other tests of this process have."""
    from segregation_plugin.processing_provider.provider import PROVIDER_ID, SegregationProvider

    registry = QgsApplication.processingRegistry()
    if registry.providerById(PROVIDER_ID) is None:
        registry.addProvider(SegregationProvider())
    return registry.providerById(PROVIDER_ID)
