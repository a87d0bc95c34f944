"""Areas, figures, grid and built-up land fetched from SCB, and joined."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsGeometry, QgsRectangle

from ..core.errors import InputError
from ..core.index_join import YearChoice, join_index
from ..core.inheritance import NO_PARENT, inherited
from ..core.population_join import join_population
from ..core.region_codes import county_code, division_of_year, municipality_code
from ..core.region_table import match_regions
from ..core.schema import IDENTITY_FIELDS, KINDS, POPULATION
from ..geometry.boxes import box_around, boxes_of
from ..geometry.nesting import containing, meeting
from ..geometry.reading import Features, LayerSource, read_features
from ..geometry.tables import table_of
from ..i18n import tr
from ..sources.scb import catalogue
from ..sources.scb.page_layer import Property, layer_of_pages
from ..sources.scb.tables import AreaTables
from ..sources.scb.wfs import Where
from .recognised import read_recognised
from .results.download_report import (
    areas_stamp,
    log_pages,
    log_statistics,
    table_stamps,
    warn_if_not_own,
    warn_if_uncorrected,
    warn_of_absent,
    warn_of_nothing,
)
from .results.join_report import join_stamps, log_join, log_people, people_stamp
from .results.joined_areas import People
from .results.reading_report import log_reading
from .writing.output import make_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from ..core.area_identity import FoundAreas
    from ..core.index_join import IndexJoin
    from ..core.region_codes import Level
    from ..core.tables import Table
    from ..sources.scb.wfs import WfsLayer
    from ..sources.stat_table import StatTable
    from .scb_services import ScbServices

_AREA_PROPERTIES = tuple(
    Property(name, str)
    for name in ("desokod", "regsokod", "regsonamn", "kommunkod", "lanskod", "version", "referensdatum")
)
_PARENT_FIELD = "regsokod"
_MOST_PLACES = 50
"""More kommuner are asked for by their län: an address has an end."""


@dataclass(frozen=True)
class FetchedAreas:
    """Areas of one division."""

    features: Features
    """One per area, with the schema's ``IDENTITY_FIELDS``."""
    identity: FoundAreas
    parents: list[str | None]
    """The code of the RegSO that a DeSO says it lies in; None where it does not say."""


