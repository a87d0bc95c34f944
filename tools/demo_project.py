"""Make a QGIS project and a map of the results of ``assessment``, and print who lives near the infrastructure.

Everything the project shows lies in the results folder under relative paths: the folder can be moved or sent.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsProject,
    QgsProviderRegistry,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from segregation_plugin.cartography.area_type_style import apply_area_type_style
from segregation_plugin.cartography.infrastructure_style import apply_infrastructure_style
from segregation_plugin.cartography.layout import LegendSection, MapTexts, make_map_layout
from segregation_plugin.cartography.layout_export import export_map
from segregation_plugin.cartography.layout_facts import AreaFacts
from segregation_plugin.cartography.layout_sections import area_section
from segregation_plugin.cartography.zone_style import apply_zone_style
from segregation_plugin.core import schema
from segregation_plugin.core.errors import InputError
from segregation_plugin.geometry.reading import LayerSource
from segregation_plugin.geometry.values import is_null, number, text
from tools.demo_words import WORDS
from tools.exposure_text import exposure_text, overview_text

if TYPE_CHECKING:
    from collections.abc import Iterable

AREAS, OVERLAY, ZONES, EXPOSURE = "joined", "overlay", "zones", "exposure"
TABLES = ("exposure", "summary", "reconciliation")
UNION = "all"
"""The project that stands for all the others together."""
INFRASTRUCTURE = {
    "stations": "station",
    "crossings": "crossing",
    "bus_stops": "stop",
    "motorway": "road",
    "railway": "railway",
    "local_streets": "street",
    "noise": "noise",
}
"""Layers of the sample and how they are drawn, from the top of the map down."""
MOST_PEOPLE = 0.8
WATER = "water"
"""A layer over the areas, since their polygons include it and nobody lives there."""
HIDDEN = {"noise"}  # its outline runs beside those of the zones


@dataclass
class Results:
    """The layers of a results folder and the words to show them with."""

    folder: Path
    language: str
    database: Path = field(init=False)
    sources: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Find the GeoPackage that holds the results.

        Raises:
            InputError: no GeoPackage in the folder holds them.
        """
        for path in sorted(self.folder.glob("*.gpkg")):
            self.sources, self.database = _sources(path), path
            if {AREAS, ZONES, EXPOSURE} <= self.sources.keys():
                return
        raise InputError(
            "No GeoPackage in {folder} holds the layers {layers}; run the model assessment into it first.",
            folder=self.folder,
            layers=f"{AREAS}, {ZONES}, {EXPOSURE}",
        )

    def say(self, key: str, **values: object) -> str:
        """Return a word of the project in its language; a layer without one keeps its name."""
        return WORDS[self.language].get(key, key).format(**values)

    @cached_property
    def projects(self) -> list[str]:
        """The projects with zones, the union among them."""
        return sorted(set(column(self.layer(ZONES, ZONES), "project")))

    def around(self, project: str) -> str:
        """Return a project in words; the union as the list of what it unites."""
        united = [name for name in self.projects if name != UNION] if project == UNION else []
        *first, last = [self.say(name).lower() for name in united] or [self.say(project).lower()]
        return f"{', '.join(first)} {self.say('or')} {last}" if first else last

    def layer(self, table: str, name: str, subset: str = "") -> QgsVectorLayer:
        """Open a table of the results as a layer."""
        source = self.sources[table] + (f"|subset={subset}" if subset else "")
        layer = QgsVectorLayer(source, name, "ogr")
        if not layer.isValid():
            raise InputError(
                "Layer {layer} of {file} cannot be opened; run the model again.",
                layer=table,
                file=self.database,
            )
        return layer

    def add_infrastructure(self, path: Path) -> None:
        """Copy the layers of another GeoPackage into the results, so that the folder stands alone."""
        sources = _sources(path)
        if not sources:
            raise InputError("File {file} holds no layers; give a GeoPackage of infrastructure.", file=path)
        for table, source in sources.items():
            options = QgsVectorFileWriter.SaveVectorOptions()
            options.layerName = table
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
            outcome, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
                QgsVectorLayer(source, table, "ogr"),
                str(self.database),
                QgsCoordinateTransformContext(),
                options,
            )
            if outcome != QgsVectorFileWriter.WriterError.NoError:
                raise InputError(
                    "Layer {layer} cannot be copied into {file} ({reason}); check that the file is not in use.",
                    layer=table,
                    file=self.database,
                    reason=message,
                )
        self.sources = _sources(self.database)


