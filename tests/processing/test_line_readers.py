"""Lines read as batches of arrays: the same as feature by feature, whatever the layer, and never a file held."""

from __future__ import annotations

import importlib
import math
import random
import sqlite3
import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr, osr
from qgis.core import (
    Qgis,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeedback,
    QgsField,
    QgsGeometry,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtCore import QMetaType

from segregation_plugin.core.errors import InputError, RunCancelledError
from segregation_plugin.geometry.reading import LayerSource
from tests.support import memory_layer

LINE = Qgis.GeometryType.Line
FIELDS = ("class:string(40)", "traffic:integer", "width:double", "number:int8")
DRIVERS = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "fgb": "FlatGeobuf", "geojson": "GeoJSON"}
COLUMNAR = ("gpkg", "shp")

# Parts of why a layer is read feature by feature
OTHER_FILE, OPTIONS = "not in a GeoPackage", "options of its own"
NOT_DECLARED, OTHER_TYPE = "does not declare", "not of the type"
EDITED, FILTERED, SELECTED, TRANSFORMED = "edited", "filtered", "selected", "transformed"
COMPUTED, OTHER_KIND = "joined or computed", "not a plain text or number"
NOT_WHOLE, DIFFERENT, NO_STREAM = "not hand it over whole", "come out differently", "no streams"

EAST, NORTH = 500_000.25, 6_600_000.125


def wkt(*points):
    return ", ".join(f"{EAST + x!r} {NORTH + y!r}" for x, y in points)


LINES = [
    (f"LineString ({wkt((0, 0), (30, 40))})", ["motorway", 20_000, 7.5, 2**40]),
    (f"LineString ({wkt((0, 0), (0.1, 0.2), (0.3, 0.7), (5, 5))})", ["  Väg ", 0, 0.1, -5]),
    (f"LineString ({wkt((1, 1), (1, 1))})", ["no length", 1, 1.0, 1]),
    (None, ["no geometry", 2, 2.0, 2]),
    (f"LineString ({wkt((7, 7), (7, 7), (8, 8))})", [None, None, None, None]),
    (f"LineString ({wkt((9, 9), (10, 10))})", ["", -3, -0.0, 0]),
]
MULTIS = [
    *((line and line.replace("LineString (", "MultiLineString ((") + ")", row) for line, row in LINES),
    (
        f"MultiLineString (({wkt((0, 0), (1, 1))}), ({wkt((5, 5), (5, 5))}), ({wkt((2, 2), (3, 3), (4, 2))}))",
        ["parts", 7, 7.0, 7],
    ),
]


def wanted(texts=("class",), figures=("traffic",)):
    from segregation_plugin.geometry.readers.batch import Wanted

    return Wanted(tuple(texts), tuple(figures))


def reader(source, fields=None, feedback=None):
    from segregation_plugin.geometry.readers.lines import LineReader

    context = QgsCoordinateTransformContext()
    return LineReader(source, fields or wanted(), context, feedback or QgsFeedback())


def parts_of(lines):
    """Return the parts of each line, a part as its vertices."""
    parts = [[] for _ in range(lines.line_count)]
    for number, line in enumerate(lines.line.tolist()):
        run = slice(lines.starts[number], lines.starts[number + 1])
        parts[line].append(list(zip(lines.x[run].tolist(), lines.y[run].tolist(), strict=True)))
    return parts


def as_rows(parts, texts, figures):
    """Return what is known of each line, to be compared; NaN is written, since it does not equal itself."""
    return [repr(row) for row in zip(parts, *texts, *figures, strict=True)]


def read(source, fields=None, batch=None):
    """Return rows, the number of skipped features, and why the layer was read feature by feature."""
    fields = fields or wanted()
    reading = reader(source, fields)
    rows, skipped = [], 0
    for found in reading.batches(batch) if batch else reading.batches():
        skipped += found.skipped
        texts = [found.texts[name].tolist() for name in fields.texts]
        figures = [found.figures[name].tolist() for name in fields.figures]
        rows += as_rows(parts_of(found.lines), texts, figures)
    return rows, skipped, reading.slow_because


def reference(source, fields=None):
    """Return rows and the number of skipped features as features and parts are read one by one."""
    from segregation_plugin.geometry.overlay.parts import parts_by_kind
    from segregation_plugin.geometry.reading import read_features
    from segregation_plugin.geometry.values import text

    fields = fields or wanted()
    features = read_features(source, (LINE,), QgsCoordinateTransformContext(), QgsFeedback())
    found = parts_by_kind(features, QgsFeedback())[LINE]
    parts = [
        [[(vertex.x(), vertex.y()) for vertex in part.vertices()] for part in geometry.constParts()]
        for geometry in found.geometries
    ]
    texts = [[text(features.column(name)[number]) for number in found.feature] for name in fields.texts]
    figures = [features.figures(name)[found.feature].tolist() for name in fields.figures]
    return as_rows(parts, texts, figures), features.skipped


def assert_same(layer, fields=None, *, because=None, selected_only=False, batch=None):
    """Hold a layer against the reference; ``because`` is part of why it is read feature by feature, if it is."""
    source = LayerSource.of_layer(layer, selected_only=selected_only)
    rows, skipped, why = read(source, fields, batch)
    assert (rows, skipped) == reference(source, fields)
    assert rows
    assert_reason(why, because)


def assert_reason(why, because):
    assert (why is None) == (because is None), why
    assert because is None or because in why


def assert_same_refusal(source, fields=None):
    with pytest.raises(InputError) as one:
        read(source, fields)
    with pytest.raises(InputError) as other:
        reference(source, fields)
    assert str(one.value) == str(other.value)


