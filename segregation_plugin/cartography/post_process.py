"""Results styled as they are loaded into the desktop."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsMessageLog, QgsProcessingLayerPostProcessorInterface, QgsVectorLayer

from ..core.schema import AREA_TYPE, YEAR_END, YEAR_START
from ..i18n import language
from .area_type_style import apply_area_type_style
from .area_years import one_year_at_a_time
from .overlay_style import add_amount_styles, overlaid_layers
from .zone_style import apply_zone_style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qgis.core import QgsMapLayer, QgsProcessingContext, QgsProcessingFeedback

_waiting: dict[str, _StyleOnLoad] = {}
"""By destination: QGIS keeps no Python reference to a post-processor, and never calls one that is gone."""


def style_on_load(
    context: QgsProcessingContext, destination: str | None, style: Callable[[QgsVectorLayer], None]
) -> None:
    """Ask that an output be styled when the desktop loads it; nothing happens where nothing is loaded.

    Args:
        context: of the run.
        destination: of the finished output, under the name it will be loaded by; None where it was not wanted. Not
            before the output is in place: QGIS deletes the post-processor of a layer whose name is changed.
        style: ``as_area_types``, ``as_overlay`` or ``as_zones``.
    """
    if destination is None or not context.willLoadLayerOnCompletion(destination):
        return
    _waiting[destination] = _StyleOnLoad(destination, style)
    context.layerToLoadOnCompletionDetails(destination).setPostProcessor(_waiting[destination])


def forget_styles(context: QgsProcessingContext) -> None:
    """Let go of the styles of a run whose outputs will not be loaded."""
    for destination in context.layersToLoadOnCompletion():
        _waiting.pop(destination, None)


def as_area_types(layer: QgsVectorLayer, field: str = AREA_TYPE) -> None:
    """Draw areas by type in the language of the user interface; areas without the field stay as they are."""
    if layer.fields().indexOf(field) >= 0:
        apply_area_type_style(layer, field, language=language())
    if layer.fields().indexOf(YEAR_START) >= 0 and layer.fields().indexOf(YEAR_END) >= 0:
        one_year_at_a_time(layer)


def as_overlay(layer: QgsVectorLayer, overlaid: Mapping[str, str] | None = None) -> None:
    """Draw areas by type, with a further style for each layer that was laid over them.

    Args:
        layer: the areas; what every style is to have, such as aliases, they have already.
        overlaid: the quantity of each layer, by its word; read from the last fields when None.
    """
    as_area_types(layer)
    add_amount_styles(layer, overlaid_layers(layer) if overlaid is None else overlaid, language())


def as_zones(layer: QgsVectorLayer) -> None:
    """Draw zones by distance in the language of the user interface."""
    apply_zone_style(layer, language())


class _StyleOnLoad(QgsProcessingLayerPostProcessorInterface):
    """Styles one layer, once."""

    def __init__(self, destination: str, style: Callable[[QgsVectorLayer], None]) -> None:
        super().__init__()
        self._destination, self._style = destination, style

    def postProcessLayer(
        self,
        layer: QgsMapLayer,
        context: QgsProcessingContext,  # noqa: ARG002 - QGIS calls it so
        feedback: QgsProcessingFeedback,  # noqa: ARG002
    ) -> None:
        """Style the layer and let go of the reference."""
        _waiting.pop(self._destination, None)
        if not isinstance(layer, QgsVectorLayer):
            return
        try:
            self._style(layer)
        except Exception:  # noqa: BLE001 - QGIS would stop loading half-way, for a layer that is there
            QgsMessageLog.logMessage(traceback.format_exc(), "Segregation", Qgis.MessageLevel.Warning)
