"""Page *Analyse*: who lives near the chosen infrastructure, and what of it lies where."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsFeedback,
    QgsFieldProxyModel,
    QgsMapLayer,
    QgsProcessingFeatureSourceDefinition,
    QgsVectorLayer,
)
from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..cartography.area_look import palette_of
from ..cartography.area_type_style import DEFAULT_PALETTE
from ..core.distances import parse_distances
from ..core.errors import InputError
from ..core.field_lists import field_lists_text
from ..core.people_field import people_field
from ..core.schema import INDEX_YEAR, POPULATION
from ..core.words import unique_words
from ..geometry.reading import LayerSource, layer_word
from ..geometry.tables import read_table
from ..geometry.values import number
from ..i18n import localised, tr
from .combos import compact_combo, fill
from .destinations import destination, unsaved_note
from .exposure_view import ExposureView
from .listening import Listening
from .overlay_view import OverlayView
from .plain import plain_label
from .progress import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.gui import QgisInterface
    from qgis.PyQt.QtGui import QShowEvent

    from .infrastructure_page import InfrastructurePage
    from .run import Outcome
    from .state import ProjectState

_EXPOSURE, _OVERLAY = "segregation:bufferexposure", "segregation:overlayinfrastructure"
_REFERENCES = ("all", "counties", "municipalities")
_GRID_FIELDS, _MASK_FIELDS = ("grid_id", POPULATION), ("kind", "code", POPULATION)
"""Of what Download from SCB makes."""


class AnalysePage(QWidget):
    """The two analyses, with the inputs filled in from the other pages."""

    def __init__(
        self,
        state: ProjectState,
        iface: QgisInterface,
        infrastructure: InfrastructurePage,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._infrastructure = infrastructure
        self._to_areas = Listening()
        self._emptied: set[QgsMapLayerComboBox] = set()
        self.tool = compact_combo()
        self.tool.addItem(tr("Who lives near (buffer exposure)"), _EXPOSURE)
        self.tool.addItem(tr("What lies where (overlay)"), _OVERLAY)
        self.inputs = plain_label()
        self.year = compact_combo(tr("People count once: of areas with several years, one is analysed."))
        self.distances = QLineEdit("250, 500, 1000")
        self.distances.setToolTip(tr("One or more, separated by commas; each counts those within it."))
        self.people = _polygons_or_points()
        self.people.setToolTip(
            tr(
                "A population grid, finer areas or address points: where in an area its people live. Without one, and "
                "without built-up land, they are spread over the whole area, water and forest included."
            )
        )
        self.people_field = QgsFieldComboBox()
        self.people_field.setFilters(QgsFieldProxyModel.Filter.Numeric)
        self.people_field.setAllowEmptyFieldName(True)
        self.people_field.setToolTip(tr("How many people each square, area or point stands for."))
        self.mask = _polygons_or_points(Qgis.LayerFilter.PolygonLayer)
        self.mask.setToolTip(tr("Built-up land, such as tätorter: people are spread over it alone."))
        self.reference = compact_combo(tr("Whose area types those nearby are compared with."))
        for token, text in zip(
            _REFERENCES, (tr("All areas"), tr("The län around"), tr("The kommuner around")), strict=True
        ):
            self.reference.addItem(text, token)
        self.run_button = QPushButton(tr("Run"))
        self.toolbox_button = QPushButton(tr("Open in toolbox…"))
        self.progress = ProgressLine(iface)
        self.exposure, self.overlay = ExposureView(), OverlayView()
        self._arrange()
        self._connect()
        self._show_inputs()

    def take_out(self) -> None:
        """End what runs, and listen to the other pages no longer."""
        self.progress.take_out()
        self._state.project_changed.disconnect(self._forget_answer)
        self._state.project_changed.disconnect(self._emptied.clear)
        self._state.saved.disconnect(self._show_inputs)
        self._state.areas_changed.disconnect(self._show_areas)
        self._to_areas.stop()
        self._infrastructure.changed.disconnect(self._show_inputs)

    def _arrange(self) -> None:
        self._year_only = QWidget()
        year = QFormLayout(self._year_only)
        year.setContentsMargins(0, 0, 0, 0)
        year.addRow(tr("Year"), self.year)
        self._exposure_only = QWidget()
        form = QFormLayout(self._exposure_only)
        form.setContentsMargins(0, 0, 0, 0)
        for label, field in (
            (tr("Distances, metres"), self.distances),
            (tr("People by"), self.people),
            (tr("Field"), self.people_field),
            (tr("Built-up mask"), self.mask),
            (tr("Against"), self.reference),
        ):
            form.addRow(label, field)
        buttons = QHBoxLayout()
        buttons.addWidget(self.run_button)
        buttons.addWidget(self.toolbox_button)
        page = QVBoxLayout(self)
        for widget in (self.tool, self.inputs, self._year_only, self._exposure_only):
            page.addWidget(widget)
        page.addLayout(buttons)
        page.addWidget(self.progress)
        page.addWidget(self.exposure)
        page.addWidget(self.overlay)
        page.addStretch(1)

    def _connect(self) -> None:
        self.people.layerChanged.connect(self._take_people)
        self.people.layerChanged.connect(self._show_inputs)
        self.tool.currentIndexChanged.connect(self._show_inputs)
        self.distances.textChanged.connect(self._show_inputs)
        self.people_field.fieldChanged.connect(self._show_inputs)
        self._state.project_changed.connect(self._forget_answer)
        self._state.project_changed.connect(self._emptied.clear)
        self._state.saved.connect(self._show_inputs)
        self._state.areas_changed.connect(self._show_areas)
        for combo in (self.people, self.mask):  # they know of new layers later than the project does
            combo.model().rowsInserted.connect(self._fill_in)
            combo.activated.connect(partial(self._note_choice, combo))
        self._infrastructure.changed.connect(self._show_inputs)
        self.run_button.clicked.connect(self._start)
        self.toolbox_button.clicked.connect(self._open_in_toolbox)
        self.progress.busy_changed.connect(self._show_inputs)
        self.progress.ended.connect(self._show_answer)
        self._take_people(self.people.currentLayer())
        self._fill_in()
        self._show_areas()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the colours that the map has by now."""
        super().showEvent(event)
        self._show_palette()

    def _note_choice(self, combo: QgsMapLayerComboBox, *_: Any) -> None:
        """Remember that somebody wants no layer there, or wants one again."""
        (self._emptied.add if combo.currentLayer() is None else self._emptied.discard)(combo)

    def _fill_in(self, *_: Any) -> None:
        """Take the grid and the built-up land that page Data loads, where nothing else is chosen, nor nothing."""
        for combo, fields in ((self.people, _GRID_FIELDS), (self.mask, _MASK_FIELDS)):
            if combo.currentLayer() is None and combo not in self._emptied:
                combo.setLayer(next(filter(partial(_has, fields), self._state.vector_layers()), None))

    def _take_people(self, layer: QgsMapLayer | None) -> None:
        """Offer the fields of a layer; none is chosen that is not called after people, least of all a row number."""
        self.people_field.setLayer(layer)
        self.people_field.setEnabled(layer is not None)
        self.people_field.setField(
            people_field(layer.fields().names()) if isinstance(layer, QgsVectorLayer) else ""
        )

    def _show_areas(self) -> None:
        """Follow the areas that are worked on."""
        self._to_areas.stop()
        areas = self._state.areas
        if areas is not None:
            self._to_areas.add(self._show_years, areas.subsetStringChanged, areas.dataChanged)
            self._to_areas.add(self._show_inputs, areas.nameChanged)
        self._show_years()

    def _show_years(self) -> None:
        """Offer the years of the areas where there are several: people count once. The newest, unless chosen."""
        years = _years(self._state.areas)
        entries = [(str(year), year) for year in years] if len(years) > 1 else []
        chosen = self.year.currentData()
        fill(self.year, entries, chosen if chosen in years else years[0] if entries else None)
        self._year_only.setVisible(bool(entries))
        self._show_inputs()

    def _show_inputs(self, *_: Any) -> None:
        """Say what goes in, or what is missing; only what can run can be started."""
        exposure = self.tool.currentData() == _EXPOSURE
        self._exposure_only.setVisible(exposure)
        fault = self._fault(exposure=exposure)
        obstacle = fault or (self._lack() if exposure else "")
        self.inputs.setText(obstacle or self._inputs())
        self.run_button.setEnabled(not obstacle and self.progress.can_start)
        self.toolbox_button.setEnabled(not fault)

    def _fault(self, *, exposure: bool) -> str:
        if self._state.areas is None:
            return tr("Load areas on page Data first.")
        if not self._infrastructure.chosen():
            return tr("Tick layers on page Infrastructure first.")
        if exposure:
            try:
                parse_distances(self.distances.text())
            except InputError as error:
                return localised(error)
            layer = self.people.currentLayer()
            if layer is not None and not self.people_field.currentField() and not _are_points(layer):
                return tr("Choose the field with people of layer {layer}.").format(layer=layer.name())
        return ""

    def _lack(self) -> str:
        """Return what the page cannot do without, where the toolbox could name another field."""
        if self._state.areas.fields().lookupField(POPULATION) >= 0:
            return ""
        return tr("The areas have no population; load them with it on page Data, or join it with Join index.")

    def _what(self) -> str:
        is_overlay = self.tool.currentData() == _OVERLAY
        words = tr("{areas}; over them {layers}") if is_overlay else tr("{areas}; around {layers}")
        return words.format(
            areas=self._state.areas.name(),
            layers=", ".join(choice.layer.name() for choice in self._infrastructure.chosen()),
        )

    def _inputs(self) -> str:
        areas, lines = self._state.areas, [self._what()]
        if areas.subsetString():
            lines.append(
                tr("Only the areas that the filter of the layer lets through: {filter}").format(
                    filter=areas.subsetString()
                )
            )
        return "\n".join(filter(None, [*lines, unsaved_note()]))

    def _source(self) -> str | QgsProcessingFeatureSourceDefinition:
        """Return the areas as a parameter; of a layer with several years, those of the chosen one."""
        areas, year = self._state.areas, self.year.currentData()
        if year is None:
            return areas.id()
        source = QgsProcessingFeatureSourceDefinition(areas.id())
        source.filterExpression = f'"{INDEX_YEAR}" = {year}'
        return source

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of the chosen algorithm, as the page stands, without destinations."""
        chosen = self._infrastructure.chosen()
        parameters: dict[str, Any] = {
            "AREAS": self._source(),
            "INFRASTRUCTURE": [choice.layer.id() for choice in chosen],
        }
        if self.tool.currentData() == _OVERLAY:
            return parameters | {
                "CLASS_FIELD": field_lists_text([choice.class_field for choice in chosen]),
                "TRAFFIC_FIELD": field_lists_text([choice.traffic_field for choice in chosen]),
            }
        parameters |= {"DISTANCES": self.distances.text(), "REFERENCE": self.reference.currentData()}
        if self.people.currentLayer() is not None:
            parameters |= {
                "GRID": self.people.currentLayer().id(),
                "GRID_FIELD": self.people_field.currentField(),
            }
        if self.mask.currentLayer() is not None:
            parameters["MASK"] = self.mask.currentLayer().id()
        return parameters

    def _forget_answer(self) -> None:
        """Show no answer of before."""
        for view in (self.exposure, self.overlay):
            view.show_table([])

    def _show_palette(self) -> None:
        palette = None if self._state.areas is None else palette_of(self._state.areas)
        for view in (self.exposure, self.overlay):
            view.chart.show_palette(palette or DEFAULT_PALETTE)

    def _start(self) -> None:
        self._forget_answer()
        algorithm = self.tool.currentData()
        self._about = self._in_words(algorithm)
        layers = [choice.layer for choice in self._infrastructure.chosen()]
        words = unique_words(map(layer_word, layers))
        self._names = {word: layer.name() for word, layer in zip(words, layers, strict=True)}
        outputs = (
            (("ZONES", tr("Zones"), False), ("EXPOSURE", tr("Exposure"), True))
            if algorithm == _EXPOSURE
            else (
                ("OUTPUT", tr("Areas with infrastructure"), False),
                ("SUMMARY", tr("Summary by area type"), True),
                ("RECONCILIATION", tr("Reconciliation"), True),
            )
        )
        sinks = {name: destination(title, is_table=is_table) for name, title, is_table in outputs}
        self.progress.start(algorithm, {**self.parameters(), **sinks})

    def _in_words(self, algorithm: str) -> str:
        """Return what goes in, as the answer says it."""
        parts = [self._what(), self.year.currentText()]
        if algorithm == _EXPOSURE:
            parts += [
                self._people_in_words(),
                tr("against: {reference}").format(reference=self.reference.currentText().lower()),
            ]
        return "; ".join(filter(None, parts))

    def _people_in_words(self) -> str:
        """Return where people are said to live."""
        layer = self.people.currentLayer()
        if not isinstance(layer, QgsVectorLayer):
            mask = self.mask.currentLayer()
            return "" if mask is None else tr("people spread over {layer}").format(layer=mask.name())
        field = self.people_field.currentField() or people_field(
            layer.fields().names()
        )  # as the algorithm does
        if field:
            return tr("people by {layer}, field {field}").format(layer=layer.name(), field=field)
        return tr("one person at each point of {layer}").format(layer=layer.name())

    def _open_in_toolbox(self) -> None:
        import processing  # noqa: PLC0415 - there only once Processing has started

        processing.execAlgorithmDialog(self.tool.currentData(), self.parameters())

    def _show_answer(self, outcome: Outcome) -> None:
        self._show_palette()
        for layer in outcome.layers:
            for view in (self.exposure, self.overlay):
                if isinstance(layer, QgsVectorLayer) and view.can_show(layer):
                    view.show_table(
                        _rows(layer),
                        self._about,
                        [*layer.metadata().history(), *outcome.warnings],
                        self._names,
                    )


def _polygons_or_points(
    filters: Qgis.LayerFilter = Qgis.LayerFilter.PolygonLayer | Qgis.LayerFilter.PointLayer,
) -> QgsMapLayerComboBox:
    combo = QgsMapLayerComboBox()
    combo.setFilters(Qgis.LayerFilters(filters))
    combo.setAllowEmptyLayer(True)
    combo.setLayer(None)
    return combo


def _are_points(layer: QgsMapLayer) -> bool:
    """Say whether each feature can stand for one person, where no field says how many there are."""
    return isinstance(layer, QgsVectorLayer) and layer.geometryType() == Qgis.GeometryType.Point


def _years(areas: QgsVectorLayer | None) -> list[int]:
    """Return the years that a layer has figures of, the newest first."""
    place = -1 if areas is None else areas.fields().lookupField(INDEX_YEAR)
    if place < 0:
        return []
    years = (number(value) for value in areas.uniqueValues(place))
    return sorted((int(year) for year in years if year == year // 1), reverse=True)


def _has(fields: Sequence[str], layer: QgsVectorLayer) -> bool:
    return all(layer.fields().lookupField(name) >= 0 for name in fields)


def _rows(layer: QgsVectorLayer) -> list[dict[str, Any]]:
    table = read_table(LayerSource.of_layer(layer), QgsFeedback())
    return [dict(zip(table.columns, row, strict=True)) for row in zip(*table.columns.values(), strict=True)]