def saved(layer, path):
    """Write a layer to a file and return the file's."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = DRIVERS[path.suffix[1:]]
    options.fileEncoding = "UTF-8"
    if options.driverName == "FlatGeobuf":
        options.layerOptions = ["SPATIAL_INDEX=NO"]  # the index leaves out features without geometry
    if options.driverName == "GeoJSON":
        options.layerOptions = ["COORDINATE_PRECISION=15"]
    fault, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(path), QgsCoordinateTransformContext(), options
    )
    assert fault == QgsVectorFileWriter.WriterError.NoError, message
    opened = QgsVectorLayer(str(path), path.stem, "ogr")
    opened.setCrs(layer.crs())  # GeoJSON has forgotten it
    assert opened.isValid()
    return opened


def lines_layer(rows=LINES, kind="LineString", crs="EPSG:3006", fields=FIELDS):
    return memory_layer(kind, fields, rows, "roads", crs)


def ogr_file(path, wkts, kind=ogr.wkbLineString, columns=()):
    """Write a file without QGIS, which would not write some of it; ``columns`` as ``(name, type, subtype, values)``."""
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(3006)
    dataset = ogr.GetDriverByName(DRIVERS[path.suffix[1:]]).CreateDataSource(str(path))
    layer = dataset.CreateLayer("roads", srs, kind)
    for name, type_, subtype, _ in columns:
        field = ogr.FieldDefn(name, type_)
        field.SetSubType(subtype)
        layer.CreateField(field)
    for number, text in enumerate(wkts):
        feature = ogr.Feature(layer.GetLayerDefn())
        if text is not None:
            feature.SetGeometryDirectly(ogr.CreateGeometryFromWkt(text))
        for name, _, _, values in columns:
            if values[number] is None:
                feature.SetFieldNull(name)
            else:
                feature.SetField(name, values[number])
        assert layer.CreateFeature(feature) == 0
    del feature, layer, dataset
    opened = QgsVectorLayer(str(path), path.stem, "ogr")
    assert opened.isValid()
    return opened


def steps(count, start=0):
    return [f"LINESTRING ({number} 0, {number} 1, {number + 1} 2)" for number in range(start, start + count)]


def numbered(count):
    return [("class", ogr.OFTString, ogr.OFSTNone, [f"c{number % 5}" for number in range(count)])]


@pytest.fixture(autouse=True)
def small_portions(monkeypatch):
    """Read a hundred features at a time, so that small files take several turns."""
    monkeypatch.setattr("segregation_plugin.geometry.readers.columnar._ROWS", 100)
    monkeypatch.setattr("segregation_plugin.geometry.readers.by_feature._FEATURES", 100)


@pytest.fixture
def many(tmp_path):
    """250 roads: three portions."""
    return ogr_file(tmp_path / "many.gpkg", steps(250), columns=numbered(250))


# What kind of layer it is


@pytest.mark.parametrize("suffix", DRIVERS)
@pytest.mark.parametrize(("rows", "kind"), [(LINES, "LineString"), (MULTIS, "MultiLineString")])
def test_files_of_every_format(suffix, rows, kind, tmp_path):
    layer = saved(lines_layer(rows, kind), tmp_path / f"roads.{suffix}")
    assert_same(
        layer,
        wanted(("class", "number"), ("traffic", "width", "number")),
        because=None if suffix in COLUMNAR else OTHER_FILE,
    )


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "fgb"])
@pytest.mark.parametrize("dimension", ["Z", "M", "ZM"])
def test_z_and_m_are_dropped(suffix, dimension, tmp_path):
    if suffix == "shp" and dimension == "ZM":
        pytest.skip("shapefiles have M wherever they have Z")
    rest = " ".join("78"[: len(dimension)])
    rows = [
        (f"LineString{dimension} (0 0 {rest}, 1 1 {rest}, 2 5 {rest})", ["a", 1, 1.0, 1]),
        (None, ["b", 2, 2.0, 2]),
        (f"LineString{dimension} (3 3 {rest}, 4 4 {rest})", ["c", 3, 3.0, 3]),
    ]
    assert_same(
        saved(lines_layer(rows, f"LineString{dimension}"), tmp_path / f"r.{suffix}"),
        because=None if suffix in COLUMNAR else OTHER_FILE,
    )


def test_layers_in_memory():
    assert_same(lines_layer(), because=OTHER_FILE)


def test_texts_in_a_file_of_texts(tmp_path):
    path = tmp_path / "roads.csv"
    rows = [f"{line or ''};{row[0] or ''};{'' if row[1] is None else row[1]}" for line, row in LINES]
    path.write_text("\n".join(["wkt;class;traffic", *rows]), encoding="utf-8")
    uri = f"{path.as_uri()}?delimiter=;&wktField=wkt&crs=EPSG:3006&geomType=line"
    layer = QgsVectorLayer(uri, "roads", "delimitedtext")
    assert layer.isValid()
    assert_same(layer, because=OTHER_FILE)


def test_virtual_layers(tmp_path):
    source = saved(lines_layer(), tmp_path / "roads.gpkg")
    QgsProject.instance().addMapLayer(source)
    layer = QgsVectorLayer("?query=SELECT * FROM roads WHERE traffic > 1000", "query", "virtual")
    assert layer.isValid()
    assert_same(layer, because=OTHER_FILE)
    QgsProject.instance().removeAllMapLayers()


def test_the_table_that_the_layer_names(tmp_path):
    path = tmp_path / "two.gpkg"
    saved(lines_layer(LINES[:1]), path)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = 'o\'ther "roads"'
    options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    QgsVectorFileWriter.writeAsVectorFormatV3(
        lines_layer(LINES[1:]), str(path), QgsCoordinateTransformContext(), options
    )
    for source in (f"{path}|layername={options.layerName}", f"{path}|layerid=1", str(path)):
        layer = QgsVectorLayer(source, "roads", "ogr")
        assert layer.featureCount() == (1 if source == str(path) else len(LINES) - 1)
        assert_same(layer)


def test_a_layer_that_asks_for_one_type_of_geometry(tmp_path):
    wkts = ["POINT (1 1)", "LINESTRING (0 0, 1 1)", "LINESTRING (2 2, 3 3)"]
    columns = [("class", ogr.OFTString, ogr.OFSTNone, list("abc"))]
    ogr_file(tmp_path / "roads.gpkg", wkts, ogr.wkbUnknown, columns)
    layer = QgsVectorLayer(f"{tmp_path}/roads.gpkg|layername=roads|geometrytype=LineString", "roads", "ogr")
    assert_same(layer, wanted(figures=()), because=OPTIONS)


# What the layer shows of it


def test_filters(tmp_path):
    layer = saved(lines_layer(), tmp_path / "roads.gpkg")
    layer.setSubsetString("traffic >= 0")
    assert_same(layer, because=FILTERED)


@pytest.mark.parametrize("in_memory", [True, False])
def test_selections(in_memory, tmp_path):
    layer = lines_layer() if in_memory else saved(lines_layer(), tmp_path / "roads.gpkg")
    layer.selectByIds([2, 4, 5])
    assert_same(layer, because=OTHER_FILE if in_memory else SELECTED, selected_only=True)
    assert_same(layer, because=OTHER_FILE if in_memory else None)
    layer.removeSelection()
    source = LayerSource.of_layer(layer, selected_only=True)
    assert_same_refusal(source)


def test_edits_before_and_after_they_are_saved(tmp_path):
    layer = saved(lines_layer(), tmp_path / "roads.gpkg")
    before = read(LayerSource.of_layer(layer))
    layer.startEditing()
    assert_same(layer, because=EDITED)
    added = QgsFeature(layer.fields())
    added.setAttributes([None, "new", 5, 5.0, 5])
    added.setGeometry(QgsGeometry.fromWkt("LineString (1 1, 9 9)"))
    assert layer.addFeature(added)
    assert layer.changeGeometry(1, QgsGeometry.fromWkt("LineString (0 0, 100 0)"))
    assert layer.changeAttributeValue(2, layer.fields().lookupField("class"), "changed")
    assert layer.deleteFeature(6)
    assert_same(layer, because=EDITED)
    source = LayerSource.of_layer(layer)
    edited = read(source)
    assert edited[0] != before[0]
    assert layer.commitChanges()
    assert_same(layer)
    assert sorted(read(LayerSource.of_layer(layer))[0]) == sorted(edited[0])
    layer.startEditing()
    layer.deleteFeature(1)
    layer.rollBack()
    assert_same(layer)


@pytest.mark.parametrize("in_memory", [True, False])
def test_layers_to_be_transformed(in_memory, tmp_path):
    rows = [("LineString (15.1 59.2, 15.2 59.3, 15.3 59.1)", ["a", 1, 1.0, 1]), (None, ["b", 2, 2.0, 2])]
    layer = lines_layer(rows, crs="EPSG:4326")
    layer = layer if in_memory else saved(layer, tmp_path / "roads.gpkg")
    assert_same(layer, because=OTHER_FILE if in_memory else TRANSFORMED)


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_line_that_lies_where_its_system_does_not_reach_is_left_out(in_memory, tmp_path):
    rows = [
        ("LineString (15 59, 16 60)", ["near", 1, 1.0, 1]),
        ("LineString (15 59, 15 100)", ["far", 1, 1.0, 1]),
    ]
    layer = lines_layer(rows, crs="EPSG:4326")
    layer = layer if in_memory else saved(layer, tmp_path / "roads.gpkg")
    found, skipped, _ = read(LayerSource.of_layer(layer))
    assert (len(found), skipped) == (1, 1)
    assert "'near'" in found[0]


def test_another_name_of_the_same_system_needs_no_transform(tmp_path):
    layer = saved(lines_layer(), tmp_path / "roads.gpkg")
    assert_same(layer)
    layer.setCrs(layer.crs().fromEpsgId(5845))  # with heights
    assert_same(layer, because=TRANSFORMED)


def test_a_layer_without_a_system_is_refused(tmp_path):
    layer = saved(lines_layer(), tmp_path / "roads.gpkg")
    layer.setCrs(layer.crs().__class__())
    with pytest.raises(InputError, match="coordinate reference system"):
        reader(LayerSource.of_layer(layer))


# What geometries it holds


def test_curves_are_made_straight():
    rows = [
        ("CompoundCurve (CircularString (0 0, 5 5, 10 0), (10 0, 20 0))", ["a", 1, 1.0, 1]),
        ("CompoundCurve ((0 0, 3 4))", ["b", 2, 2.0, 2]),
    ]
    assert_same(lines_layer(rows, "CompoundCurve"), because=OTHER_FILE)


@pytest.mark.parametrize("place", [0, 220])
def test_a_curve_where_the_file_declares_none(place, tmp_path):
    wkts = steps(250)
    wkts[place] = "CIRCULARSTRING (0 0, 5 5, 10 0)"
    layer = ogr_file(tmp_path / "roads.gpkg", wkts, columns=numbered(250))
    assert Qgis.WkbType.LineString == layer.wkbType()
    assert_same(layer, wanted(figures=()), because=OTHER_TYPE)


@pytest.mark.parametrize("place", [0, 220])
def test_other_kinds_where_the_file_declares_lines(place, tmp_path):
    wkts = steps(250)
    wkts[place : place + 3] = [
        "POINT (1 1)",
        "POLYGON ((0 0, 1 0, 1 1, 0 0))",
        "GEOMETRYCOLLECTION (POINT (1 1), LINESTRING (0 0, 1 1), LINESTRING (5 5, 6 6))",
    ]
    layer = ogr_file(tmp_path / "roads.gpkg", wkts, columns=numbered(250))
    assert_same(layer, wanted(figures=()), because=OTHER_TYPE)


def test_lines_among_points_and_polygons(tmp_path):
    wkts = [
        "POINT (1 1)",
        "GEOMETRYCOLLECTION (POINT (1 1), LINESTRING (0 0, 1 1), LINESTRING (2 2, 3 3))",
        "POLYGON ((0 0, 1 0, 1 1, 0 0))",
        "LINESTRING (4 4, 5 5)",
        "GEOMETRYCOLLECTION EMPTY",
        None,
    ]
    columns = [("class", ogr.OFTString, ogr.OFSTNone, list("abcdef"))]
    assert_same(
        ogr_file(tmp_path / "a.gpkg", wkts, ogr.wkbUnknown, columns), wanted(figures=()), because=NOT_DECLARED
    )
    rows = [(wkts[1], ["a", 1, 1.0, 1]), (None, ["b", 2, 2.0, 2])]
    assert_same(lines_layer(rows, "GeometryCollection"), because=OTHER_FILE)


def test_lines_without_vertices_and_of_one(tmp_path):
    wkts = ["LINESTRING EMPTY", "LINESTRING (1 1)", None, "LINESTRING (0 0, 1 1)", "MULTILINESTRING EMPTY"]
    columns = [("class", ogr.OFTString, ogr.OFSTNone, list("abcde"))]
    assert_same(ogr_file(tmp_path / "a.gpkg", wkts, columns=columns), wanted(figures=()))
    wkts[-1] = "MULTILINESTRING ((1 1), EMPTY, (2 2, 2 2), (3 3, 4 4))"
    layer = ogr_file(tmp_path / "b.gpkg", wkts, ogr.wkbMultiLineString, columns)
    assert_same(layer, wanted(figures=()))


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([], "LineString"),
        ([(None, ["a", 1, 1.0, 1])] * 3, "LineString"),
        ([("LineString (1 1, 1 1)", ["a", 1, 1.0, 1])], "LineString"),
        ([("Point (1 1)", ["a", 1, 1.0, 1])], "Point"),
        ([("Polygon ((0 0, 1 0, 1 1, 0 0))", ["a", 1, 1.0, 1])], "Polygon"),
    ],
)
@pytest.mark.parametrize("in_memory", [True, False])
def test_layers_without_lines_are_refused_in_the_same_words(rows, kind, in_memory, tmp_path):
    layer = lines_layer(rows, kind) if in_memory else saved(lines_layer(rows, kind), tmp_path / "roads.gpkg")
    source = LayerSource.of_layer(layer)
    assert_same_refusal(source)


@pytest.mark.parametrize("suffix", COLUMNAR)
def test_lines_with_very_many_vertices_and_parts(suffix, tmp_path):
    long = ", ".join(f"{number} {number % 7}" for number in range(100_000))
    parts = ", ".join(f"({number} 0, {number} 1)" for number in range(3000))
    rows = [
        (f"MultiLineString (({long}))", ["a", 1, 1.0, 1]),
        (f"MultiLineString ({parts})", ["b", 2, 2.0, 2]),
    ]
    assert_same(saved(lines_layer(rows, "MultiLineString"), tmp_path / f"roads.{suffix}"))


@pytest.mark.parametrize("columnar", [True, False])
def test_coordinates_that_are_no_number_and_without_end_are_left_out(columnar, tmp_path):
    layer = saved(lines_layer([LINES[0]] * 4), tmp_path / "roads.gpkg")
    strange = {2: ([0, math.nan, 2], [0, 1, 2]), 3: ([0, math.inf], [0, 1]), 4: ([0, 1e-200], [0, 0])}
    # SQLite takes the bytes as they are; a file of a program that wrote them so
    with changed(tmp_path / "roads.gpkg") as database:
        for fid, (x, y) in strange.items():
            vertices = np.column_stack([x, y]).astype("<f8").tobytes()
            head = b"GP\x00\x01" + (3006).to_bytes(4, "little") + b"\x01\x02\x00\x00\x00"
            blob = head + len(x).to_bytes(4, "little") + vertices
            database.execute("UPDATE roads SET geom = ? WHERE fid = ?", (blob, fid))
    if not columnar:
        layer.setSubsetString("fid > 0")
    rows, skipped, why = read(LayerSource.of_layer(layer))
    assert (len(rows), skipped, why is None) == (1, 3, columnar)


# What fields it has


COLUMNS = [
    ("text", ogr.OFTString, ogr.OFSTNone, ["å ", None, "", "12"]),
    ("whole", ogr.OFTInteger, ogr.OFSTNone, [2**31 - 1, None, 0, -(2**31)]),
    ("long", ogr.OFTInteger64, ogr.OFSTNone, [2**53 + 1, None, -(2**62), 0]),
    ("real", ogr.OFTReal, ogr.OFSTNone, [0.1, None, -0.0, 1e300]),
]
NARROW = [
    ("small", ogr.OFTInteger, ogr.OFSTInt16, [1, None, -7, 12]),
    ("single", ogr.OFTReal, ogr.OFSTFloat32, [0.1, None, 2.5, 16_777_217.0]),
]


@pytest.mark.parametrize("suffix", COLUMNAR)
def test_every_kind_of_field_with_missing_values(suffix, tmp_path):
    layer = ogr_file(tmp_path / f"roads.{suffix}", steps(4), columns=COLUMNS)
    if suffix == "shp":
        layer = saved(layer, tmp_path / "utf8.shp")
    names = [name for name, *_ in COLUMNS]
    assert_same(layer, wanted(names, names[1:]))


@pytest.mark.parametrize("name", ["small", "single"])
def test_narrow_fields_in_which_a_geopackage_may_hold_wider_numbers(name, tmp_path):
    layer = ogr_file(tmp_path / "roads.gpkg", steps(4), columns=NARROW)
    assert_same(layer, wanted([name], [name]), because=OTHER_KIND)


@pytest.mark.parametrize(
    "cell", ["'abc'", "'12 cars'", "1.9", "1e30", "3000000000", "-9e18", "x'3132'", "''", "'1,5'"]
)
def test_cells_of_another_type_than_their_column(cell, tmp_path):
    """SQLite stores whatever it is given."""
    layer = ogr_file(tmp_path / "roads.gpkg", steps(4), columns=COLUMNS)
    with changed(tmp_path / "roads.gpkg") as database:
        for name, *_ in COLUMNS:
            database.execute(f"UPDATE roads SET {name} = {cell} WHERE fid > 1")  # noqa: S608 - the test's own
    for name, *_ in COLUMNS:
        source = LayerSource.of_layer(layer)
        fields = wanted([name], [] if name == "text" else [name])
        assert read(source, fields)[:2] == reference(source, fields)


@contextmanager
def changed(path):
    """Change a GeoPackage behind the back of GDAL and QGIS, without the triggers that need their functions."""
    with sqlite3.connect(path) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        yield database
    database.close()


def test_truth_is_a_class_but_no_figure(tmp_path):
    columns = [("lit", ogr.OFTInteger, ogr.OFSTBoolean, [None] * 100 + [1, None, 0])]
    layer = ogr_file(tmp_path / "roads.gpkg", steps(103), columns=columns)
    assert_same(layer, wanted(["lit"], []))
    assert_same_refusal(LayerSource.of_layer(layer), wanted([], ["lit"]))


def test_fields_that_are_read_by_qgis_alone(tmp_path):
    columns = [
        ("day", ogr.OFTDate, ogr.OFSTNone, ["2020/01/02", None]),
        ("moment", ogr.OFTDateTime, ogr.OFSTNone, ["2020/01/02 03:04:05", None]),
        ("object", ogr.OFTString, ogr.OFSTJSON, ['{"a": 1}', None]),
        ("class", ogr.OFTString, ogr.OFSTNone, ["a", "b"]),
    ]
    layer = ogr_file(tmp_path / "roads.gpkg", steps(2), columns=columns)
    for name in ("day", "moment", "object"):
        assert_same(layer, wanted([name], []), because=OTHER_KIND)
    assert_same(layer, wanted(["fid"], ["fid"]), because=OTHER_KIND)
    assert_same(layer, wanted(["class"], []))


FIGURES = ["1 200", "3,5", "x", "y", "..", None]


@pytest.mark.parametrize("in_memory", [True, False])
def test_figures_written_as_texts(in_memory, tmp_path):
    rows = [(line, [figure, 1, 1.0, 1]) for (line, _), figure in zip(LINES, FIGURES, strict=True)]
    layer = lines_layer(rows) if in_memory else saved(lines_layer(rows), tmp_path / "roads.gpkg")
    source = LayerSource.of_layer(layer)
    found, skipped, _ = read(source, wanted(["class"], ["class"]))
    assert [row.rpartition("], ")[2] for row in found] == [
        "'1 200', 1200.0)",
        "'3,5', 3.5)",
        "'..', nan)",
        "None, nan)",
    ]
    assert skipped == 2


@pytest.mark.parametrize("value", ["many", "inf", "1e999"])
@pytest.mark.parametrize("place", [0, 200])
@pytest.mark.parametrize("columnar", [True, False])
def test_a_figure_that_is_none_is_named_with_its_row(value, place, columnar, tmp_path):
    figures = ["5"] * 250
    figures[place] = value
    columns = [("class", ogr.OFTString, ogr.OFSTNone, figures)]
    layer = ogr_file(tmp_path / "roads.gpkg", [None, None, *steps(248)], columns=columns)
    if not columnar:
        layer.setSubsetString("fid > 0")
    source = LayerSource.of_layer(layer)
    fields = wanted([], ["class"])
    if place == 0:  # of a feature that is left out anyhow
        assert len(read(source, fields)[0]) == 248
        return
    assert_same_refusal(source, fields)


def test_infinity_is_no_figure(tmp_path):
    columns = [("width", ogr.OFTReal, ogr.OFSTNone, [1.0] * 100 + [math.inf])]
    layer = ogr_file(tmp_path / "roads.gpkg", steps(101), columns=columns)
    assert_same_refusal(LayerSource.of_layer(layer), wanted([], ["width"]))


def test_names_of_fields_in_any_case_and_one_field_twice(tmp_path):
    layer = saved(lines_layer(), tmp_path / "roads.gpkg")
    assert_same(layer, wanted(["CLASS", "class", "Traffic"], ["TRAFFIC", "traffic"]))
    with pytest.raises(InputError, match="no field"):
        reader(LayerSource.of_layer(layer), wanted(["klass"]))


def test_no_field_at_all(tmp_path):
    assert_same(saved(lines_layer(), tmp_path / "roads.gpkg"), wanted([], []))
    assert_same(lines_layer(), wanted([], []), because=OTHER_FILE)


def test_computed_and_joined_fields(tmp_path):
    layer = saved(lines_layer(), tmp_path / "roads.gpkg")
    layer.addExpressionField("traffic * 2", QgsField("double", QMetaType.Type.Int))
    other = memory_layer(
        "NoGeometry", ("key:string", "owner:string"), [(None, ["motorway", "state"])], "owners", ""
    )
    QgsProject.instance().addMapLayers([layer, other])
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(other)
    join.setTargetFieldName("class")
    join.setJoinFieldName("key")
    join.setPrefix("of_")
    assert layer.addJoin(join)
    assert_same(layer, wanted(["class"], ["double"]), because=COMPUTED)
    assert_same(layer, wanted(["of_owner"], []), because=COMPUTED)
    assert_same(layer, wanted(["class"], ["traffic"]))
    QgsProject.instance().removeAllMapLayers()


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "CP1252"])
def test_texts_of_shapefiles_in_other_encodings(encoding, tmp_path):
    rows = [(LINES[0][0], ["Väg till Åre", 1, 1.0, 1]), (LINES[1][0], ["\u00c3\u00a5", 2, 2.0, 2])]
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "ESRI Shapefile"
    options.fileEncoding = encoding
    path = tmp_path / "roads.shp"
    QgsVectorFileWriter.writeAsVectorFormatV3(
        lines_layer(rows), str(path), QgsCoordinateTransformContext(), options
    )
    layer = QgsVectorLayer(str(path), "roads", "ogr")
    assert_same(layer, because=None if layer.dataProvider().encoding() == "UTF-8" else OTHER_KIND)
    assert_same(layer, wanted([], ["traffic"]))
    layer.setProviderEncoding("ISO-8859-1")
    assert_same(layer, because=OTHER_KIND)


@pytest.mark.parametrize(("text", "because"), [("x'56E467'", OTHER_KIND), ("x'61006200'", None)])
def test_texts_that_are_not_what_the_file_declares(text, because, many):
    """Another encoding; a text with an end in its midst, where GDAL and QGIS end it."""
    with changed(many.source()) as database:
        database.execute(f"UPDATE roads SET class = CAST({text} AS TEXT) WHERE fid > 200")  # noqa: S608 - see above
    assert_same(many, wanted(figures=()), because=because)


# How it is read


def test_batches_are_as_large_as_asked_for(many):
    source = LayerSource.of_layer(many)
    for size, counts in ((1, [100, 100, 50]), (120, [200, 50]), (1000, [250])):
        found = list(reader(source, wanted(figures=())).batches(size))
        assert [batch.lines.line_count for batch in found] == counts
        assert_same(many, wanted(figures=()), batch=size)


def test_batches_of_few_lines_with_very_many_vertices(many, monkeypatch):
    monkeypatch.setattr("segregation_plugin.geometry.readers.batch._VERTICES", 250)
    found = list(reader(LayerSource.of_layer(many), wanted(figures=())).batches())
    assert [batch.lines.line_count for batch in found] == [100, 100, 50]


@pytest.mark.parametrize("suffix", COLUMNAR)
def test_large_features_are_read_few_at_a_time(suffix, tmp_path, monkeypatch):
    monkeypatch.setattr("segregation_plugin.geometry.readers.columnar._BYTES", 20_000)
    monkeypatch.setattr("segregation_plugin.geometry.readers.by_feature._BYTES", 20_000)
    monkeypatch.setattr("segregation_plugin.geometry.readers.batch._VERTICES", 1)
    vertices = ", ".join(f"{number} {number % 7}" for number in range(500))
    layer = ogr_file(tmp_path / f"roads.{suffix}", [f"LINESTRING ({vertices})"] * 50)
    source = LayerSource.of_layer(layer)
    assert_same(layer, wanted([], []))
    sizes = [batch.lines.line_count for batch in reader(source, wanted([], [])).batches()]
    assert max(sizes) < 3
    layer.setSubsetString("1 = 1")
    source = LayerSource.of_layer(layer)
    assert max(batch.lines.line_count for batch in reader(source, wanted([], [])).batches()) <= 32


def delete(path, *fids):
    dataset = ogr.Open(str(path), 1)
    for fid in fids:
        dataset.GetLayer(0).DeleteFeature(fid)
    del dataset


@pytest.mark.parametrize("fids", [[1], [120], [250], [1, 2, 100, 101, 249]])
@pytest.mark.parametrize("suffix", COLUMNAR)
def test_features_that_were_deleted(fids, suffix, tmp_path):
    path = tmp_path / f"roads.{suffix}"
    made = ogr_file(path, steps(250), columns=numbered(250))
    del made
    delete(path, *(fid - (suffix == "shp") for fid in fids))
    layer = QgsVectorLayer(str(path), "roads", "ogr")
    source = LayerSource.of_layer(layer)
    rows, skipped, why = read(source, wanted([], []))
    assert (rows, skipped) == reference(source, wanted([], []))
    assert len(rows) == 250 - len(fids)
    assert why is None


def test_tables_with_gaps_are_not_filled_in_a_thread(tmp_path, many):
    from segregation_plugin.geometry.readers.columnar import ColumnarTable

    table = LayerSource.of_layer(many).table
    row_by_row = {"OGR_GPKG_STREAM_BASE_IMPL": "YES"}
    assert not ColumnarTable(table, [])._options.items() >= row_by_row.items()
    delete(tmp_path / "many.gpkg", 7)
    assert ColumnarTable(table, [])._options.items() >= row_by_row.items()


@pytest.mark.parametrize("count", [1, 240, 249, 500, None])
def test_a_file_that_counts_itself_wrongly(count, tmp_path, many):
    """Other programs leave GDAL's count of the features as it was."""
    del many
    delete(tmp_path / "many.gpkg", *range(3, 13))
    with changed(tmp_path / "many.gpkg") as database:
        database.execute("UPDATE gpkg_ogr_contents SET feature_count = ?", (count,))
    layer = QgsVectorLayer(str(tmp_path / "many.gpkg"), "many", "ogr")
    source = LayerSource.of_layer(layer)
    assert read(source, wanted(figures=()))[:2] == reference(source, wanted(figures=()))


