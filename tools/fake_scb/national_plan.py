"""Which codes the made-up country has, and on which cells of its ground they lie in each division.

The ground is a grid of cells. A cell belongs to one RegSO of each division, mostly of the same code. What differs
between the divisions differs as in the real ones: 2584R001 ended, 2523R011 is new, 288 codes in 99 kommuner kept their
name and have other ground.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from segregation_plugin.core.municipalities import MUNICIPALITIES

OLD, NEW = "old", "new"
COLUMNS = 37
"""Of cells; chosen so that the cells of the two kommuner with an ended and a new code lie in one row."""
_REGSO = 3_363
_LARGEST = {"0180": 127, "1280": 91, "1480": 147}
_ENDED, _NEW = "2584R001", "2523R011"
_BEFORE_NEW = 10
"""RegSO of the older division in the kommun with a new code."""
_PAIRS = 143
_KOMMUNER_WITH_PAIRS = 97
"""With the two kommuner of the ended and the new code: 2 * 143 + 2 codes in 97 + 2 kommuner."""
_DESO = {OLD: 5_984, NEW: 6_160}
_MOST_CUTS = 2


@dataclass
class Cell:
    """One cell of the ground.

    Args:
        row: from the south.
        column: from the west.
        regso: code in each division.
        cuts: how many lines part it into DeSO, in each division.
        is_moved: whether the border to its eastern neighbour differs between the divisions.
    """

    row: int
    column: int
    regso: dict[str, str]
    cuts: dict[str, int]
    is_moved: bool = False


def plan() -> list[Cell]:
    """Return the cells in order of their codes: rows alternately eastward and westward, so that kommuner hold together."""
    chance = random.Random(290)  # noqa: S311 - the same country every time
    pairs = [pair for kommun, count in _counts(chance).items() for pair in _codes(kommun, count)]
    cells = []
    for place, (old, new) in enumerate(pairs):
        row, step = divmod(place, COLUMNS)
        column = COLUMNS - 1 - step if row % 2 else step
        cells.append(Cell(row, column, {OLD: old, NEW: new}, {OLD: 0, NEW: 0}))
    _move_borders(cells, chance)
    _cut(cells, chance)
    return cells


def _counts(chance: random.Random) -> dict[str, int]:
    """Return how many cells each kommun has: as many as RegSO, and one more where a code ended or is new."""
    new = _NEW[:4]
    fixed = {**_LARGEST, new: _BEFORE_NEW + 1}
    counts = {kommun: fixed.get(kommun) or chance.randint(2, 17) for kommun in MUNICIPALITIES}
    others = [kommun for kommun in counts if kommun not in fixed]
    missing = _REGSO + 1 - sum(counts.values())
    for place in range(abs(missing)):
        counts[others[place % len(others)]] += 1 if missing > 0 else -1
    return counts


def _codes(kommun: str, count: int) -> list[tuple[str, str]]:
    """Return the older and the newer code of each cell of a kommun."""
    codes = [f"{kommun}R{number:03d}" for number in range(1, count + 1)]
    pairs = list(zip(codes, codes, strict=True))
    if _ENDED in codes:
        pairs[0] = (_ENDED, codes[1])
    if _NEW in codes:
        pairs[-1] = (codes[-2], _NEW)
    return pairs


def _move_borders(cells: list[Cell], chance: random.Random) -> None:
    """Choose the pairs of neighbours whose border differs: one pair in most kommuner, two in some."""
    by_kommun: dict[str, list[Cell]] = {}
    for cell in cells:
        by_kommun.setdefault(cell.regso[NEW][:4], []).append(cell)
    able = {kommun: pairs for kommun, own in by_kommun.items() if len(pairs := _neighbours(own)) > 1}
    for kommun in (_ENDED[:4], _NEW[:4]):
        able.pop(kommun, None)
    kommuner = chance.sample(sorted(able), _KOMMUNER_WITH_PAIRS)
    for place, kommun in enumerate(kommuner):
        for cell in able[kommun][: 2 if place < _PAIRS - _KOMMUNER_WITH_PAIRS else 1]:
            cell.is_moved = True


def _neighbours(cells: list[Cell]) -> list[Cell]:
    """Return the western cells of pairs of neighbours in a row; no cell is in two pairs."""
    western, place = [], 0
    while place + 1 < len(cells):
        one, other = cells[place], cells[place + 1]
        if one.row == other.row:
            western.append(min(one, other, key=lambda cell: cell.column))
            place += 1
        place += 1
    return western


def _cut(cells: list[Cell], chance: random.Random) -> None:
    """Part cells into DeSO until there are as many as there should be; the newer division parts some further."""
    able = [cell for cell in cells for _ in range(_MOST_CUTS)]
    for cell in chance.sample(able, _DESO[OLD] - len(cells)):
        cell.cuts[OLD] += 1
    further = set(chance.sample(range(len(cells)), _DESO[NEW] - _DESO[OLD]))
    for place, cell in enumerate(cells):
        cell.cuts[NEW] = cell.cuts[OLD] + (place in further)
