"""What a download tells in its log, and stamps on its results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import tr
from ...sources.scb import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qgis.core import QgsProcessingFeedback

    from ...sources.scb.wfs import Page, WfsLayer
    from ...sources.stat_table import StatTable


def areas_stamp(layer: WfsLayer, pages: Sequence[Page], host: str) -> str:
    """Return the line of history that says where areas come from: ``stat:RegSO_2025, SCB, geodata.scb.se, 2026-11-28``."""
    publisher = "SCB, " if catalogue.is_own(host) else ""
    return f"{layer.name}, {publisher}{host}, {min(page.reply.fetched for page in pages):%Y-%m-%d}"


def table_stamps(table: StatTable, host: str) -> list[str]:
    """Return the lines of history that say which table was fetched from where."""
    return [f"{stamp}, {host}" for stamp in table.stamps()]


def warn_if_not_own(hosts: Iterable[str], feedback: QgsProcessingFeedback) -> None:
    """Warn where somebody else answers than SCB."""
    for host in dict.fromkeys(hosts):
        if not catalogue.is_own(host):
            feedback.pushWarning(
                tr("{host} answers, not SCB's own service; see the settings of Segregation.").format(
                    host=host
                )
            )


def log_pages(layer: WfsLayer, pages: Sequence[Page], feedback: QgsProcessingFeedback) -> None:
    """Say how many features came, and how many pages of them had been kept since when."""
    feedback.pushInfo(
        tr("Layer {layer}: {count} features in {pages} answers.").format(
            layer=layer.name, count=sum(len(page.keys) for page in pages), pages=len(pages)
        )
    )
    kept = [page.reply.fetched for page in pages if page.reply.is_kept]
    if kept:
        feedback.pushInfo(
            tr("{count} of these answers had been kept, the oldest since {date}.").format(
                count=len(kept), date=f"{min(kept):%Y-%m-%d}"
            )
        )


def log_statistics(table: StatTable, feedback: QgsProcessingFeedback) -> None:
    """Say which table was fetched, when SCB updated it, and what it notes."""
    feedback.pushInfo(table.stamp())
    for note in table.notes:
        feedback.pushInfo(tr("Note on {table}: {note}").format(table=table.table_id, note=note))


def warn_if_uncorrected(table: StatTable, feedback: QgsProcessingFeedback) -> None:
    """Warn of the index of 2024 as it was before it was corrected."""
    is_old = table.updated and table.updated[:10] < catalogue.CORRECTED
    if catalogue.CORRECTED_YEAR in table.years() and is_old:
        feedback.pushWarning(
            tr(
                "Table {table} is of {updated}; the index of {year} was corrected on {corrected}: fetch it anew."
            ).format(
                table=table.table_id,
                updated=table.updated,
                year=catalogue.CORRECTED_YEAR,
                corrected=catalogue.CORRECTED,
            )
        )


def warn_of_absent(layer: WfsLayer, absent: Sequence[str], feedback: QgsProcessingFeedback) -> None:
    """Warn of fields that stay empty, since the service has none of the kind."""
    if absent:
        feedback.pushWarning(
            tr("Layer {layer} has nothing for {fields}; these stay NULL.").format(
                layer=layer.name, fields=", ".join(absent)
            )
        )


def warn_of_nothing(layer: WfsLayer, feedback: QgsProcessingFeedback) -> None:
    """Warn of a layer that is empty where the areas are."""
    feedback.pushWarning(tr("Layer {layer} has nothing around the areas.").format(layer=layer.name))
