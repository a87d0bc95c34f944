"""The region a zone is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from .errors import InputError
from .region_codes import county_code, level_of, municipality_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Reference = Literal["all", "counties", "municipalities"]
REFERENCES: tuple[Reference, ...] = ("all", "counties", "municipalities")
_UNIT_OF = {"counties": county_code, "municipalities": municipality_code}


def reference_region(
    reference: Reference, codes: Sequence[str], met: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], list[str]]:
    """Choose the areas to compare with.

    Args:
        reference: every area, or those of the län or kommuner that the zone overlaps.
        codes: RegSO or DeSO codes, shape (areas,).
        met: shape (areas,), which of them overlap the project's largest zone.

    Returns:
        Shape (areas,), the chosen areas, and the codes of the chosen units (none for ``all``).

    Raises:
        InputError: a code is neither RegSO nor DeSO where län or kommuner are asked for.
    """
    if reference == "all":
        return np.ones(len(codes), dtype=np.bool_), []
    unknown = next((code for code in codes if level_of(code) is None), None)
    if unknown is not None:
        raise InputError(
            "Area code {code} is neither RegSO nor DeSO, so its län and kommun are not known; choose the field with "
            "the codes, or compare with all areas.",
            code=unknown,
        )
    units = np.array([_UNIT_OF[reference](code) for code in codes])
    chosen = np.unique(units[met])
    return np.isin(units, chosen), chosen.tolist()
