"""Download from SCB: areas of the right division for a year, with index, area types and population."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...cartography.post_process import as_area_types
from ...core.errors import InputError
from ...core.index_join import YearChoice
from ...core.municipalities import parse_place_codes
from ...core.region_codes import Level, division_of_year
from ...geometry.crs import sweref99_tm
from ...geometry.steps import in_steps
from ...i18n import mark, tr
from ...sources.scb import catalogue
from .. import parameters as shared
from ..base import SegregationAlgorithm
from ..downloads import Download, FetchedAreas
from ..results.downloads import GRID_PROPERTIES, LOCALITY_PROPERTIES, grid_result, mask_result
from ..results.joined_areas import joined_areas
from ..scb_services import scb_services
from ..writing.output import write

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from ..writing.output import Result

_LEVELS: tuple[Level, ...] = ("RegSO", "DeSO")
_YEARS = 1990, 2100
_USUAL_YEAR = 2024
_STEPS = 5


class DownloadScb(SegregationAlgorithm):
    """One step from a year and a place to areas that can be analysed."""

    ID: ClassVar[str] = "downloadscb"
    TITLE: ClassVar[str] = mark("Download from SCB")
    GROUP: ClassVar[str] = "data"

    def declare(self) -> None:
        """Add the parameters and the outputs."""
        self.addParameter(shared.tokens("LEVEL", tr("Kind of areas"), _LEVELS))
        self.addParameter(
            QgsProcessingParameterNumber(
                "YEAR",
                tr("Year of the index; the division follows from it"),
                defaultValue=_USUAL_YEAR,
                minValue=_YEARS[0],
                maxValue=_YEARS[1],
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                "AREA_FILTER",
                tr("Only these kommuner or län (codes; the country when empty)"),
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterExtent("EXTENT", tr("Only within this extent"), optional=True)
        )
        for name, label, default in (
            ("ALL_YEARS", tr("All years of the division, one feature per area and year"), False),
            ("POPULATION", tr("With the population"), True),
            ("GRID", tr("Fetch the population grid of 1 km as well"), False),
            ("MASK", tr("Fetch built-up land as well (tätorter and småorter)"), False),
        ):
            self.addParameter(QgsProcessingParameterBoolean(name, label, defaultValue=default))
        self.addParameter(
            shared.advanced(
                QgsProcessingParameterBoolean(
                    "REFRESH", tr("Fetch everything anew, whatever was kept"), defaultValue=False
                )
            )
        )
        self._declare_outputs()

    def _declare_outputs(self) -> None:
        for name, label in (
            ("OUTPUT", tr("Areas from SCB")),
            ("GRID_OUTPUT", tr("Population grid")),
            ("MASK_OUTPUT", tr("Built-up land")),
        ):
            optional = name != "OUTPUT"
            self.addParameter(
                QgsProcessingParameterFeatureSink(
                    name,
                    label,
                    QgsProcessing.SourceType.TypeVectorPolygon,
                    optional=optional,
                    createByDefault=not optional,
                )
            )
        for name, label in (
            ("AREA_COUNT", tr("Number of areas")),
            ("WITHOUT_TYPE_COUNT", tr("Areas without a type")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        self.addOutput(QgsProcessingOutputString("DIVISION", tr("Division of the areas")))

    def canExecute(self) -> tuple[bool, str]:
        """Say what is missing: not every QGIS brings pandas."""
        return shared.can_read_tables(tr(self.TITLE))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Fetch, join, write."""
        level: Level = self.parameterAsString(parameters, "LEVEL", context)
        year = self.parameterAsInt(parameters, "YEAR", context)
        division = division_of_year(level, year)
        refresh = self.parameterAsBoolean(parameters, "REFRESH", context)
        steps = in_steps(_STEPS, feedback)
        download = Download(scb_services(steps, refresh=refresh), context, steps)
        places, box = self._place(parameters, context)
        further = [name for name in ("GRID", "MASK") if self._is_wanted(name, parameters, context)]
        download.require_year(year)
        areas = download.areas(division, places, box)
        steps.setCurrentStep(1)
        all_years = self.parameterAsBoolean(parameters, "ALL_YEARS", context)
        join = download.index(level, areas, YearChoice(year, all_years))
        steps.setCurrentStep(2)
        has_people = self.parameterAsBoolean(parameters, "POPULATION", context)
        years = [index.year for index in join.years]
        people = download.population(level, areas, division, years) if has_people else None
        steps.setCurrentStep(3)
        results = {"OUTPUT": joined_areas(areas.features, areas.identity, join, people, period=all_years)}
        if "GRID" in further:
            results["GRID_OUTPUT"] = _grid(download, areas)
        steps.setCurrentStep(4)
        if "MASK" in further:
            results["MASK_OUTPUT"] = mask_result(
                {
                    "tätort": download.around(areas, catalogue.LOCALITIES, LOCALITY_PROPERTIES),
                    "småort": download.around(areas, catalogue.SMALL_LOCALITIES, LOCALITY_PROPERTIES),
                }
            )
        self.source_stamps = download.stamps
        self.styles["OUTPUT"] = as_area_types
        written = {
            "AREA_COUNT": len(areas.features.geometries),
            "WITHOUT_TYPE_COUNT": sum(
                source is None for index in join.years if index.year == year for source in index.sources
            ),
            "DIVISION": division,
        }
        for name, result in results.items():
            written |= write(self, result, name, parameters, context, feedback)
        return written

    def _is_wanted(self, name: str, parameters: dict[str, Any], context: QgsProcessingContext) -> bool:
        """Say whether to fetch a further layer, and refuse when there is nowhere to put it."""
        if not self.parameterAsBoolean(parameters, name, context):
            return False
        output = f"{name}_OUTPUT"
        if not shared.is_given(parameters, output):
            raise InputError(
                'Nothing is given for output "{output}"; give a file or a temporary layer, or do not fetch it.',
                output=self.parameterDefinition(output).description(),
            )
        return True

    def _place(
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[list[str], list[float]]:
        """Return the codes of kommuner and län, or the box, that are asked for; both empty for the country."""
        places = parse_place_codes(self.parameterAsString(parameters, "AREA_FILTER", context))
        if not shared.is_given(parameters, "EXTENT"):
            return places, []
        if places:
            raise InputError("Give kommuner and län, or an extent, not both.")
        box = self.parameterAsExtent(parameters, "EXTENT", context, sweref99_tm())
        if box.isEmpty():
            raise InputError("The extent is empty; draw another on the map.")
        return [], [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]


def _grid(download: Download, areas: FetchedAreas) -> Result:
    """Return the population grid; areas with people always have some.

    Raises:
        InputError: there is none.
    """
    cells = download.around(areas, catalogue.GRID, GRID_PROPERTIES)
    if not cells.geometries:
        raise InputError(
            "Layer {layer} has no squares where the areas are; run without the population grid, or later.",
            layer=catalogue.GRID.name,
        )
    return grid_result(cells)
