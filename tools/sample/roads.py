"""Motorway, railway, stations, streets with their crossings, bus stops and noise."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from . import plan
from .shapes import GRID, line, on_grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

Rows = list[tuple[QgsGeometry, dict[str, Any]]]
"""Features: a geometry and the values of its fields."""

_LINK_KM = 1.3
_NOISE_METRES = {55: 420.0, 60: 230.0, 65: 115.0, 70: 50.0}
"""How far out a noise level (Lden, dB) reaches beside a road with the reference traffic."""
_RAILWAY_NOISE_METRES = {55: 190.0, 60: 90.0}
_REFERENCE_TRAFFIC = 40_000
_UNCOUNTED_TRAFFIC = 20_000  # for the noise of sections without a count
_CLASS_DB = 5
_NOISE_SEGMENTS = 6
_NOISE_STEP = 3  # every third vertex is enough for a contour


def _kilometre(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return (points[:, 0] - plan.ORIGIN[0]) / 1000.0


def _links(points: NDArray[np.float64], breaks: list[float]) -> list[NDArray[np.float64]]:
    """Cut a line that runs eastward at its vertices next to the given kilometres."""
    cuts = np.searchsorted(_kilometre(points), breaks)
    cuts = np.unique(np.clip([0, *cuts, len(points) - 1], 0, len(points) - 1))
    return [points[start : end + 1] for start, end in pairwise(cuts)]


def _evenly(breaks: list[float]) -> list[float]:
    """Return breaks with more between them, so that no link is longer than wanted."""
    result = []
    for start, end in pairwise(breaks):
        result.extend(
            np.linspace(start, end, int(np.ceil((end - start) / _LINK_KM)), endpoint=False).tolist()
        )
    return [*result, breaks[-1]]


def motorway(points: NDArray[np.float64]) -> Rows:
    """Return the links of the motorway with the fields of a delivery from the national road database."""
    starts = [section[0] for section in plan.SECTIONS]
    rows = []
    for number, link in enumerate(_links(points, _evenly([*starts, float(_kilometre(points)[-1])])), start=1):
        section = plan.SECTIONS[np.searchsorted(starts, _kilometre(link)[len(link) // 2], side="right") - 1]
        values = {
            "ROUTE_ID": f"99{number:05d}",
            "Klass_181": 0,
            "Motorvag": 1,
            "Vagha_6": 1,
            "Vagtr_474": 1,
            "ADT_f_117": section[1],
            "ADT_l_115": section[2],
            "F_Hogst_225": section[3],
            "B_Hogst_225": section[3],
        }
        rows.append((line(link), values))
    return rows


def railway(points: NDArray[np.float64]) -> Rows:
    """Return the railway from one operating point to the next."""
    ends = _kilometre(points)[[0, -1]].tolist()
    rows = []
    for number, link in enumerate(
        _links(points, _evenly([ends[0], *(s[2] for s in plan.STATIONS), ends[1]])), 1
    ):
        middle = _kilometre(link)[len(link) // 2]
        double = plan.DOUBLE_TRACK[0] <= middle <= plan.DOUBLE_TRACK[1]
        values = {
            "id": f"TRK-{number}",
            "name": "Kustbanan",
            "trackId": "990",
            "type": "dubbelspår" if double else "enkelspår",
            "tracks": 2 if double else 1,
        }
        rows.append((line(link), values))
    return rows


def stations(railway_points: NDArray[np.float64]) -> Rows:
    """Return the stations, each on a vertex of the railway."""
    rows = []
    for number, (name, signature, east, platforms) in enumerate(plan.STATIONS, start=1):
        place = railway_points[np.searchsorted(_kilometre(railway_points), east)]
        values = {
            "id": f"STA-{number}",
            "name": name,
            "signature": signature,
            "type": "station",
            "platforms": platforms,
            "accessible": 1,
        }
        rows.append((QgsGeometry.fromPointXY(QgsPointXY(*place)), values))
    return rows


def noise(motorway_rows: Rows, railway_rows: Rows) -> Rows:
    """Return noise classes: rings along the motorway and, overlapping them, along the railway."""
    return [
        *_contours("väg", motorway_rows, _NOISE_METRES),
        *_contours("järnväg", railway_rows, _RAILWAY_NOISE_METRES),
    ]


def _contours(source: str, rows: Rows, reach: dict[int, float]) -> Rows:
    levels = sorted(reach)
    outer = {level: _louder_than(rows, reach[level]) for level in levels}
    found = []
    for level, higher in zip(levels, [*levels[1:], None], strict=True):
        ring = outer[level].difference(outer[higher]) if higher else outer[level]
        end = higher or level + _CLASS_DB
        shape = on_grid(ring, 10 * GRID)
        shape.convertToMultiType()
        found.append(
            (
                shape,
                {
                    "kalla": source,
                    "matt": "Lden",
                    "klass": f"{level}-{end}",
                    "fran_db": level,
                    "till_db": end,
                },
            )
        )
    return found


def _louder_than(rows: Rows, reach: float) -> QgsGeometry:
    zones = []
    for geometry, values in rows:
        traffic = values.get("ADT_f_117", _REFERENCE_TRAFFIC) or _UNCOUNTED_TRAFFIC
        points = np.array(geometry.asPolyline())
        coarse = np.vstack([points[:-1:_NOISE_STEP], points[-1:]])
        distance = reach * np.sqrt(traffic / _REFERENCE_TRAFFIC)
        zones.append(line(coarse).buffer(float(distance), _NOISE_SEGMENTS))
    return QgsGeometry.unaryUnion(zones)