def _sources(path: Path) -> dict[str, str]:
    """Return the source of each table of a GeoPackage by its name."""
    sublayers = QgsProviderRegistry.instance().querySublayers(str(path))
    return {sublayer.name().lower(): sublayer.uri() for sublayer in sublayers}


def make_project(results: Results, shown: str) -> QgsProject:
    """Return the project: infrastructure over zones over areas, then the tables."""
    project = QgsProject()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3006"))
    project.setFilePathStorage(Qgis.FilePathType.Relative)
    project.setTitle(results.say("title"))
    _add_group(project, results.say("infrastructure"), _infrastructure(results))
    _add_group(project, results.say("zones"), _zones(results, shown))
    _add_group(project, results.say("areas"), _areas(results))
    for node in project.layerTreeRoot().findLayers():
        node.setCustomProperty("showFeatureCount", int(node.isVisible() and AREAS in node.layer().source()))
    tables = [
        (results.layer(table, results.say(table)), True) for table in TABLES if table in results.sources
    ]
    _add_group(project, results.say("tables"), tables)
    return project


def _add_group(project: QgsProject, name: str, layers: Iterable[tuple[QgsVectorLayer, bool]]) -> None:
    group = project.layerTreeRoot().addGroup(name)
    for layer, visible in layers:
        project.addMapLayer(layer, addToLegend=False)
        group.addLayer(layer).setItemVisibilityChecked(visible)


def _infrastructure(results: Results) -> Iterable[tuple[QgsVectorLayer, bool]]:
    for table, kind in INFRASTRUCTURE.items():
        if table in results.sources:
            layer = results.layer(table, results.say(table))
            apply_infrastructure_style(layer, kind)
            yield layer, table not in HIDDEN


def _zones(results: Results, shown: str) -> Iterable[tuple[QgsVectorLayer, bool]]:
    """Yield the zones of each project as a layer of their own, since they lie over each other; the shown one first."""
    if shown not in results.projects:
        raise InputError(
            "There are no zones of project {project}; choose one of {projects}.",
            project=shown,
            projects=", ".join(results.projects),
        )
    for project in sorted(results.projects, key=lambda name: (name != shown, name)):
        name = results.around(project).capitalize()
        quoted = project.replace("'", "''")
        layer = results.layer(ZONES, name, f"project = '{quoted}'")
        apply_zone_style(layer, results.language)
        yield layer, project == shown


def _areas(results: Results) -> Iterable[tuple[QgsVectorLayer, bool]]:
    if WATER in results.sources:
        water = results.layer(WATER, results.say(WATER))
        apply_infrastructure_style(water, WATER)
        yield water, True
    areas = results.layer(AREAS, AREAS)
    areas.setName(results.say("area_types", year=_first(areas, schema.INDEX_YEAR)))
    apply_area_type_style(areas, language=results.language)
    yield areas, True
    if OVERLAY in results.sources:
        overlay = results.layer(OVERLAY, results.say("overlay"))
        apply_area_type_style(overlay, language=results.language)
        yield overlay, False


def add_map(project: QgsProject, results: Results, arguments: argparse.Namespace) -> None:
    """Add the print layout to the project and draw it into ``map.png``."""
    infrastructure, (zones,), (*_, areas) = (
        [node.layer() for node in group.findLayers() if node.isVisible()]
        for group in project.layerTreeRoot().children()[:3]
    )
    extent = where_people_live(areas)
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, project.crs()))
    year, division = (_first(areas, name) for name in (schema.INDEX_YEAR, schema.DIVISION))
    places = sorted(set(column(areas, schema.MUNICIPALITY_NAME)))
    where = ", ".join(places) or results.say("count", count=areas.featureCount())
    texts = MapTexts(
        title=arguments.title or results.say("title"),
        subtitle=" · ".join(filter(None, (where, division, year))),
        source=arguments.source or results.say("source", division=division, year=year),
        language=results.language,
    )
    legend = [
        area_section(AreaFacts.of_layer(areas), results.language),
        LegendSection(results.say("zones_around", project=results.around(arguments.project)), [zones]),
        LegendSection(results.say("infrastructure"), infrastructure),
    ]
    layout = make_map_layout(project, results.say("map"), legend, texts, extent)
    export_map(layout, results.folder / "map.png", dpi=150)


