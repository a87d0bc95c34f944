"""What the import of a table tells in its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.years import spans
from ...i18n import in_words, tr

if TYPE_CHECKING:
    from qgis.core import QgsProcessingFeedback

    from ...sources.stat_table import StatTable

_EXAMPLES = 5


def log_table(table: StatTable, feedback: QgsProcessingFeedback, *, has_key: bool) -> None:
    """Say what was read, and what was rejected, masked or left without a code."""
    _log_content(table, feedback)
    counts = table.counts
    if counts.rejected:
        feedback.pushWarning(
            tr("{count} rows are neither RegSO nor DeSO and were rejected: {examples}.").format(
                count=counts.rejected, examples=", ".join(map(in_words, counts.rejected_examples))
            )
        )
    if counts.masked:
        feedback.pushInfo(
            tr(
                "{count} values stood in years that their division does not cover and are NULL now (RegSO 2020 and DeSO "
                "2018 go through 2023, RegSO 2025 and DeSO 2025 begin with 2024)."
            ).format(count=counts.masked)
        )
    if counts.masked_nonzero:
        feedback.pushWarning(
            tr("{count} of these values were not 0: check which division the file is coded on.").format(
                count=counts.masked_nonzero
            )
        )
    if counts.nil_signs:
        feedback.pushInfo(
            tr('{count} cells hold "-" (nothing to report) and are NULL, not 0.').format(
                count=counts.nil_signs
            )
        )
    if counts.left_out:
        feedback.pushInfo(
            tr(
                "{count} cells are left out of the file (PC-Axis does so with rows of zeros) and are NULL, not 0."
            ).format(count=counts.left_out)
        )
    _log_labels(table, feedback, has_key=has_key)


def _log_content(table: StatTable, feedback: QgsProcessingFeedback) -> None:
    nothing = tr("none")
    feedback.pushInfo(table.stamp())
    feedback.pushInfo(
        tr("{count} rows; years {years}; dimensions {dimensions}; contents {contents}.").format(
            count=len(table.data),
            years=spans(table.years()) or nothing,
            dimensions=", ".join(table.dimensions) or nothing,
            contents=", ".join(f"{content.column} ({content.label})" for content in table.contents),
        )
    )
    for division, count in table.rows_by_division().items():
        feedback.pushInfo(
            tr("{division}: {count} rows.").format(division=division or tr("Unknown division"), count=count)
        )


def _log_labels(table: StatTable, feedback: QgsProcessingFeedback, *, has_key: bool) -> None:
    labels = table.counts.labels_without_code
    if has_key and not labels:
        feedback.pushInfo(tr("With the key, every row has a code."))
    elif not labels:
        return
    elif has_key:
        feedback.pushWarning(
            tr("{count} labels are not in the key and were kept without a code: {examples}.").format(
                count=len(labels), examples=", ".join(labels[:_EXAMPLES])
            )
        )
    else:
        feedback.pushInfo(
            tr("{count} labels have no code; Join index matches them by label, or give a key file.").format(
                count=len(labels)
            )
        )
