"""Which layer and which table of SCB holds what: the division follows from the year, and with it all the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core import region_codes
from .wfs import WfsLayer

if TYPE_CHECKING:
    from ...core.region_codes import Level

AREA_LAYERS = {
    region_codes.REGSO_2020: WfsLayer("stat:RegSO_2020", "regsokod", 200),
    region_codes.REGSO_2025: WfsLayer("stat:RegSO_2025", "regsokod", 200),
    region_codes.DESO_2018: WfsLayer("stat:DeSO_2018", "desokod", 200),
    region_codes.DESO_2025: WfsLayer("stat:DeSO_2025", "desokod", 200),
}
LOCALITIES = WfsLayer("stat:Tatorter_2023", "tatortskod", 200)
SMALL_LOCALITIES = WfsLayer("stat:Smaorter_2023", "", 500)
"""What its fields are called is not documented."""
LOCALITY_YEAR = 2023
GRID = WfsLayer("stat:befolkning_1km_2025", "rutid_scb", 2000)
GRID_YEAR = 2025

INDEX_TABLE, POPULATION_TABLE = "TAB6586", "TAB6574"
INDEX_CONTENTS = ("000008IT", "000008IU", "000008IV", "000008IW", "000008IX")
"""Index, area type, and the three shares."""
POPULATION_SELECTION = {"Alder": ["totalt"], "Kon": ["1+2"], "ContentsCode": ["000007Y7"]}
REGION, CONTENTS, TIME = "Region", "ContentsCode", "Tid"

OWN_HOST = "scb.se"

CORRECTED_YEAR, CORRECTED = 2024, "2026-06-23"
"""The index of 2024 was corrected that day; what was fetched before holds other figures."""


def database_codes(level: Level, division: str, values: list[str]) -> dict[str, str]:
    """Return the codes of a division among the regions of a table: the database's code by the plain one.

    A code without a suffix is of the old division there.

    Args:
        level: RegSO or DeSO.
        division: of that level.
        values: all codes of the variable ``Region``.
    """
    found = {}
    for value in values:
        code = region_codes.normalise(value)
        if code is None or region_codes.level_of(code[0]) != level:
            continue
        if (code[1] or region_codes.OLD_DIVISION[level]) == division:
            found[code[0]] = value
    return found


def is_own(host: str) -> bool:
    """Say whether a machine is SCB's."""
    return host == OWN_HOST or host.endswith(f".{OWN_HOST}")
