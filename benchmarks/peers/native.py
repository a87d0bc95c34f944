"""QGIS's native algorithms, as one would run them from the toolbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.cache import data_path
from benchmarks.cases import SEGMENTS, within

from . import qgis_session
from .qgis_session import column, run, versions

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.cases import Case

__all__ = ["compute", "prepare", "versions"]

_CODE = "region_code"
_FIGURE = "figure"


def prepare(_: Case, __: str) -> None:
    """Start QGIS."""
    qgis_session.start()


def compute(case: Case, option: str) -> tuple[list[str], list[float]]:
    """Return codes and figures; ``intersection`` cuts the lines instead of summing them."""
    areas, layer = str(data_path("areas")), str(data_path(case.layer))
    with qgis_session.Scratch() as folder:
        if option == "intersection":
            return _sum_of_pieces(layer, areas, "length(@geometry)", folder)
        if case.kind == "share":
            return _shares(areas, layer, max(case.distances), folder)
        return _amounts(case, areas, layer, folder)


def _amounts(case: Case, areas: str, layer: str, folder: Path) -> tuple[list[str], list[float]]:
    out = {"OUTPUT": str(folder / "result.gpkg")}
    calls: dict[str, tuple[str, dict[str, Any], str]] = {
        "length_m": (
            "native:sumlinelengths",
            {"POLYGONS": areas, "LINES": layer, "LEN_FIELD": _FIGURE},
            _FIGURE,
        ),
        "count": (
            "native:countpointsinpolygon",
            {"POLYGONS": areas, "POINTS": layer, "FIELD": _FIGURE},
            _FIGURE,
        ),
        "area_m2": (
            "native:calculatevectoroverlaps",
            {"INPUT": areas, "LAYERS": [layer]},
            f"{case.layer}_area",
        ),
    }
    algorithm, parameters, field = calls[case.kind]
    return column(run(algorithm, parameters | out)["OUTPUT"], _CODE, field)


def _shares(areas: str, layer: str, distance: int, folder: Path) -> tuple[list[str], list[float]]:
    """Buffer and dissolve, split to parts (the whole would never end), intersect, then sum and divide."""
    buffer = {"INPUT": layer, "DISTANCE": distance, "SEGMENTS": SEGMENTS, "DISSOLVE": True}
    zone = run("native:buffer", buffer | {"OUTPUT": str(folder / "zone.gpkg")})["OUTPUT"]
    parts = run("native:multiparttosingleparts", {"INPUT": zone, "OUTPUT": str(folder / "parts.gpkg")})
    codes, figures = _sum_of_pieces(areas, parts["OUTPUT"], 'area(@geometry) / "land_area_m2"', folder)
    return [within(code, distance) for code in codes], figures


def _sum_of_pieces(first: str, second: str, expression: str, folder: Path) -> tuple[list[str], list[float]]:
    pieces = run(
        "native:intersection", {"INPUT": first, "OVERLAY": second, "OUTPUT": str(folder / "pieces.gpkg")}
    )
    aggregates = [
        {
            "aggregate": "first_value",
            "input": f'"{_CODE}"',
            "name": _CODE,
            "type": 10,
            "length": 0,
            "precision": 0,
        },
        {"aggregate": "sum", "input": expression, "name": _FIGURE, "type": 6, "length": 0, "precision": 0},
    ]
    table = run(
        "native:aggregate",
        {
            "INPUT": pieces["OUTPUT"],
            "GROUP_BY": f'"{_CODE}"',
            "AGGREGATES": aggregates,
            "OUTPUT": str(folder / "sums.gpkg"),
        },
    )
    return column(table["OUTPUT"], _CODE, _FIGURE)
