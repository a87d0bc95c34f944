"""The page in QGIS's options: shows what is set, stores on OK alone, counts and clears what is kept."""

from __future__ import annotations

import datetime

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from segregation_plugin import i18n, settings
from segregation_plugin.sources.scb.messages import Answer, Request

NEW = {
    settings.WFS_ADDRESS: "https://example.org/wfs",
    settings.PXWEB_ADDRESS: "https://example.org/api/",
    settings.TIMEOUT_S: 7,
    settings.CACHE_MB: 50,
    settings.CACHE_DAYS: 3,
    settings.LANGUAGE: "sv",
}


@pytest.fixture
def page(qgis_parent):
    from segregation_plugin.gui.settings_page import SettingsPageFactory

    page = SettingsPageFactory().createWidget(qgis_parent)
    yield page
    page.close()
    page.deleteLater()


def fill_in(page):
    for field, text in (
        (page.wfs_address, "https://example.org/wfs"),
        (page.pxweb_address, "https://example.org/api/"),
    ):
        field.clear()
        QTest.keyClicks(field, text)
    for field, number in ((page.timeout, 7), (page.cache_size, 50), (page.cache_days, 3)):
        field.selectAll()
        QTest.keyClicks(field, str(number))
    page.language.setCurrentIndex(page.language.findData("sv"))


def test_it_shows_the_defaults(page):
    assert page.wfs_address.text() == "https://geodata.scb.se/geoserver/stat/wfs"
    assert page.pxweb_address.text() == "https://statistikdatabasen.scb.se/api/v2/"
    assert (page.timeout.value(), page.cache_days.value()) == (60, 7)
    assert page.language.currentData() == "auto"


def test_nothing_is_stored_before_ok(page):
    fill_in(page)
    assert all(setting.value == setting.default for setting in NEW)
    page.apply()
    assert {setting: setting.value for setting in NEW} == NEW


def test_what_is_set_comes_back(page, qgis_parent):
    fill_in(page)
    page.apply()
    again = type(page)(qgis_parent)
    assert again.wfs_address.text() == "https://example.org/wfs"
    assert (again.timeout.value(), again.cache_size.value(), again.cache_days.value()) == (7, 50, 3)
    assert again.language.currentData() == "sv"
    again.deleteLater()


def test_an_address_that_is_cleared_is_the_default_again(page):
    settings.WFS_ADDRESS.value = "https://example.org/wfs"
    page.wfs_address.clear()
    page.apply()
    assert settings.WFS_ADDRESS.value == settings.WFS_ADDRESS.default
    assert not QgsSettings().contains(settings.WFS_ADDRESS.key)


def test_what_is_kept_is_counted_and_cleared(qgis_parent):
    from segregation_plugin.gui.settings_page import SettingsPage
    from segregation_plugin.processing_provider.scb_services import answer_cache

    then = datetime.datetime(2026, 11, 20, tzinfo=datetime.timezone.utc)
    for number in range(3):
        request = Request(f"https://example.org/{number}")
        answer_cache().put(request, Answer(200, "", b"x" * 400_000), then + datetime.timedelta(days=number))
    page = SettingsPage(qgis_parent)
    assert page.cache_contents.text() == "3 answers, 1.2 MB, from 2026-11-20 to 2026-11-22"
    QTest.mouseClick(page.clear_button, Qt.MouseButton.LeftButton)
    assert page.cache_contents.text() == "Nothing"
    assert not page.clear_button.isEnabled()
    assert answer_cache().contents().count == 0
    page.deleteLater()


@pytest.mark.parametrize("rubbish", ["many", "", "1e9", "NaN", 10**10, -1])
def test_rubbish_in_the_settings_is_the_default(rubbish):
    QgsSettings().setValue(settings.CACHE_DAYS.key, rubbish)
    assert settings.CACHE_DAYS.value == 7


@pytest.mark.parametrize(("chosen", "language"), [("sv", "sv"), ("en", "en"), ("klingon", None)])
def test_the_language_can_be_chosen(chosen, language):
    before = i18n.language()
    settings.LANGUAGE.value = chosen
    assert i18n.language() == (language or before)


def test_the_page_comes_and_goes_with_the_plugin(qgis_iface, monkeypatch):
    from segregation_plugin.plugin import SegregationPlugin

    pages = []
    monkeypatch.setattr(SegregationPlugin, "initProcessing", lambda _: None)  # other tests have the provider
    monkeypatch.setattr(qgis_iface, "registerOptionsWidgetFactory", pages.append, raising=False)
    monkeypatch.setattr(qgis_iface, "unregisterOptionsWidgetFactory", pages.remove, raising=False)
    plugin = SegregationPlugin(qgis_iface)
    for _ in range(2):
        plugin.initGui()
        assert [page.title() for page in pages] == ["Segregation"]
        plugin.unload()
        assert pages == []