class Download:
    """Fetches what a run needs; says in the log what came, and keeps a line for the history of each source.

    Args:
        services: that are asked.
        context: of the run.
        feedback: asked for cancel, told the progress.
    """

    def __init__(
        self,
        services: ScbServices,
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        self._services = services
        self._context = context
        self._feedback = feedback
        self.stamps: list[str] = []
        warn_if_not_own((services.geodata.host, services.database.host), feedback)

    def require_year(self, year: int) -> None:
        """Ask whether the index has a year, before anything large is fetched.

        Raises:
            InputError: it has not, or cannot be asked.
            RunCancelledError: the user cancelled.
        """
        self._tables("RegSO", division_of_year("RegSO", year)).require_year(year)

    def areas(self, division: str, places: Sequence[str], box: Sequence[float]) -> FetchedAreas:
        """Fetch the areas of a division.

        Args:
            division: RegSO or DeSO of a year.
            places: codes of kommuner and län; all when empty.
            box: west, south, east, north in EPSG:3006; everything when empty.

        Raises:
            InputError: the service cannot be asked, has no areas there, or areas of another division.
            RunCancelledError: the user cancelled.
        """
        layer = catalogue.AREA_LAYERS[division]
        source, _ = self._layer(layer, Where(places, box), _AREA_PROPERTIES)
        if source is None:
            raise InputError(
                "Layer {layer} has nothing in the places asked for; check the codes of kommuner and län, or the extent.",
                layer=layer.name,
            )
        found = read_recognised(source, self._context, self._feedback, division=division, places=places)
        features = Features(
            found.features.name,
            make_fields({name: KINDS[name] for name in IDENTITY_FIELDS}),
            geometries=found.geometries,
            attributes=[list(values) for values in found.areas.values],
        )
        parents = table_of(found.features).texts(_PARENT_FIELD)
        areas = FetchedAreas(features, found.areas, [parents[row] for row in found.areas.rows])
        return self._meeting(areas, box) if box else areas

    def _meeting(self, areas: FetchedAreas, box: Sequence[float]) -> FetchedAreas:
        """Return the areas that meet a box; services hand out those whose own boxes do."""
        rectangle = QgsGeometry.fromRect(QgsRectangle(*box))
        rows = meeting(areas.features.geometries, [rectangle], self._feedback)
        if not rows:
            raise InputError("No area meets the extent; draw another on the map.")
        identity = replace(
            areas.identity,
            values=[areas.identity.values[row] for row in rows],
            rows=[areas.identity.rows[row] for row in rows],
        )
        return FetchedAreas(_some(areas.features, rows), identity, [areas.parents[row] for row in rows])

    def around(self, areas: FetchedAreas, layer: WfsLayer, properties: Sequence[Property]) -> Features:
        """Fetch the polygons of a layer that meet areas; where there are none, none, and the log warns.

        Raises:
            InputError: the service cannot be asked.
            RunCancelledError: the user cancelled.
        """
        own = areas.features.geometries
        around = box_around(boxes_of(own, self._feedback))
        source, absent = self._layer(layer, Where(box=around), properties)
        if source is None:
            warn_of_nothing(layer, self._feedback)
            return Features(layer.name, make_fields({wanted.name: wanted.kind for wanted in properties}))
        warn_of_absent(layer, absent, self._feedback)
        found = read_features(
            source, (Qgis.GeometryType.Polygon,), self._context.transformContext(), self._feedback
        )
        log_reading(found.reading, self._feedback)
        return _some(found, meeting(found.geometries, own, self._feedback))

    def _layer(
        self, layer: WfsLayer, where: Where, properties: Sequence[Property]
    ) -> tuple[LayerSource | None, list[str]]:
        """Fetch the polygons of a layer of the geodata service, and which properties they lack; None where it has none.

        Raises:
            InputError: the service cannot be asked.
            RunCancelledError: the user cancelled.
        """
        pages = self._services.geodata.fetch(layer, where, self._told)
        log_pages(layer, pages, self._feedback)
        self.stamps.append(areas_stamp(layer, pages, self._services.geodata.host))
        if not any(page.keys for page in pages):
            return None, []
        made, absent = layer_of_pages(layer, pages, properties, self._feedback.isCanceled)
        return LayerSource.of_layer(made), absent

    def index(self, level: Level, areas: FetchedAreas, choice: YearChoice) -> IndexJoin:
        """Fetch the index and join it; a DeSO inherits the type of the RegSO it lies in.

        Args:
            level: of the areas.
            areas: of the division of the year.
            choice: a year, or all of its division.

        Raises:
            InputError: the table has none of the areas or not the year, or cannot be fetched.
            RunCancelledError: the user cancelled.
        """
        if level == "RegSO":
            return self._index_of_regso(areas, choice)
        wholes, parents = self._regso_around(areas, choice.year)
        return inherited(self._index_of_regso(wholes, choice), parents)

    def _index_of_regso(self, areas: FetchedAreas, choice: YearChoice) -> IndexJoin:
        tables = self._tables("RegSO", division_of_year("RegSO", choice.year))
        statistics = tables.index(areas.identity.keys.codes, choice.year, all_years=choice.all_years)
        table = self._read(statistics)
        warn_if_uncorrected(statistics, self._feedback)
        join = join_index(table, areas.identity.keys, choice)
        log_join(join, areas.identity.keys, table, self._feedback)
        self.stamps += join_stamps(join, areas.identity.keys, table)
        return join

    def _regso_around(self, areas: FetchedAreas, year: int) -> tuple[FetchedAreas, list[int]]:
        """Return the RegSO that DeSO lie in, and the place of that of each: by its key, else by where it lies."""
        codes = areas.identity.keys.codes
        places = sorted(set(map(municipality_code, codes)))
        if len(places) > _MOST_PLACES:
            places = sorted(set(map(county_code, codes)))
        wholes = self.areas(division_of_year("RegSO", year), places, ())
        place_of = {code: place for place, code in enumerate(wholes.identity.keys.codes)}
        parents = [place_of.get(parent or "", NO_PARENT) for parent in areas.parents]
        if NO_PARENT in parents:
            parents = containing(areas.features.geometries, wholes.features.geometries, self._feedback)
            self._feedback.pushInfo(tr("The RegSO of each DeSO was found by where it lies."))
        return wholes, parents

    def population(
        self, level: Level, areas: FetchedAreas, division: str, years: Sequence[int]
    ) -> list[People]:
        """Fetch the population of years, each of them or the nearest that the division has, and join it.

        Raises:
            InputError: the table has none of the areas or no year of the division, or cannot be fetched.
            RunCancelledError: the user cancelled.
        """
        keys = areas.identity.keys
        table = self._read(self._tables(level, division).population(keys.codes, years))
        regions = match_regions(table, keys, [POPULATION])
        found = []
        for year in years:
            joined = join_population(regions, keys, POPULATION, year, (division,))
            log_people(joined, year, table, self._feedback)
            self.stamps.append(people_stamp(joined, table))
            found.append(People(joined.people, [joined.year] * len(keys.codes)))
        return found

    def _tables(self, level: Level, division: str) -> AreaTables:
        return AreaTables(self._services.database, level, division, self._feedback.isCanceled)

    def _read(self, statistics: StatTable) -> Table:
        log_statistics(statistics, self._feedback)
        self.stamps += table_stamps(statistics, self._services.database.host)
        return statistics.as_table()

    def _told(self, done: int, total: int) -> None:
        if total:
            self._feedback.setProgress(100 * done / total)
            self._feedback.setProgressText(
                tr("{done} of {total} features fetched").format(done=done, total=total)
            )


def _some(features: Features, rows: Sequence[int]) -> Features:
    return replace(
        features,
        geometries=[features.geometries[row] for row in rows],
        attributes=[features.attributes[row] for row in rows],
    )