class Stream:
    """A stream of columns that a test interferes with."""

    def __init__(self, stream, change):
        self.stream, self.change, self.number = stream, change, -1

    def GetNextRecordBatch(self):
        self.number += 1
        return self.change(self.number, self.stream.GetNextRecordBatch())


def ends_early(number, found):
    return found if number < 1 else None


def fails(number, found):
    if number == 1:
        gdal.Error(gdal.CE_Failure, gdal.CPLE_AppDefined, "the disk is gone")
    return found


def raises(number, found):
    if number == 1:
        raise RuntimeError("the disk is gone")
    return found


def repeats(number, found):
    if number == 1:
        found["fid"] = found["fid"] - 100
    return found


def repeats_one(number, found):
    if number == 1:
        found["fid"] = np.r_[found["fid"][:1], found["fid"][:-1]]
    return found


def shuffles(number, found):
    if number == 0:
        found["geom"] = found["geom"][::-1].copy()
    return found


def renames(number, found):
    if number == 0:
        found["class"] = np.char.upper(found["class"])
    return found


def renumbers(number, found):  # noqa: ARG001 - as a change is called
    if found:
        found["fid"] = found["fid"] + 1
    return found


def goes_on_after_the_end_of_a_text(number, found):
    if number == 1:
        found["class"] = np.array([b"c1\0c2"] * len(found["fid"]))
    return found


