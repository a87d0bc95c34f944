"""How results look when the desktop loads them: the same from the toolbox, a model and the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...cartography.post_process import style_on_load
from ..writing.staging import is_staged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qgis.core import QgsProcessingContext, QgsVectorLayer

    Styles = Mapping[str, Callable[[QgsVectorLayer], None]]


def style_results(results: Mapping[str, Any], styles: Styles, context: QgsProcessingContext) -> None:
    """Ask that outputs be styled when they are loaded; to be called once they are in place.

    A step of a shipped model leaves its outputs alone: they will be moved, which would take the style away, and
    the model styles them itself.

    Args:
        results: of the run, by the names of the outputs.
        styles: how to style which output.
        context: of the run.
    """
    for name, style in styles.items():
        destination = results.get(name)
        if destination is not None and not is_staged(destination):
            style_on_load(context, destination, style)
