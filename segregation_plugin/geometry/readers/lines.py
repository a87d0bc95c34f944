"""Lines of a layer in batches, read the fastest way that gives what QGIS would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import Qgis

from ...core.errors import Phrase
from ...core.tables import Table
from ..crs import to_sweref99_tm
from ..reading import Features, field_index, require_some
from .batch import agree, batch_of, in_batches
from .by_feature import LINE, FeatureReader
from .columnar import ColumnarTable, UnfitError
from .columns import FigureError
from .wkb import lines_from_wkb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsCoordinateTransformContext, QgsFeedback

    from ..reading import LayerSource
    from .batch import LineBatch, Wanted
    from .columnar import Rows

BATCH = 32_768
"""Features, unless they have very many vertices."""
_COMPARED = 64
"""Features read both ways before the columns are trusted."""


class LineReader:
    """Reads the lines of a layer in batches.

    The result is that of ``read_features`` and ``parts_by_kind`` for lines: features without a geometry or without a
    line that has a length are skipped and counted, parts of one vertex or without length left out, curves made
    straight, Z and M dropped, all in EPSG:3006. What QGIS need not decide upon, since the layer is a plain table in a
    file, is read as columns; everything else feature by feature.

    Args:
        layer: what to read.
        wanted: the fields.
        transform_context: the project's choice of datum transformations.
        feedback: asked for cancel.

    Raises:
        InputError: the layer has no CRS, or not the fields.
    """

    def __init__(
        self,
        layer: LayerSource,
        wanted: Wanted,
        transform_context: QgsCoordinateTransformContext,
        feedback: QgsFeedback,
    ) -> None:
        transform = to_sweref99_tm(layer.crs, layer.name, transform_context)
        indices = {name: field_index(layer.fields, name, layer.name) for name in wanted.names}
        self._layer = layer
        self._wanted = wanted
        self._spelled = {name: layer.fields.at(index).name() for name, index in indices.items()}
        self._feedback = feedback
        self._kept = 0
        self._by_feature = FeatureReader(layer, wanted, indices, transform, feedback)
        self.slow_because: Phrase | None = None
        """Why the layer is read feature by feature, or why its rest was; None where it is read as columns."""
        if isinstance(layer.table, Phrase):
            self.slow_because = layer.table
        elif layer.selected is not None:
            self.slow_because = Phrase("its selected features alone are read")
        elif not transform.isShortCircuited():
            self.slow_because = Phrase("it has to be transformed to EPSG:3006")
        elif any(layer.fields.fieldOrigin(index) != Qgis.FieldOrigin.Provider for index in indices.values()):
            self.slow_because = Phrase("a field is joined or computed")

    def batches(self, features: int = BATCH) -> Iterator[LineBatch]:
        """Yield the lines, about that many features at a time.

        Raises:
            InputError: there are no lines, a figure is no number, a feature cannot be transformed, or the layer
                changed meanwhile.
            RunCancelledError: the user cancelled.
        """
        self._kept = 0
        yield from in_batches(self._counted(), features)
        if not self._kept:
            nothing = Features(self._layer.name, self._layer.fields)
            require_some(nothing, self._by_feature.of_other_types, (LINE,))

    def _counted(self) -> Iterator[LineBatch]:
        try:
            for piece in self._pieces():
                self._kept += piece.lines.line_count
                yield piece
        except FigureError as error:
            field, values = error.args
            Table(self._layer.name, {field: [None] * self._kept + values}).figures(field)  # says which row
            raise

    def _pieces(self) -> Iterator[LineBatch]:
        read, last_id = 0, -1
        if self.slow_because is None:
            try:
                for rows in self._columnar_rows():
                    yield self._batch(rows)
                    read, last_id = read + rows.ids.size, int(rows.ids[-1])
            except UnfitError as error:
                self.slow_because = error.args[0]
            else:
                return
        yield from self._by_feature.batches(read, last_id)

    def _columnar_rows(self) -> Iterator[Rows]:
        table = ColumnarTable(self._layer.table, list(dict.fromkeys(self._spelled.values())))
        for number, rows in enumerate(table.rows(self._feedback)):
            if number == 0:
                self._compare(rows.first(_COMPARED))
            yield rows

    def _compare(self, rows: Rows) -> None:
        """Refuse columns of which the first features are not what QGIS reads: a guard against GDALs yet to come."""
        ids, batch = self._by_feature.first(rows.ids.size)
        if rows.ids.tolist() != ids or not agree(self._batch(rows), batch):
            raise UnfitError(Phrase("its first features come out differently as columns"))

    def _batch(self, rows: Rows) -> LineBatch:
        try:
            found = lines_from_wkb(rows.blobs)
        except ValueError as error:
            raise UnfitError(Phrase("a geometry is not of the type that the file declares")) from error
        columns = {name: rows.columns[spelled] for name, spelled in self._spelled.items()}
        return batch_of(found, columns, self._wanted, len(rows.blobs))