def drops_a_column(number, found):
    if number == 1:
        del found["class"]
    return found


def never_ends(number, found):  # noqa: ARG001 - as a change is called
    return found or {"fid": np.zeros(0, int), "geom": np.zeros(0, object), "class": np.zeros(0, "S1")}


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (ends_early, NOT_WHOLE),
        (fails, NOT_WHOLE),
        (raises, NOT_WHOLE),
        (repeats, NOT_WHOLE),
        (repeats_one, NOT_WHOLE),
        (drops_a_column, NOT_WHOLE),
        (never_ends, None),
        (goes_on_after_the_end_of_a_text, OTHER_KIND),
        (shuffles, DIFFERENT),
        (renames, DIFFERENT),
        (renumbers, DIFFERENT),
    ],
)
def test_columns_that_go_wrong_are_left_for_features(change, because, many, monkeypatch, capfd):
    opened = ogr.Layer.GetArrowStreamAsNumPy
    monkeypatch.setattr(
        ogr.Layer, "GetArrowStreamAsNumPy", lambda layer, options: Stream(opened(layer, options), change)
    )
    assert_same(many, wanted(figures=()), because=because)
    assert capfd.readouterr() == ("", "")


def test_no_stream_at_all(many, monkeypatch, capfd):
    monkeypatch.setattr(ogr.Layer, "GetArrowStreamAsNumPy", lambda *_: 1 / 0)
    assert_same(many, wanted(figures=()), because=NOT_WHOLE)
    assert capfd.readouterr() == ("", "")


