"""What a printed map says about its areas: where, of which years and division, by whom and since when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsCategorizedSymbolRenderer, QgsExpression
from qgis.PyQt.QtGui import QTextDocumentFragment

from ..core import schema
from ..core.area_types import CODES, PALETTES
from ..core.municipalities import COUNTIES, MUNICIPALITIES
from ..core.region_codes import DIVISIONS, county_code, municipality_code, normalise
from ..core.years import spans
from ..geometry.values import number, text
from .layout_words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qgis.core import QgsDateTimeRange, QgsMapLayer, QgsVectorLayer

_NAMED = 4
"""Kommuner in a subtitle; more are counted."""
_SCB = re.compile(r"(?:^Source: |, |^Källa: )(?:SCB|Statistics Sweden|Statistiska centralbyrån)(?:,|$)")
_RUN = re.compile(r" segregation:\w+ ")
_OTHER = re.compile(r"^Source: [^,]+, (?!updated |file |fetched )([^,]+), (?:updated|file|fetched) ")
_FETCHED = re.compile(r"\bfetched (\d{4}-\d{2}-\d{2})\b")


@dataclass(frozen=True)
class AreaFacts:
    """What stands in the fields and the metadata of an area layer."""

    layer: QgsVectorLayer
    years: Sequence[int]
    """All of the layer; empty where they are not known."""
    year: int | None
    """The one that is shown, where the layer shows one of several at a time."""
    divisions: Sequence[str]
    codes: Sequence[str]
    """Of the kommuner."""
    names: Sequence[str]

    @classmethod
    def of_layer(cls, layer: QgsVectorLayer, moment: QgsDateTimeRange | None = None) -> AreaFacts:
        """Read a layer.

        Args:
            layer: of areas.
            moment: what the map canvas shows, for a layer of several years; the newest year when None.
        """
        years = sorted(int(year) for year in map(number, _unique(layer, schema.INDEX_YEAR)) if year == year)  # noqa: PLR0124 - not NaN
        codes = {code for code in map(_municipality, _texts(layer, schema.MUNICIPALITY_CODE)) if code}
        codes = codes or {code for code in map(_municipality, _texts(layer, schema.REGION_CODE)) if code}
        names = _texts(layer, schema.MUNICIPALITY_NAME)
        if len(names) < len(codes):  # some rows have none
            names = sorted(MUNICIPALITIES[code] for code in codes if code in MUNICIPALITIES) or names
        return cls(
            layer,
            years,
            _shown_year(layer, years, moment),
            _texts(layer, schema.DIVISION),
            sorted(codes),
            names,
        )

    @property
    def type_field(self) -> str:
        """The field with the types that the layer is drawn by; the schema's where it is drawn by something else."""
        renderer = self.layer.renderer()
        if not isinstance(renderer, QgsCategorizedSymbolRenderer) or not any(
            number(category.value()) in CODES for category in renderer.categories()
        ):
            return schema.AREA_TYPE
        columns = QgsExpression(renderer.classAttribute()).referencedColumns()
        if self.layer.fields().lookupField(renderer.classAttribute()) >= 0:
            columns = {renderer.classAttribute()}
        return next(iter(columns)) if len(columns) == 1 else schema.AREA_TYPE

    @property
    def shows_several_years(self) -> bool:
        """Whether areas of several years are drawn over each other, which cannot be counted as areas."""
        return self.year is None and len(self.years) > 1

    def place(self, language: str) -> str:
        """Return where the areas are: kommuner by name, or län and country where there are many."""
        if len(self.codes) == len(MUNICIPALITIES):
            return say(language, "country")
        counties = {county_code(code) for code in self.codes} & COUNTIES.keys()
        if 0 < len(self.names) <= _NAMED:
            return listed(self.names, language)
        if len(counties) == 1:
            (county,) = counties
            whole = [code for code in MUNICIPALITIES if county_code(code) == county]
            if set(self.codes) == set(whole):
                return COUNTIES[county]
            return say(language, "in_county", county=COUNTIES[county], count=len(self.codes))
        if counties:
            return say(language, "in_counties", count=len(self.codes), counties=len(counties))
        return say(language, "areas", count=len(_texts(self.layer, schema.REGION_CODE)))

    def version(self, language: str) -> str:
        """Return division and years: ``RegSO 2025 · index 2024``."""
        return " · ".join(filter(None, (", ".join(self.divisions), self._index(language))))

    def source(self, language: str) -> str:
        """Return who made the figures, as sentences; what is computed, inherited or does not match is told."""
        metadata = self.layer.metadata()
        lines = [line for line in metadata.history() if _SCB.search(line)]
        others = [found[1] for found in map(_OTHER.match, metadata.history()) if found]
        if lines or any(map(_SCB.search, metadata.rights())) or (self._is_of_scb_division() and not others):
            who = say(language, "source")
        else:
            who = say(
                language,
                "source_of",
                name=listed(list(dict.fromkeys(others)) or [self.layer.name()], language),
            )
        fetched = sorted(date for line in lines for date in _FETCHED.findall(line))
        details = [
            *self.divisions,
            self._index(language),
            say(language, "fetched", date=fetched[0]) if fetched else "",
        ]
        bracket = ", ".join(filter(None, details))
        kinds = _texts(self.layer, schema.AREA_TYPE_SOURCE)
        marked = any(number(value) == 1 for value in _unique(self.layer, schema.VERSION_MISMATCH))
        notes = [
            *(say(language, kind) for kind in (schema.COMPUTED, schema.INHERITED) if kind in kinds),
            *([say(language, "mismatch")] if marked else []),
        ]
        return " ".join([f"{who} ({bracket})." if bracket else f"{who}.", *notes])

    def _is_of_scb_division(self) -> bool:
        return bool(set(self.divisions) & set(DIVISIONS))

    def _index(self, language: str) -> str:
        years = [self.year] if self.year is not None else self.years
        return say(language, "index", years=spans(years).replace("-", "\N{EN DASH}")) if years else ""


