"""A whole layer laid over areas: each kind of geometry by its own rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import Qgis

from ...core.notices import Notice
from ...core.overlay import Meetings, meetings, share_out, share_out_points
from ...core.overlay_table import LayerOverlay, Tally
from ..readers.batch import Wanted
from ..readers.lines import BATCH, LineReader
from ..reading import Reading, read_features
from ..steps import in_steps
from .attributes import AttributeTable, first_of, read_attributes
from .cover import AreaCover
from .line_layer import LineRule, lines_of, overlay_lines
from .nets import Nets
from .parts import KINDS, parts_by_kind
from .points import areas_of_points
from .polygon_borders import AreaStrips
from .polygon_layer import LINES_PER_POLYGON, as_lines, overlay_dissolved, overlay_polygons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qgis.core import QgsCoordinateTransformContext, QgsFeedback, QgsGeometry, QgsProcessingFeedback

    from ...core.overlay import Amounts, Coverings, Quantity, Rule
    from ..line_arrays import LineArrays
    from ..reading import LayerSource
    from .attributes import Attributes
    from .parts import Parts, PartsByKind

_ROUNDING_M2 = 1e-6
_BORDERS_PER_LINE = 200
"""To put so many borders into strips costs as much as to cut what costs as much as a line."""


_LEAST_TOLERANCE_M = 1e-5
"""Below the rounding of coordinates, what lies on a border lies in both areas and in none."""


@dataclass(frozen=True)
class OverlayRules:
    """What the user chose."""

    rule: Rule
    tolerance_m: float
    dissolve: bool


@dataclass(frozen=True)
class OverlayFields:
    """The fields that carry classes and traffic; each layer uses the first that it has."""

    classes: Sequence[str]
    traffic: Sequence[str]

    def of(self, source: LayerSource) -> tuple[str | None, str | None]:
        """Return a layer's class field and traffic field, None where it has none."""
        return first_of(self.classes, source.fields), first_of(self.traffic, source.fields)


@dataclass(frozen=True)
class OverlaidLayer:
    """A layer laid over the areas, how it was read, and what the log tells of the ways taken."""

    layer: LayerOverlay
    reading: Reading
    notices: list[Notice]


