"""The provider, registered once for all tests of algorithms."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication


@pytest.fixture(scope="session", autouse=True)
def provider(qgis_app, qgis_processing):  # noqa: ARG001 - QGIS and its Processing have to run
    from segregation_plugin.processing_provider.provider import SegregationProvider

    provider = SegregationProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    provider.refreshAlgorithms()
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)
