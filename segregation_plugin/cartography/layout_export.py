"""A printed map into files: drawn beside the destination, and moved there when all of it is done."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsFeedback, QgsLayoutExporter

from ..core.errors import InputError, RunCancelledError

if TYPE_CHECKING:
    from qgis.core import QgsPrintLayout

FORMATS = ("pdf", "png")
_DPI = 300


def export_map(
    layout: QgsPrintLayout, path: Path, dpi: float = _DPI, feedback: QgsFeedback | None = None
) -> list[Path]:
    """Draw a layout into a PDF, or into a PNG for each page.

    Args:
        layout: with or without an atlas.
        path: ends with ``.pdf`` or ``.png``; what is there is replaced once all is drawn.
        dpi: pixels per inch of what is drawn as an image.
        feedback: asked for cancel between pages.

    Returns:
        The files, as ``files_of`` says them before.

    Raises:
        InputError: they cannot be written.
        RunCancelledError: the user cancelled; nothing is changed.
    """
    feedback = feedback or QgsFeedback()
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix=".segregation-", dir=path.parent))
        _draw(layout, folder, path, dpi, feedback)
        files = files_of(layout, path)
        for file in files:
            (folder / file.name).replace(file)
    except OSError as error:
        raise _not_written(path) from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
    return files


def files_of(layout: QgsPrintLayout, path: Path) -> list[Path]:
    """Return what ``export_map`` writes: the path, or one beside it for each page of an atlas as images."""
    atlas = layout.atlas()
    if not atlas.enabled() or path.suffix.lower() == ".pdf":
        return [path]
    pages = [
        re.sub(r"\W+", "_", atlas.nameForPage(page)).strip("_") for page in range(atlas.updateFeatures())
    ]
    numbered = [
        f"{page}_{name}" if pages.count(name) > 1 else name for page, name in enumerate(pages, start=1)
    ]
    return [path.with_name(f"{path.stem}_{name}{path.suffix}") for name in numbered]


def _draw(layout: QgsPrintLayout, folder: Path, path: Path, dpi: float, feedback: QgsFeedback) -> None:
    if path.suffix.lower() == ".pdf":
        _draw_pdf(layout, folder / path.name, path, dpi, feedback)
        return
    atlas = layout.atlas()
    if not atlas.enabled():
        _draw_image(layout, folder / path.name, path, dpi)
        return
    files = files_of(layout, path)
    atlas.beginRender()
    try:
        for number, file in enumerate(files):
            if feedback.isCanceled():
                raise RunCancelledError
            atlas.seekTo(number)
            _draw_image(layout, folder / file.name, path, dpi)
            feedback.setProgress(100 * (number + 1) / len(files))
    finally:
        atlas.endRender()


def _draw_pdf(layout: QgsPrintLayout, file: Path, path: Path, dpi: float, feedback: QgsFeedback) -> None:
    settings = QgsLayoutExporter.PdfExportSettings()
    settings.dpi = dpi
    if layout.atlas().enabled():
        result, _ = QgsLayoutExporter.exportToPdf(layout.atlas(), str(file), settings, feedback)
    else:
        result = QgsLayoutExporter(layout).exportToPdf(str(file), settings)
    if result == QgsLayoutExporter.ExportResult.Canceled:
        raise RunCancelledError
    if result != QgsLayoutExporter.ExportResult.Success:
        raise _not_written(path)


def _draw_image(layout: QgsPrintLayout, file: Path, path: Path, dpi: float) -> None:
    """Draw the page into a PNG, without QGIS's own export: that one writes where the map lies, which a PNG cannot hold."""
    if not QgsLayoutExporter(layout).renderPageToImage(0, dpi=dpi).save(str(file), "PNG"):
        raise _not_written(path)


def _not_written(path: Path) -> InputError:
    return InputError(
        "The map could not be drawn into {path}; choose a file in a folder that can be written to, and that is not "
        "open elsewhere.",
        path=path,
    )