class Overlay:
    """Areas ready to have layers laid over them.

    Points and lines within the tolerance of a border lie in both areas; polygons, and everything when each
    area gets shared pieces in full, are cut at the border itself.

    Args:
        areas: valid polygons; they may overlap.
        codes: shape (areas,).
        rules: what the user chose.
        feedback: asked for cancel.
    """

    def __init__(
        self, areas: Sequence[QgsGeometry], codes: Sequence[str], rules: OverlayRules, feedback: QgsFeedback
    ) -> None:
        self._codes = codes
        self._rules = rules
        self._tolerance_m = max(rules.tolerance_m, _LEAST_TOLERANCE_M) if rules.rule == "split" else 0.0
        self._exact = AreaCover(areas, 0.0, feedback)
        self._tolerant = AreaCover(areas, self._tolerance_m, feedback) if self._tolerance_m else self._exact
        self._nets = Nets(areas, self._tolerance_m, feedback)
        self._strips: AreaStrips | None = None

    def of_layer(
        self,
        source: LayerSource,
        fields: OverlayFields,
        transform_context: QgsCoordinateTransformContext,
        feedback: QgsProcessingFeedback,
    ) -> OverlaidLayer:
        """Lay a layer over the areas.

        Args:
            source: points, lines, polygons or a mixture.
            fields: those with classes and traffic.
            transform_context: the project's choice of datum transformations.
            feedback: asked for cancel, told the progress.

        Raises:
            InputError: the layer cannot be read.
            RunCancelledError: the user cancelled.
        """
        of_layer = fields.of(source)
        if source.geometry_type == Qgis.GeometryType.Line:
            return self._line_layer(source, of_layer, transform_context, feedback)
        if source.geometry_type == Qgis.GeometryType.Polygon:  # the net is built while they are read
            self._nets.prepare(LINES_PER_POLYGON * max(source.feature_count, 0))
        features = read_features(source, KINDS, transform_context, feedback)
        by_kind = parts_by_kind(features, feedback)
        attributes = read_attributes(features, *of_layer)
        layer, notices = self._by_kind(source, by_kind, attributes, feedback)
        return OverlaidLayer(layer, features.reading, notices)

    def _line_layer(
        self,
        source: LayerSource,
        fields: tuple[str | None, str | None],
        transform_context: QgsCoordinateTransformContext,
        feedback: QgsProcessingFeedback,
    ) -> OverlaidLayer:
        """Lay lines over the areas while they are read."""
        class_field, traffic_field = fields
        table = AttributeTable(source.name, class_field, traffic_field)
        reading = Reading(source.name, 0)
        wanted = Wanted(
            texts=() if class_field is None else (class_field,),
            figures=() if traffic_field is None else (traffic_field,),
        )
        reader = LineReader(source, wanted, transform_context, feedback)

        def lines() -> Iterator[LineArrays]:
            for batch in reader.batches():
                count = batch.lines.line_count
                reading.count += count
                reading.skipped += batch.skipped
                table.add(
                    count,
                    batch.texts[class_field] if class_field else None,
                    batch.figures[traffic_field] if traffic_field else None,
                )
                yield batch.lines

        amounts, met = self._lines(lines(), source.feature_count, feedback)
        attributes = table.attributes()
        tally = Tally(amounts, attributes.class_, met, attributes.class_)
        layer = LayerOverlay(source.word, attributes.classes, {amounts.quantity: tally}, attributes.traffic)
        return OverlaidLayer(layer, reading, [_how_read(source, reader), self._nets.notice(source.name)])

    def _by_kind(
        self,
        source: LayerSource,
        by_kind: PartsByKind,
        attributes: Attributes,
        feedback: QgsProcessingFeedback,
    ) -> tuple[LayerOverlay, list[Notice]]:
        steps = in_steps(len(by_kind), feedback)
        tallies: dict[Quantity, Tally] = {}
        measures: dict[Qgis.GeometryType, Callable[[Parts, Attributes, QgsProcessingFeedback], Tally]] = {
            Qgis.GeometryType.Line: self._line_parts,
            Qgis.GeometryType.Point: self._points,
            Qgis.GeometryType.Polygon: self._polygons,
        }
        for step, (kind, parts) in enumerate(by_kind.items()):
            steps.setCurrentStep(step)
            tally = measures[kind](parts, attributes, steps)
            tallies[tally.amounts.quantity] = tally
        lines = by_kind.get(Qgis.GeometryType.Line)
        known = attributes.traffic is not None and lines is not None
        traffic = attributes.traffic[lines.feature] if known else None
        notices = [self._nets.notice(source.name)] if lines is not None else []
        return LayerOverlay(source.word, attributes.classes, tallies, traffic), notices

    def _line_parts(self, parts: Parts, attributes: Attributes, feedback: QgsFeedback) -> Tally:
        lines = (
            lines_of(parts.geometries[start : start + BATCH])
            for start in range(0, len(parts.geometries), BATCH)
        )
        amounts, met = self._lines(lines, len(parts.geometries), feedback)
        class_ = attributes.class_[parts.feature]
        return Tally(amounts, class_, met, class_)

    def _lines(
        self, batches: Iterable[LineArrays], count: int, feedback: QgsFeedback
    ) -> tuple[Amounts, Meetings]:
        """Return what of lines belongs to each area, and which areas they meet; -1 where their number is unknown."""
        self._nets.prepare(count)
        batches = self._nets.weighing(batches)
        rule = LineRule(self._rules.rule, self._tolerance_m)
        return overlay_lines(batches, count, self._nets.net, self._tolerant, rule, feedback)

    def _points(self, parts: Parts, attributes: Attributes, feedback: QgsFeedback) -> Tally:
        covering = areas_of_points(parts.geometries, self._tolerant, feedback)
        class_ = attributes.class_[parts.feature]
        amounts = share_out_points(covering, self._codes, self._rules.rule)
        return Tally(amounts, class_, Meetings(amounts.unit, amounts.area), class_)

    def _polygons(self, parts: Parts, attributes: Attributes, feedback: QgsProcessingFeedback) -> Tally:
        lines = as_lines(parts.geometries)
        self._nets.prepare(lines)
        class_ = attributes.class_[parts.feature]
        borders, cover = partial(self._borders, lines, feedback), self._exact
        if not self._rules.dissolve:
            each = overlay_polygons(parts.geometries, borders, cover, feedback)
            return Tally(self._ground(each), class_, meetings(each, _ROUNDING_M2), class_)
        count = len(attributes.classes)
        each, dissolved = overlay_dissolved(parts.geometries, class_, count, borders, cover, feedback)
        return Tally(self._ground(dissolved), np.arange(count), meetings(each, _ROUNDING_M2), class_)

    def _borders(self, lines: int, feedback: QgsFeedback) -> AreaStrips | None:
        """Wait for the borders that polygons are measured by; None where each is to be cut by the areas near it."""
        net = self._nets.net()
        if net is None or self._strips is not None:
            return self._strips
        if len(net.edges) <= _BORDERS_PER_LINE * lines:
            self._strips = AreaStrips.of(net, feedback)
        return self._strips

    def _ground(self, coverings: Coverings) -> Amounts:
        return share_out(coverings, "area_m2", self._rules.rule)


def _how_read(source: LayerSource, reader: LineReader) -> Notice:
    if reader.slow_because is None:
        return Notice("Layer {layer}: read as columns.", layer=source.name)
    return Notice(
        "Layer {layer}: read feature by feature, since {reason}.",
        layer=source.name,
        reason=reader.slow_because,
    )
