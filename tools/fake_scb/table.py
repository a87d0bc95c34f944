"""A table of the statistical database: axes, figures, and what is cut out of it as json-stat2."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

MISSING = ".."
_CONTENT = ("id", "size", "dimension", "extension", "value", "status")
Value = float | int | None
Places = dict[str, list[int]]
"""Chosen places along the axes, by code of the axis; an axis that is not named is eliminated."""


class Dimension:
    """One axis of a table, as json-stat2 describes it."""

    def __init__(self, code: str, document: dict[str, Any]) -> None:
        self.code = code
        self.document = document
        index = document["category"]["index"]
        self.codes = sorted(index, key=index.__getitem__)
        self.place = {code: place for place, code in enumerate(self.codes)}
        self.labels: dict[str, str] = document["category"]["label"]

    @property
    def elimination_code(self) -> str | None:
        """The code that stands for all where the axis is not chosen, None where it must be chosen."""
        return self.document["extension"].get("eliminationValueCode")

    def part(self, places: list[int]) -> dict[str, Any]:
        """Return the description of a part of the axis, in json-stat2."""
        codes = [self.codes[place] for place in places]
        category = {
            key: {code: values[code] for code in codes if code in values}
            for key, values in self.document["category"].items()
        }
        category["index"] = {code: place for place, code in enumerate(codes)}
        extension = {key: self._of(codes, value) for key, value in self.document["extension"].items()}
        return {**self.document, "category": category, "extension": extension}

    def _of(self, codes: list[str], value: Any) -> Any:
        """Return what is said of the codes, where something is said of each code."""
        if isinstance(value, dict) and value and value.keys() <= self.place.keys():
            return {code: value[code] for code in codes if code in value}
        return value


@dataclass
class Table:
    """A table.

    Args:
        head: the json-stat2 document without axes and figures; ``extension`` is kept apart.
        extension: of the document, with ``px``.
        dimensions: the axes in order.
        values: the figures in json-stat2's order: the last axis runs fastest.
        signs: by place in the values, where the sign is another than ``..`` for what is missing.
    """

    head: dict[str, Any]
    extension: dict[str, Any]
    dimensions: list[Dimension]
    values: list[Value]
    signs: dict[int, str] = field(default_factory=dict)

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Table:
        """Return the table of a json-stat2 document."""
        values = document["value"]
        signs = {int(place): sign for place, sign in document.get("status", {}).items()}
        return cls(
            {key: value for key, value in document.items() if key not in _CONTENT},
            document["extension"],
            [Dimension(code, document["dimension"][code]) for code in document["id"]],
            values,
            {place: sign for place, sign in signs.items() if sign != MISSING or values[place] is not None},
        )

    @property
    def id(self) -> str:
        """The table's id, such as TAB6586."""
        return self.extension["px"]["tableid"]

    @property
    def title(self) -> str:
        """The label that lists and metadata print: the data's without the time, then the span of time."""
        time = self.time
        label = self.head["label"].removesuffix(f" och {time.document['label']}")
        before, comma, last = label.rpartition(", ")
        label = f"{before} och {last}" if comma else label
        return f"{label}. År {time.codes[0]}-{time.codes[-1]}"

    @property
    def time(self) -> Dimension:
        """The axis of time."""
        return self.dimension(self.head["role"]["time"][0])

    def dimension(self, code: str) -> Dimension:
        """Return the axis of a code."""
        return next(dimension for dimension in self.dimensions if dimension.code == code)

    def count(self, places: Places) -> int:
        """Return the number of cells that a choice has."""
        return math.prod(map(len, places.values()))

    def metadata(self) -> dict[str, Any]:
        """Return the description of the whole table; the axes' codelists are not in it."""
        dimensions = {axis.code: dict(axis.document) for axis in self.dimensions}
        for document in dimensions.values():
            extension = document["extension"]
            document["extension"] = {
                key: extension[key] for key in extension if key != "eliminationValueCode"
            }
        return {
            **self.head,
            "label": self.title,
            "id": list(dimensions),
            "size": [len(axis.codes) for axis in self.dimensions],
            "dimension": dimensions,
            "extension": {key: value for key, value in self.extension.items() if key != "discontinued"},
            "value": [],
        }

    def data(self, places: Places) -> dict[str, Any]:
        """Return the figures of a choice as a json-stat2 document."""
        kept = [axis for axis in self.dimensions if axis.code in places]
        offsets = self._offsets(places)
        values = [self.values[offset] for offset in offsets]
        status = self._status(offsets, values)
        return {
            **self.head,
            "id": [axis.code for axis in kept],
            "size": [len(places[axis.code]) for axis in kept],
            "dimension": {axis.code: axis.part(places[axis.code]) for axis in kept},
            "extension": self._extension(places),
            "value": values,
            **({"status": status} if status else {}),
        }

    def _offsets(self, places: Places) -> list[int]:
        offsets, stride = [0], len(self.values)
        for axis in self.dimensions:
            stride //= len(axis.codes)
            along = places.get(axis.code) or [axis.place[axis.elimination_code or axis.codes[0]]]
            steps = [stride * place for place in along]
            offsets = [offset + step for offset in offsets for step in steps]
        return offsets

    def _status(self, offsets: list[int], values: list[Value]) -> dict[str, str]:
        status = {}
        for place, (offset, value) in enumerate(zip(offsets, values, strict=True)):
            if value is None:
                status[str(place)] = self.signs.get(offset, MISSING)
            elif offset in self.signs:
                status[str(place)] = self.signs[offset]
        return status

    def _extension(self, places: Places) -> dict[str, Any]:
        px = self.extension["px"]
        shown = {side: [code for code in px[side] if code in places] for side in ("heading", "stub")}
        return {**self.extension, "px": {**px, **shown}}