def test_a_qgis_without_gdal_for_python(many, monkeypatch):
    from segregation_plugin.geometry.readers import gdal_calls

    monkeypatch.setitem(sys.modules, "osgeo", None)
    importlib.reload(gdal_calls)
    try:
        assert_same(many, wanted(figures=()), because=NO_STREAM)
    finally:
        monkeypatch.undo()
        importlib.reload(gdal_calls)


@pytest.mark.parametrize(
    ("version", "because"), [("3050300", NO_STREAM), ("3060200", None), ("3120000", None)]
)
def test_versions_of_gdal(version, because, many, monkeypatch):
    monkeypatch.setattr(gdal, "VersionInfo", lambda *_: version)
    assert_same(many, wanted(figures=()), because=because)


@pytest.mark.parametrize("switched_on", [True, False])
def test_whether_or_not_gdal_raises_exceptions(switched_on, many, monkeypatch, capfd):
    opened = ogr.Layer.GetArrowStreamAsNumPy
    before = gdal.GetUseExceptions()
    switch_exceptions(switched_on)
    try:
        assert_same(many, wanted(figures=()))
        monkeypatch.setattr(
            ogr.Layer, "GetArrowStreamAsNumPy", lambda layer, options: Stream(opened(layer, options), fails)
        )
        assert_same(many, wanted(figures=()), because=NOT_WHOLE)
        Path(many.source()).write_bytes(b"no GeoPackage any more")
        with pytest.raises(InputError):
            read(LayerSource.of_layer(many))
    finally:
        switch_exceptions(before)
    assert capfd.readouterr() == ("", "")


