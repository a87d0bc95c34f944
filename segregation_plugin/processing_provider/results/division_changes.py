"""From two divisions held against each other to the tables of codes and pairs, and to what the log tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.division_changes import (
    CHANGE_FIELDS,
    CHANGED,
    ENDED,
    NEW,
    OVERLAP_FIELDS,
    UNCHANGED,
    overlap_rows,
    status_counts,
)
from ...core.division_pair import municipalities_of
from ...i18n import tr
from ..writing.output import Result, make_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsProcessingFeedback

    from ...core.area_identity import AreaIdentities
    from ...core.division_changes import CodeChange, DivisionAreas, SharedGround

_EXAMPLES = 5


def changes_result(changes: Sequence[CodeChange]) -> Result:
    """Return the table with one row per code."""
    return Result(make_fields(CHANGE_FIELDS), [change.row() for change in changes])


def overlaps_result(
    old: DivisionAreas, new: DivisionAreas, shared: SharedGround, municipalities: set[str]
) -> Result:
    """Return the table with one row per pair of an old and a new code with common ground."""
    return Result(make_fields(OVERLAP_FIELDS), overlap_rows(old, new, shared, municipalities))


def log_layers(
    old: AreaIdentities, new: AreaIdentities, compared: set[str], feedback: QgsProcessingFeedback
) -> None:
    """Warn of a division that is not known, and say which kommuner are left out."""
    for areas, role in ((old, "OLD"), (new, "NEW")):
        if areas.division is None:
            feedback.pushWarning(
                tr("Layer {layer} does not say which division it holds; it is taken as {role}.").format(
                    layer=areas.layer, role=role
                )
            )
        others = sorted(municipalities_of(areas) - compared)
        if others:
            feedback.pushWarning(
                tr(
                    "{count} kommuner are in layer {layer} only and are not compared ({examples}): none of their codes "
                    "is taken as ended or new."
                ).format(count=len(others), layer=areas.layer, examples=_examples(others))
            )


def log_changes(
    changes: Sequence[CodeChange], old: str, new: str, tolerance: str, feedback: QgsProcessingFeedback
) -> None:
    """Say how many codes there are of each status, and warn of ground that the other layer does not cover.

    Args:
        changes: of all codes.
        old: the name of the older layer.
        new: the name of the newer layer.
        tolerance: metres, as they are read by a person.
        feedback: told.
    """
    counts = status_counts(changes)
    feedback.pushInfo(
        tr(
            "Of {total} codes, {unchanged} stand for the same ground (nowhere more than {tolerance} m off), {changed} for "
            "other ground, {ended} ended and {new} are new."
        ).format(
            total=len(changes),
            tolerance=tolerance,
            unchanged=counts[UNCHANGED],
            changed=counts[CHANGED],
            ended=counts[ENDED],
            new=counts[NEW],
        )
    )
    for status, sentence in (
        (CHANGED, tr("Changed: {codes}")),
        (ENDED, tr("Ended: {codes}")),
        (NEW, tr("New: {codes}")),
    ):
        codes = [change.code for change in changes if change.status == status]
        if codes:
            feedback.pushInfo(sentence.format(codes=_examples(codes)))
    outside = [change.code for change in changes if change.reaches_out]
    if outside:
        feedback.pushWarning(
            tr(
                "{count} codes have ground that lies in no area of the other layer ({examples}); see that {old} and {new} "
                "cover the same place, both with water or both without."
            ).format(count=len(outside), examples=_examples(outside), old=old, new=new)
        )


def _examples(texts: Sequence[str]) -> str:
    return ", ".join([*texts[:_EXAMPLES], *("…" for _ in texts[_EXAMPLES : _EXAMPLES + 1])])
