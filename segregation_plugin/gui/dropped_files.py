"""Which of some dropped files is which: polygons, the index, the population, a key; told by their names and beginnings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from ..core.words import ascii_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

Slot = Literal["areas", "index", "population", "key"]

POLYGONS = (".gpkg", ".shp", ".geojson", ".gml", ".fgb", ".zip")
"""Files that hold polygons whatever they are called; ``.json`` may as well, as SCB's geodata service answers."""
_BESIDE_A_SHAPEFILE = (".dbf", ".shx", ".prj", ".cpg", ".qpj", ".qix", ".sbn", ".sbx", ".xml")
_HEAD_BYTES = 65_536
_FEATURES = re.compile(rb'"type"\s*:\s*"FeatureCollection"')
_KEY = re.compile("koppling|nyckel|(?<![a-z])key(?![a-z])")
_WORDS: tuple[tuple[Slot, re.Pattern[str]], ...] = (
    ("index", re.compile("6586|socioek|omradestyp|000008i[tuvwx]")),
    ("population", re.compile("6574|folkm|befolkning|population|invanare|000007y7")),
)
_EXACT = frozenset({".csv", ".txt", ".tsv", ".json", ".px"})
"""Files whose beginning is text."""


def placed(paths: Iterable[Path], filled: Collection[Slot] = ()) -> tuple[dict[Slot, Path], list[Path]]:
    """Return the file for each place, and those for which there is none.

    Names count before beginnings; a table that neither tells is the index, or where there is one, the population. Parts
    of a shapefile go with it.

    Args:
        paths: of the files.
        filled: places that hold a file by now; only what is surely of such a place takes it.
    """
    found: dict[Slot, Path] = {}
    unknown, left = [], []
    for path in paths:
        if path.suffix.lower() in _BESIDE_A_SHAPEFILE:
            continue
        slot = _slot(path)
        if slot is None:
            unknown.append(path)
        elif slot in found:
            left.append(path)
        else:
            found[slot] = path
    for path in unknown:
        free = next((slot for slot in ("index", "population") if slot not in (*found, *filled)), None)
        if free is None:
            left.append(path)
        else:
            found[free] = path
    return found, left


def _slot(path: Path) -> Slot | None:
    if path.suffix.lower() in POLYGONS:
        return "areas"
    head = _head(path)
    if path.suffix.lower() == ".json" and _FEATURES.search(head[:2048]):
        return "areas"
    if _KEY.search(ascii_words(path.stem)):
        return "key"
    for text in _texts(path, head):
        for slot, words in _WORDS:
            if words.search(text):
                return slot
    return None


def _texts(path: Path, head: bytes) -> Iterator[str]:
    yield ascii_words(path.stem)
    if path.suffix.lower() in _EXACT:
        yield ascii_words(head.decode("utf-8", errors="replace"))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError:
        return b""
