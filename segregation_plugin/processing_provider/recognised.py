"""Area layers of any generation: read, repaired, and every row told which area it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import Qgis

from ..core.area_identity import FoundAreas, identify
from ..core.field_guess import guess_fields
from ..geometry.reading import Features, LayerSource, read_features
from ..geometry.tables import table_of
from .results.areas_report import log_areas, log_guess
from .results.reading_report import log_reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsGeometry, QgsProcessingContext, QgsProcessingFeedback


@dataclass(frozen=True)
class RecognisedAreas:
    """The features of a layer, and which of them are areas."""

    features: Features
    areas: FoundAreas

    @property
    def geometries(self) -> list[QgsGeometry]:
        """The polygons of the areas, in their order."""
        return [self.features.geometries[row] for row in self.areas.rows]

    @property
    def stamp(self) -> str:
        """The line of history that says what was read."""
        return f"areas: {len(self.areas.rows)} of {self.areas.division or 'unknown division'}"


def read_recognised(
    layer: LayerSource,
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    *,
    fields: tuple[str, str] = ("", ""),
    division: str | None = None,
    places: Sequence[str] = (),
) -> RecognisedAreas:
    """Read polygons as SCB or others deliver them; the log says what was recognised.

    Args:
        layer: what to read.
        context: with the project's choice of datum transformations.
        feedback: asked for cancel, told what was found.
        fields: those with the code and the name; guessed where empty.
        division: the one that the user states, None to take it from the layer.
        places: codes of kommuner and län to keep; empty for all.

    Raises:
        InputError: the layer cannot be read, or its rows cannot be told.
        RunCancelledError: the user cancelled.
    """
    features = read_features(layer, (Qgis.GeometryType.Polygon,), context.transformContext(), feedback)
    log_reading(features.reading, feedback)
    table = table_of(features)
    guess = guess_fields(table, *fields)
    log_guess(guess, features.name, feedback)
    areas = identify(table, guess, division, list(places))
    log_areas(areas, feedback)
    return RecognisedAreas(features, areas)
