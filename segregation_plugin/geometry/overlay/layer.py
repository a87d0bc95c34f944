"""A whole layer laid over areas: each kind of geometry by its own rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import Qgis, QgsProcessingMultiStepFeedback

from ...core.overlay import Meetings, meetings, share_out, share_out_points
from ...core.overlay_table import LayerOverlay, Tally
from .cover import AreaCover
from .lines import lengths_in_areas
from .points import areas_of_points
from .polygons import cut_polygons, ground_of_classes, ground_of_each

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qgis.core import QgsFeedback, QgsGeometry, QgsProcessingFeedback

    from ...core.overlay import Amounts, Coverings, Quantity, Rule
    from .attributes import Attributes
    from .parts import Parts, PartsByKind

_TOUCHES_AT_MOST = 4.0
"""A line counts in an area with more than this many tolerances: one that ends at the border has 1 beyond it, or
4 when it meets the border at 14 degrees."""
_ROUNDING_M = 1e-6
_ROUNDING_M2 = 1e-6


@dataclass(frozen=True)
class OverlayRules:
    """What the user chose."""

    rule: Rule
    tolerance_m: float
    dissolve: bool


class Overlay:
    """Areas ready to have layers laid over them.

    Points and lines within the tolerance of a border lie in both areas; polygons, and everything when each
    area gets shared pieces in full, are cut at the border itself.

    Args:
        areas: valid polygons; they may overlap.
        codes: shape (areas,).
        rules: what the user chose.
        feedback: asked for cancel.

    Raises:
        RunCancelledError: the user cancelled.
    """

    def __init__(
        self, areas: Sequence[QgsGeometry], codes: Sequence[str], rules: OverlayRules, feedback: QgsFeedback
    ) -> None:
        self._codes = codes
        self._rules = rules
        self._tolerance_m = rules.tolerance_m if rules.rule == "split" else 0.0
        self._exact = AreaCover(areas, 0.0, feedback)
        self._tolerant = AreaCover(areas, self._tolerance_m, feedback) if self._tolerance_m else self._exact

    def of_layer(
        self, word: str, by_kind: PartsByKind, attributes: Attributes, feedback: QgsProcessingFeedback
    ) -> LayerOverlay:
        """Lay a layer over the areas.

        Args:
            word: the layer's word in field names and tables.
            by_kind: its points, lines and polygons.
            attributes: the classes and the traffic of its features.
            feedback: asked for cancel, told the progress.

        Raises:
            RunCancelledError: the user cancelled.
        """
        steps = QgsProcessingMultiStepFeedback(len(by_kind), feedback)
        tallies: dict[Quantity, Tally] = {}
        measures: dict[Qgis.GeometryType, Callable[[Parts, Attributes, QgsProcessingFeedback], Tally]] = {
            Qgis.GeometryType.Line: self._lines,
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
        return LayerOverlay(word, attributes.classes, tallies, traffic)

    def _lines(self, parts: Parts, attributes: Attributes, feedback: QgsFeedback) -> Tally:
        coverings = lengths_in_areas(parts.geometries, self._tolerant, feedback)
        class_ = attributes.class_[parts.feature]
        least = max(_TOUCHES_AT_MOST * self._tolerance_m, _ROUNDING_M)
        amounts = share_out(coverings, "length_m", self._rules.rule)
        return Tally(amounts, class_, meetings(coverings, least), class_)

    def _points(self, parts: Parts, attributes: Attributes, feedback: QgsFeedback) -> Tally:
        covering = areas_of_points(parts.geometries, self._tolerant, feedback)
        class_ = attributes.class_[parts.feature]
        amounts = share_out_points(covering, self._codes, self._rules.rule)
        return Tally(amounts, class_, Meetings(amounts.unit, amounts.area), class_)

    def _polygons(self, parts: Parts, attributes: Attributes, feedback: QgsProcessingFeedback) -> Tally:
        steps = QgsProcessingMultiStepFeedback(1 + self._rules.dissolve, feedback)
        cut = cut_polygons(parts.geometries, self._exact, steps)
        class_ = attributes.class_[parts.feature]
        each = ground_of_each(cut)
        met = meetings(each, _ROUNDING_M2)
        if not self._rules.dissolve:
            return Tally(self._ground(each), class_, met, class_)
        steps.setCurrentStep(1)
        count = len(attributes.classes)
        dissolved = ground_of_classes(cut, class_, count, steps)
        return Tally(self._ground(dissolved), np.arange(count), met, class_)

    def _ground(self, coverings: Coverings) -> Amounts:
        return share_out(coverings, "area_m2", self._rules.rule)