def listed(names: Sequence[str], language: str) -> str:
    """Return names as a list in words."""
    *first, last = names
    return f"{', '.join(first)} {say(language, 'and')} {last}" if first else last


def attributions(layers: Iterable[QgsMapLayer], language: str) -> str:
    """Return the line about who made other layers, those that say so; empty where none does."""
    found = [
        _plain(source).rstrip(". ")
        for layer in layers
        if not _is_result(layer)
        for source in (layer.serverProperties().attribution() or ", ".join(layer.metadata().rights()),)
    ]
    sources = "; ".join(dict.fromkeys(filter(None, found)))
    return say(language, "attribution", sources=sources) if sources else ""


def _is_result(layer: QgsMapLayer) -> bool:
    """Say whether a layer was made by this plugin: who made what it is of stands beside the areas."""
    return any(_RUN.search(line) for line in layer.metadata().history())


def palette_line(layer: QgsVectorLayer, language: str) -> str:
    """Return the line about the plugin's palette; empty where the areas have other colours."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return ""
    colours = {
        number(category.value()): category.symbol().color().name().upper()
        for category in renderer.categories()
        if category.symbol() is not None
    }
    shown = tuple(colours.get(code) for code in CODES)
    name = next((name for name, palette in PALETTES.items() if palette == shown), None)
    return say(language, "palette", name=say(language, name)) if name else ""


def _shown_year(layer: QgsVectorLayer, years: Sequence[int], moment: QgsDateTimeRange | None) -> int | None:
    if len(years) < 2 or not layer.temporalProperties().isActive():  # noqa: PLR2004 - one year hides nothing
        return None
    shown = moment.begin().date().year() if moment is not None and not moment.isInfinite() else years[-1]
    return shown if shown in years else years[-1]


def _unique(layer: QgsVectorLayer, name: str) -> list[object]:
    place = layer.fields().lookupField(name)
    return [] if place < 0 else list(layer.uniqueValues(place))


def _texts(layer: QgsVectorLayer, name: str) -> list[str]:
    return sorted({value for value in map(text, _unique(layer, name)) if value is not None})


def _municipality(code: str) -> str:
    """Return the kommun of the code of an area or of a kommun; empty for anything else."""
    found = normalise(code)
    if found is not None:
        return municipality_code(found[0])
    whole = code.zfill(4)
    return whole if re.fullmatch(r"[0-9]{4}", whole) else ""


def _plain(source: str) -> str:
    """Return a text without the markup that map services put into theirs."""
    return " ".join(QTextDocumentFragment.fromHtml(source).toPlainText().split())
