"""Join index: index, area types and population of the right year and division on areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
)

from ...cartography.post_process import as_area_types
from ...core import schema
from ...core.errors import InputError
from ...core.index_join import IndexJoin, YearChoice, join_index
from ...core.people_field import people_field
from ...core.population_join import join_population
from ...core.region_table import match_regions
from ...geometry.area_keys import area_identity
from ...geometry.areas import AreaFields, Areas, read_areas
from ...geometry.tables import read_table, table_of
from ...i18n import mark, tr
from .. import parameters as shared
from ..base import SegregationAlgorithm
from ..results.join_report import join_stamps, log_join, log_people, people_stamp
from ..results.joined_areas import People, fields_carried, joined_areas
from ..results.reading_report import log_reading
from ..results.remaining_fields import log_dropped
from ..writing.output import write

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    from ...core.area_identity import AreaIdentities
    from ...core.tables import Table


class JoinIndex(SegregationAlgorithm):
    """The socioeconomic index and the area types on prepared areas, with the division guarded."""

    ID: ClassVar[str] = "joinindex"
    TITLE: ClassVar[str] = mark("Join index")
    GROUP: ClassVar[str] = "data"

    def declare(self) -> None:
        """Add the parameters and the outputs."""
        self.addParameter(shared.areas())
        self.addParameter(_table("TABLE", tr("Table of the index and the area types")))
        self.addParameter(
            QgsProcessingParameterNumber(
                "YEAR",
                tr("Year (the newest valid one when empty)"),
                optional=True,
                minValue=1990,
                maxValue=2100,
            )
        )
        self.addParameter(_table("POPULATION_TABLE", tr("Table of the population"), optional=True))
        self.addParameter(shared.schema_field(shared.POPULATION_FIELD, "POPULATION_TABLE"))
        for name, label in (
            ("ALL_YEARS", tr("All years of the division, one feature per area and year")),
            ("ALLOW_VERSION_MISMATCH", tr("Allow figures of another division (every row is marked)")),
        ):
            self.addParameter(QgsProcessingParameterBoolean(name, label, defaultValue=False))
        self.addParameter(shared.schema_field(shared.CODE_FIELD))
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Joined areas"), QgsProcessing.SourceType.TypeVectorPolygon
            )
        )
        for name, label in (
            ("MATCHED_COUNT", tr("Areas with a row")),
            ("UNMATCHED_AREAS", tr("Areas without a row")),
            ("UNMATCHED_ROWS", tr("Rows without an area")),
            ("VERSION_MISMATCH", tr("Figures of another division (0 or 1)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, join, write."""
        areas = self._areas(parameters, context, feedback)
        identity = area_identity(areas)
        choice = YearChoice(
            self.parameterAsInt(parameters, "YEAR", context) if shared.is_given(parameters, "YEAR") else None,
            self.parameterAsBoolean(parameters, "ALL_YEARS", context),
            self.parameterAsBoolean(parameters, "ALLOW_VERSION_MISMATCH", context),
        )
        table = read_table(shared.read_layer(self, parameters, "TABLE", context), feedback)
        join = join_index(table, identity.keys, choice)
        log_join(join, identity.keys, table, feedback)
        self.source_stamps = join_stamps(join, identity.keys, table)
        people = self._people(areas, identity, join, parameters, context, feedback)
        result = joined_areas(areas.features, identity, join, people, period=choice.all_years)
        log_dropped(fields_carried(areas.features), areas.features.name, feedback)
        self.styles["OUTPUT"] = as_area_types
        return {
            "MATCHED_COUNT": int(np.count_nonzero(join.has_row)),
            "UNMATCHED_AREAS": int(np.count_nonzero(~join.has_row)),
            "UNMATCHED_ROWS": join.unmatched_rows,
            "VERSION_MISMATCH": int(join.version_mismatch),
            **write(self, result, "OUTPUT", parameters, context, feedback),
        }

    def _areas(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Areas:
        layer = shared.read_layer(self, parameters, shared.AREAS, context)
        code_field = self.parameterAsString(parameters, shared.CODE_FIELD, context) or schema.REGION_CODE
        if layer.fields.lookupField(code_field) < 0:
            raise InputError(
                "Layer {layer} has no field {field} with the area codes; run Prepare areas on it first.",
                layer=layer.name,
                field=code_field,
            )
        areas = read_areas(layer, AreaFields(code=code_field), context.transformContext(), feedback)
        log_reading(areas.features.reading, feedback)
        return areas

    def _people(
        self,
        areas: Areas,
        identity: AreaIdentities,
        join: IndexJoin,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> list[People] | None:
        """Return the population per year of the join: from its table, else the areas' own, else none."""
        if not shared.is_given(parameters, "POPULATION_TABLE"):
            return _own_people(areas, join)
        source = shared.read_layer(self, parameters, "POPULATION_TABLE", context)
        table = read_table(source, feedback)
        field = _population_field(
            self.parameterAsString(parameters, shared.POPULATION_FIELD, context) or schema.POPULATION,
            table,
            feedback,
        )
        regions = match_regions(table, identity.keys, [field])
        divisions = [join.division]
        if join.version_mismatch and identity.keys.division:
            divisions.append(identity.keys.division)
        people = []
        for index in join.years:
            joined = join_population(regions, identity.keys, field, index.year, tuple(divisions))
            log_people(joined, index.year, table, feedback)
            self.source_stamps.append(people_stamp(joined, table))
            people.append(People(joined.people, [joined.year] * len(areas)))
        return people


def _table(name: str, label: str, *, optional: bool = False) -> QgsProcessingParameterFeatureSource:
    return QgsProcessingParameterFeatureSource(
        name, label, [QgsProcessing.SourceType.TypeVector], optional=optional
    )


def _population_field(asked: str, table: Table, feedback: QgsProcessingFeedback) -> str:
    """Return the field with the population: the one asked for, or where that is the default, one known by its name."""
    if asked != schema.POPULATION or table.field(asked) is not None:
        return asked
    found = people_field(table.columns)
    if found:
        feedback.pushInfo(
            tr("Population of table {table} from field {field}.").format(table=table.name, field=found)
        )
    return found or asked


def _own_people(areas: Areas, join: IndexJoin) -> list[People] | None:
    table = table_of(areas.features)
    if table.field(schema.POPULATION) is None:
        return None
    years = table.years(table.field(schema.POPULATION_YEAR))
    return [People(areas.population, years)] * len(join.years)
