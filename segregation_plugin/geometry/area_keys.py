"""An area layer's identity: what tables are matched with, and what goes on to the output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core import region_codes, schema
from ..core.errors import InputError
from ..core.labels import region_label
from ..core.municipalities import municipality_name
from ..core.region_table import AreaKeys
from .tables import table_of

if TYPE_CHECKING:
    from ..core.tables import Table
    from .areas import Areas


@dataclass(frozen=True)
class AreaIdentity:
    """The areas' keys, and the schema's ``IDENTITY_FIELDS`` of each."""

    keys: AreaKeys
    values: list[tuple[str | None, ...]]


def area_identity(areas: Areas) -> AreaIdentity:
    """Return the identity of areas; what the layer does not say follows from the code.

    Raises:
        InputError: a code is no RegSO or DeSO code, both kinds are mixed, or so are divisions.
    """
    table = table_of(areas.features)
    codes = _codes(areas)
    texts = {name: table.texts(table.field(name)) for name in schema.IDENTITY_FIELDS}
    values: list[tuple[str | None, ...]] = []
    for row, code in enumerate(codes):
        kommun = region_codes.municipality_code(code)
        values.append(
            (
                code,
                texts[schema.REGION_NAME][row],
                texts[schema.MUNICIPALITY_CODE][row] or kommun,
                texts[schema.MUNICIPALITY_NAME][row] or municipality_name(kommun),
                texts[schema.COUNTY_CODE][row] or region_codes.county_code(code),
                texts[schema.DIVISION][row],
                texts[schema.REGION_VERSION][row],
            )
        )
    keys = AreaKeys(
        layer=areas.features.name,
        codes=codes,
        labels=[region_label(value[3], value[1]) if value[3] and value[1] else None for value in values],
        level=_level(codes, areas),
        division=_division(table),
    )
    return AreaIdentity(keys, values)


def _codes(areas: Areas) -> list[str]:
    codes = []
    for raw in areas.codes:
        code = region_codes.normalise(raw)
        if code is None:
            raise InputError(
                "Layer {layer} has {code} where a RegSO or DeSO code such as 0114R001 was expected; run Prepare areas "
                "on it first.",
                layer=areas.features.name,
                code=raw,
            )
        codes.append(code[0])
    return codes


def _level(codes: list[str], areas: Areas) -> region_codes.Level:
    levels = {region_codes.level_of(code) for code in codes}
    if len(levels) > 1:
        raise InputError(
            "Layer {layer} mixes RegSO and DeSO areas; give a layer with one kind of area.",
            layer=areas.features.name,
        )
    return next(iter(levels)) or "RegSO"


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