def switch_exceptions(on):
    """QGIS's own algorithms have them on; the order matters to GDAL."""
    if bool(gdal.GetUseExceptions()) == bool(on):
        return
    for module in (gdal, ogr, osr) if on else (osr, ogr, gdal):
        (module.UseExceptions if on else module.DontUseExceptions)()


def test_a_layer_that_changes_while_it_is_read(many, monkeypatch):
    opened = ogr.Layer.GetArrowStreamAsNumPy
    source = LayerSource.of_layer(many)

    def vanish(number, found):
        if number == 1:
            delete(many.source(), 1, 2, 3)
            return None
        return found

    monkeypatch.setattr(
        ogr.Layer, "GetArrowStreamAsNumPy", lambda layer, options: Stream(opened(layer, options), vanish)
    )
    with pytest.raises(InputError, match="changed while it was being read"):
        read(source, wanted(figures=()))


@pytest.mark.parametrize("columnar", [True, False])
def test_cancel_in_the_middle(columnar, many):
    if not columnar:
        many.setSubsetString("fid > 0")
    feedback = QgsFeedback()
    batches = reader(LayerSource.of_layer(many), wanted(figures=()), feedback).batches(1)
    next(batches)
    feedback.cancel()
    with pytest.raises(RunCancelledError):
        next(batches)