def where_people_live(areas: QgsVectorLayer) -> QgsRectangle:
    """Return the extent of the densest areas with most of the people, all areas where no population is known.

    A map of everything would be one of forest and water, with the town too small to see.
    """
    source = LayerSource.of_layer(areas)
    place = areas.fields().lookupField(schema.POPULATION)
    found = [
        (number(feature[place]) if place >= 0 else 0.0, feature.geometry()) for feature in source.features()
    ]
    found = [(people, geometry) for people, geometry in found if people > 0]
    found.sort(key=lambda one: one[0] / one[1].area(), reverse=True)
    wanted = MOST_PEOPLE * sum(people for people, _ in found)
    extent = QgsRectangle()
    for people, geometry in found:
        if wanted <= 0:
            break
        wanted -= people
        extent.combineExtentWith(geometry.boundingBox())
    return areas.extent() if extent.isEmpty() else extent.buffered(0.02 * extent.width())


def column(layer: QgsVectorLayer, name: str) -> list[str]:
    """Return the values of a field as text, those that are there; nothing without the field."""
    index = layer.fields().lookupField(name)
    source = LayerSource.of_layer(layer)  # kept: its features end when it goes
    values = [text(feature[index]) for feature in source.features()] if index >= 0 else []
    return [value for value in values if value is not None]


def _first(layer: QgsVectorLayer, name: str) -> str:
    return next(iter(column(layer, name)), "")


def exposure_rows(results: Results) -> list[dict[str, str | float | None]]:
    """Return the rows of the exposure table; missing figures are None."""
    source = LayerSource.of_layer(results.layer(EXPOSURE, EXPOSURE))
    names = source.fields.names()
    return [
        {
            name: None if is_null(value) else value
            for name, value in zip(names, feature.attributes(), strict=True)
        }
        for feature in source.features()
    ]


def leave_one_file(database: Path) -> None:
    """Bring the GeoPackage out of write-ahead mode, which needs a folder one can write in, even to read."""
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


def run(arguments: argparse.Namespace) -> str:
    """Make the project and the map; return the text about the people near the infrastructure."""
    results = Results(arguments.results, arguments.language)
    for path in arguments.infrastructure:
        results.add_infrastructure(path)
    project = make_project(results, arguments.project)
    add_map(project, results, arguments)
    if not project.write(str(results.folder / "demo.qgz")):
        raise InputError("The project cannot be written: {reason}", reason=project.error())
    rows, names = exposure_rows(results), {name: results.around(name) for name in results.projects}
    overview = overview_text(rows, names, arguments.language)
    people = exposure_text(rows, arguments.project, names[arguments.project], arguments.language)
    project.clear()
    leave_one_file(results.database)
    return f"{overview}\n{people}"


def main() -> None:
    """Read the arguments, start QGIS without a window and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", type=Path, help="folder with the GeoPackage of the model's results")
    parser.add_argument(
        "--infrastructure", type=Path, nargs="*", default=[], help="GeoPackages to copy into the results"
    )
    parser.add_argument(
        "--project", default=UNION, help="whose zones and people to show (default: %(default)s)"
    )
    parser.add_argument("--language", choices=sorted(WORDS), default="sv")
    parser.add_argument("--title", help="of the map")
    parser.add_argument("--source", help="line of sources on the map")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)  # noqa: FBT003 - without a window, Qt's way
    application.initQgis()
    failure = None
    try:
        print(run(arguments))
    except InputError as error:
        failure = f"demo_project: {error}"
    application.exitQgis()  # here, when the layers of a failed run are gone
    sys.exit(failure)


if __name__ == "__main__":
    main()
