"""Import table: a file of statistics by RegSO or DeSO to one tidy table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    Qgis,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ...i18n import mark, tr
from ...sources.scb_tables import read_table
from .. import parameters as shared
from ..base import SegregationAlgorithm
from ..results.table_report import log_table
from ..writing.output import Result, make_fields, write

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

_TEXT_TABLES = "*.csv *.txt *.tsv *.xlsx"


class ImportTable(SegregationAlgorithm):
    """SCB's tables as people have them on disk, as rows that can be joined."""

    ID: ClassVar[str] = "importtable"
    TITLE: ClassVar[str] = mark("Import table")
    GROUP: ClassVar[str] = "data"

    def declare(self) -> None:
        """Add the parameters and the outputs."""
        for name, label, patterns, optional in (
            ("INPUT", tr("File with statistics by RegSO or DeSO"), f"*.json *.px {_TEXT_TABLES}", False),
            ("KEY_FILE", tr("Key from labels to codes, for tables without codes"), _TEXT_TABLES, True),
        ):
            self.addParameter(
                QgsProcessingParameterFile(
                    name,
                    label,
                    Qgis.ProcessingFileParameterBehavior.File,
                    optional=optional,
                    fileFilter=tr("Tables ({patterns})").format(patterns=patterns)
                    + ";;"
                    + tr("All files (*)"),
                )
            )
        self.addParameter(
            QgsProcessingParameterString(
                "YEARS", tr("Years, such as 2022 or 2011-2024 (all when empty)"), optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Imported table"), QgsProcessing.SourceType.TypeVector
            )
        )
        self.addOutput(QgsProcessingOutputNumber("ROW_COUNT", tr("Number of rows")))
        self.addOutput(QgsProcessingOutputNumber("REJECTED_COUNT", tr("Number of rejected rows")))
        self.addOutput(QgsProcessingOutputString("UPDATED", tr("When the source was updated")))

    def canExecute(self) -> tuple[bool, str]:
        """Say what is missing: not every QGIS brings pandas."""
        return shared.can_read_tables(tr(self.TITLE))

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read the file, say what happened to its rows, write."""
        key_file = self.parameterAsFile(parameters, "KEY_FILE", context)
        table = read_table(
            self.parameterAsFile(parameters, "INPUT", context),
            key_file or None,
            self.parameterAsString(parameters, "YEARS", context),
            feedback.isCanceled,
        )
        log_table(table, feedback, has_key=bool(key_file))
        self.source_stamps = table.stamps()
        result = Result(make_fields(table.kinds()), table.rows())
        return {
            "ROW_COUNT": len(table.data),
            "REJECTED_COUNT": table.counts.rejected,
            "UPDATED": table.updated,
            **write(self, result, "OUTPUT", parameters, context, feedback),
        }