def test_cancel_while_features_are_left_out(many, monkeypatch):
    feedback = QgsFeedback()
    opened = ogr.Layer.GetArrowStreamAsNumPy

    def stop(number, found):
        if number < 1:
            return found
        feedback.cancel()
        return None

    monkeypatch.setattr(
        ogr.Layer, "GetArrowStreamAsNumPy", lambda layer, options: Stream(opened(layer, options), stop)
    )
    with pytest.raises(RunCancelledError):
        list(reader(LayerSource.of_layer(many), wanted(figures=()), feedback).batches())


# What is left of it


def files(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("suffix", COLUMNAR)
@pytest.mark.parametrize("to_the_end", [True, False])
def test_the_file_is_free_afterwards(suffix, to_the_end, tmp_path):
    path = tmp_path / f"roads.{suffix}"
    layer = ogr_file(path, steps(250))
    source = LayerSource.of_layer(layer)
    before, content = files(tmp_path), path.read_bytes()
    batches = reader(source, wanted([], [])).batches(1)
    while_reading = next(batches)
    assert files(tmp_path) == before
    if to_the_end:
        assert sum(batch.lines.line_count for batch in batches) == 250 - while_reading.lines.line_count
    batches.close()
    assert files(tmp_path) == before
    assert path.read_bytes() == content
    path.unlink()


@pytest.mark.parametrize("gaps", [True, False])
def test_others_can_write_meanwhile(gaps, tmp_path, many):
    if gaps:
        delete(tmp_path / "many.gpkg", 7)
    batches = reader(LayerSource.of_layer(many), wanted([], [])).batches(1)
    next(batches)
    with sqlite3.connect(many.source(), timeout=0) as database:
        database.execute("CREATE TABLE mine (a)")
        assert database.execute("SELECT count(*) FROM mine").fetchone() == (0,)
    database.close()
    batches.close()


@pytest.mark.parametrize("suffix", COLUMNAR)
def test_nothing_stays_open(suffix, tmp_path):
    from segregation_plugin.geometry.readers.columnar import ColumnarTable

    handles = Path("/proc/self/fd")
    if not handles.is_dir():
        pytest.skip("only Linux tells which files are open")

    def open_files():
        return sum(
            str(tmp_path) in str(handle.readlink()) for handle in handles.iterdir() if handle.is_symlink()
        )

    layer = ogr_file(tmp_path / f"roads.{suffix}", steps(250))
    before = open_files()
    table = ColumnarTable(LayerSource.of_layer(layer).table, [])
    rows = table.rows(QgsFeedback())
    next(rows)
    assert open_files() > before
    rows.close()
    del table
    assert open_files() == before


def test_a_writer_at_work_is_not_disturbed(tmp_path, many):
    """QGIS keeps files that it edits in SQLite's WAL mode, with two files beside them."""
    path = tmp_path / "many.gpkg"
    writer = sqlite3.connect(path, isolation_level=None)
    assert writer.execute("PRAGMA journal_mode = wal").fetchone() == ("wal",)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("CREATE TABLE mine (a)")
    before = files(tmp_path)
    assert_same(many, wanted(figures=()))
    assert files(tmp_path) == before
    writer.execute("COMMIT")
    writer.close()


def test_random_lines_of_all_formats(tmp_path):
    chance = random.Random(11)  # noqa: S311 - shapes of roads, no secret

    def line():
        x, y = chance.uniform(3e5, 9e5), chance.uniform(6.1e6, 7.6e6)
        return [
            (x := x + chance.gauss(0, 30), y := y + chance.gauss(0, 30)) for _ in range(chance.randint(1, 20))
        ]

    def written(vertices):
        return (
            "("
            + ", ".join(f"{x!r} {y!r}" for x, y in (vertices * 2 if len(vertices) == 1 else vertices))
            + ")"
        )

    rows = [
        (
            f"MultiLineString ({', '.join(written(line()) for _ in range(chance.choice([1, 1, 1, 2, 5])))})"
            if chance.random() > 0.02
            else None,
            [
                chance.choice(["motorway", "street", None, "väg"]),
                chance.choice([None, chance.randrange(40_000)]),
                chance.random(),
                number,
            ],
        )
        for number in range(900)
    ]
    made = lines_layer(rows, "MultiLineString")
    for suffix in COLUMNAR:
        layer = saved(made, tmp_path / f"roads.{suffix}")
        assert_same(layer, wanted(["class"], ["traffic", "width"]))
