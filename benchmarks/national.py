"""The made national data: ``python -m benchmarks.national 10k 100k 1m`` makes what is not in the cache yet.

Areas, railways, stops and land use are always made, roads in the sizes asked for.
"""

from __future__ import annotations

import argparse
import time
from functools import cache
from typing import TYPE_CHECKING

from .cache import data_path
from .made.areas import area_table
from .made.country import Country, make_country
from .made.geopackage import Table, write
from .made.others import landuse_table, rail_table, stop_table
from .made.roads import road_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "2m": 2_000_000}
OTHERS: dict[str, Callable[[Country], Table]] = {
    "areas": area_table,
    "rail": rail_table,
    "stops": stop_table,
    "landuse": landuse_table,
}


def ensure(layers: Sequence[str]) -> None:
    """Make the layers that are not there yet, and say what that takes."""
    for layer in layers:
        path = data_path(layer)
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        write(path, _table(layer))
        print(
            f"{path}: {path.stat().st_size / 1e6:.0f} MB in {time.perf_counter() - began:.0f} s", flush=True
        )


def _table(layer: str) -> Table:
    if layer in OTHERS:
        return OTHERS[layer](_country())
    return road_table(_country(), layer, SIZES[layer.removeprefix("roads_")])


@cache
def _country() -> Country:
    return make_country()


def main() -> None:
    """Make what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", help=f"sizes of the road layer: {', '.join(SIZES)}")
    sizes = parser.parse_args().sizes
    if unknown := set(sizes) - set(SIZES):
        parser.error(f"no such size: {', '.join(sorted(unknown))}")
    ensure([*OTHERS, *(f"roads_{size}" for size in sizes)])
    print(data_path("areas").parent)


if __name__ == "__main__":
    main()
