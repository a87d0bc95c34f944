"""One algorithm a file: declare, read, call, write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .buffer_exposure import BufferExposure
from .classify_area_types import ClassifyAreaTypes
from .compare_divisions import CompareDivisions
from .download_scb import DownloadScb
from .import_table import ImportTable
from .join_index import JoinIndex
from .overlay_infrastructure import OverlayInfrastructure
from .prepare_areas import PrepareAreas
from .style_area_types import StyleAreaTypes

if TYPE_CHECKING:
    from ..base import SegregationAlgorithm

ALGORITHMS: tuple[type[SegregationAlgorithm], ...] = (
    BufferExposure,
    ClassifyAreaTypes,
    CompareDivisions,
    DownloadScb,
    ImportTable,
    JoinIndex,
    OverlayInfrastructure,
    PrepareAreas,
    StyleAreaTypes,
)
