"""Settings that are put back after every test, and layers that the panel hears of at once."""

from __future__ import annotations

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QObject

from tests.support import registered_provider


@pytest.fixture(autouse=True)
def own_settings(qgis_app, tmp_path):  # noqa: ARG001 - QGIS has to run
    from segregation_plugin import settings

    settings.CACHE_FOLDER.value = str(tmp_path / "kept")
    yield
    for setting in vars(settings).values():
        if isinstance(setting, settings.Setting):
            setting.value = setting.default


@pytest.fixture(autouse=True)
def told_of_layers(qgis_app):  # noqa: ARG001 - QGIS has to run
    """Let the panel hear of added layers before the test goes on; it is told of many at once, a moment later."""

    def deliver(*_):
        QgsApplication.processEvents()

    connection = QgsProject.instance().legendLayersAdded.connect(deliver)
    yield
    QObject.disconnect(connection)


@pytest.fixture(scope="session")
def provider(qgis_app, qgis_processing):  # noqa: ARG001 - QGIS and its Processing have to run
    return registered_provider()
