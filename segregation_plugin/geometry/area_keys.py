"""The identity of areas that were prepared: what tables are matched with, and what goes on to the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import region_codes, schema
from ..core.area_identity import AreaIdentities, area_values, level_of_codes
from ..core.errors import InputError
from .tables import table_of

if TYPE_CHECKING:
    from ..core.tables import Table
    from .areas import Areas


def area_identity(areas: Areas) -> AreaIdentities:
    """Return the identity of areas.

    Raises:
        InputError: a code is no RegSO or DeSO code, both kinds are mixed, or so are divisions.
    """
    table = table_of(areas.features)
    _require_codes(areas.codes, table.name)
    texts = [
        table.texts(table.field(name))
        for name in (schema.REGION_NAME, schema.MUNICIPALITY_NAME, schema.DIVISION, schema.REGION_VERSION)
    ]
    return AreaIdentities(
        layer=table.name,
        level=level_of_codes(areas.codes, table.name) or "RegSO",
        division=_division(table),
        values=[area_values(*row) for row in zip(areas.codes, *texts, strict=True)],
    )


def _require_codes(codes: list[str], layer: str) -> None:
    """Refuse what is no code; those that are one have been normalised as they were read."""
    for code in codes:
        if region_codes.level_of(code) is None:
            raise InputError(
                "Layer {layer} has {code} where a RegSO or DeSO code such as 0114R001 was expected; run Prepare areas "
                "on it first.",
                layer=layer,
                code=code,
            )


def _division(table: Table) -> str | None:
    found = set(table.texts(table.field(schema.DIVISION)))
    if len(found) > 1:
        raise InputError(
            "Layer {layer} mixes divisions in field {field} ({divisions}); give a layer of one division.",
            layer=table.name,
            field=schema.DIVISION,
            divisions=", ".join(sorted(division or "NULL" for division in found)),
        )
    division = next(iter(found), None)
    if division is not None and division not in region_codes.DIVISIONS:
        raise InputError(
            "Layer {layer} has {division} in field {field}; expected one of {divisions}: run Prepare areas on it.",
            layer=table.name,
            division=division,
            field=schema.DIVISION,
            divisions=", ".join(region_codes.DIVISIONS),
        )
    return division
