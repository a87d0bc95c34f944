"""What the log tells of areas that were recognised in a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import tr

if TYPE_CHECKING:
    from qgis.core import QgsProcessingFeedback

    from ...core.area_identity import FoundAreas
    from ...core.field_guess import FieldGuess

_EXAMPLES = 5


def log_guess(guess: FieldGuess, layer: str, feedback: QgsProcessingFeedback) -> None:
    """Say which field was taken for what."""
    nothing = tr("none")
    feedback.pushInfo(
        tr(
            "Layer {layer}: code from field {code}, name from {name}, kommun's name from {municipality}, version from "
            "{version}."
        ).format(
            layer=layer,
            code=guess.code,
            name=guess.name or nothing,
            municipality=guess.municipality_name or nothing,
            version=guess.version or guess.reference_date or nothing,
        )
    )


def log_areas(areas: FoundAreas, feedback: QgsProcessingFeedback) -> None:
    """Say how many areas of which division there are, and warn of rows that are none."""
    if areas.rejected:
        feedback.pushWarning(
            tr("Layer {layer}: {count} rows without a valid code were rejected ({examples}).").format(
                layer=areas.layer,
                count=len(areas.rejected),
                examples=", ".join(text or "NULL" for text in areas.rejected[:_EXAMPLES]),
            )
        )
    if areas.division is not None:
        feedback.pushInfo(
            tr("{count} areas of {division}.").format(count=len(areas.rows), division=areas.division)
        )
