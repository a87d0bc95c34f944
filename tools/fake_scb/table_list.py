"""The list of tables, in pages, and a table's entry in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .table import Table


def entry(table: Table, base: str) -> dict[str, Any]:
    """Return what the list says of a table."""
    px, time = table.extension["px"], table.time
    address = f"{base}tables/{table.id}"
    return {
        "id": table.id,
        "label": table.title,
        "description": "",
        "sortCode": table.id,
        "updated": table.head["updated"],
        "firstPeriod": time.codes[0],
        "lastPeriod": time.codes[-1],
        "category": "public",
        "variableNames": [axis.document["label"] for axis in table.dimensions],
        "source": table.head["source"],
        "subjectCode": px["subject-code"],
        "timeUnit": "Monthly" if "M" in time.codes[0] else "Annual",
        "paths": [[{"id": px["subject-code"], "label": px["subject-area"], "sortCode": px["subject-area"]}]],
        "links": [
            {"rel": relation, "hreflang": "sv", "href": f"{address}{path}?lang=sv"}
            for relation, path in (("self", ""), ("metadata", "/metadata"), ("data", "/data"))
        ],
    }


def listing(tables: list[Table], parameters: dict[str, str], base: str) -> dict[str, Any]:
    """Return one page of the list.

    Args:
        tables: all.
        parameters: of the call: ``query``, ``pagesize`` and ``pagenumber``.
        base: the address of the service.
    """
    words = parameters.get("query", "").lower()
    found = [table for table in tables if words in f"{table.id} {table.title}".lower()]
    size = _number(parameters, "pagesize", 20)
    number = _number(parameters, "pagenumber", 1)
    pages = max(1, -(-len(found) // size))
    address = f"{base}tables/?lang=sv&pagesize={size}&pageNumber="
    following = [("next", number + 1), ("last", pages)] if number < pages else []
    return {
        "language": "sv",
        "tables": [entry(table, base) for table in found[(number - 1) * size : number * size]],
        "page": {
            "pageNumber": number,
            "pageSize": size,
            "totalElements": len(found),
            "totalPages": pages,
            "links": [
                {"rel": relation, "hreflang": "sv", "href": f"{address}{page}"}
                for relation, page in following
            ],
        },
        "links": [{"rel": "self", "hreflang": "sv", "href": f"{address}{number}"}],
    }


def _number(parameters: dict[str, str], name: str, default: int) -> int:
    text = parameters.get(name, "")
    return max(1, int(text)) if text.isdigit() else default
