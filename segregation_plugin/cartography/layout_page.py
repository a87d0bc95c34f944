"""The paper of a printed map and where things stand on it: A4 or A3, lying or standing."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import QRectF

PAPERS = {"A4": (297.0, 210.0), "A3": (420.0, 297.0)}
"""Long and short side in mm."""
_LARGER_ON = {
    "A4": 1.0,
    "A3": 1.25,
}  # a large paper is for a larger map first, and only then for larger letters
_MARGIN, _GAP = 8.0, 6.0
_TITLE, _SUBTITLE, _MAP_TOP = (7.0, 9.0), (17.0, 7.0), 26.0  # top, height
_BOTTOM, _SOURCE_LYING, _SOURCE_STANDING = 5.0, 8.0, 11.0
_LEGEND_WIDTH, _LEGEND_HEIGHT = 81.0, 70.0  # lying: beside the map; standing: under it
_SCALE_BAR, _ARROW = (62.0, 14.0), (12.0, 14.0)


@dataclass(frozen=True)
class Page:
    """A paper, and what of it each part of the map takes."""

    paper: str = "A4"
    is_landscape: bool = True

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height."""
        long, short = PAPERS[self.paper]
        return (long, short) if self.is_landscape else (short, long)

    @property
    def enlargement(self) -> float:
        """How much larger letters and margins are than on A4."""
        return _LARGER_ON[self.paper]

    @property
    def legend_columns(self) -> int:
        """In how many columns the legend stands."""
        return 1 if self.is_landscape else 2

    def places(self) -> dict[str, QRectF]:
        """Return left, top, width and height in mm of every part; the legend takes what it needs of its place."""
        by = self.enlargement
        width, height = (side / by for side in self.size_mm)  # as if the paper were A4's measure
        source_height = _SOURCE_LYING if self.is_landscape else _SOURCE_STANDING
        inside = width - 2 * _MARGIN
        source_top = height - _BOTTOM - source_height
        places = {
            "title": QRectF(_MARGIN, _TITLE[0], inside, _TITLE[1]),
            "subtitle": QRectF(_MARGIN, _SUBTITLE[0], inside, _SUBTITLE[1]),
            "source": QRectF(_MARGIN, source_top, inside, source_height),
            **(_beside if self.is_landscape else _below)(width - _MARGIN, source_top - 2, inside),
        }
        return {
            name: QRectF(place.x() * by, place.y() * by, place.width() * by, place.height() * by)
            for name, place in places.items()
        }


def _beside(right: float, bottom: float, inside: float) -> dict[str, QRectF]:
    """Return the places of the map and of a column to the right of it."""
    left, low = right - _LEGEND_WIDTH, bottom - _SCALE_BAR[1]
    return {
        "map": QRectF(_MARGIN, _MAP_TOP, inside - _LEGEND_WIDTH - _GAP, bottom - _MAP_TOP),
        "legend": QRectF(left, _MAP_TOP, _LEGEND_WIDTH, low - 3 - _MAP_TOP),
        "scale bar": QRectF(left, low, *_SCALE_BAR),
        "north arrow": QRectF(right - _ARROW[0], low, *_ARROW),
    }


def _below(right: float, bottom: float, inside: float) -> dict[str, QRectF]:
    """Return the places of the map and of a row under it."""
    top, left = bottom - _LEGEND_HEIGHT, right - _SCALE_BAR[0]
    return {
        "map": QRectF(_MARGIN, _MAP_TOP, inside, top - 3 - _MAP_TOP),
        "legend": QRectF(_MARGIN, top, inside - _SCALE_BAR[0] - 2, _LEGEND_HEIGHT),
        "scale bar": QRectF(left, bottom - _SCALE_BAR[1], *_SCALE_BAR),
        "north arrow": QRectF(right - _ARROW[0], top, *_ARROW),
    }
