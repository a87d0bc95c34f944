"""What tests of page Area types share: layers with the schema's fields, a page beside a map, clicks, pixels."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsProject
from qgis.PyQt.QtCore import QDate, QPoint, QSize, Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QStyle, QStyleOptionViewItem

from tests.pictures import BACKGROUND, colours
from tests.support import memory_layer

SIDE, PIXELS = 1000, 60
FIELDS = (
    *("region_code:string", "region_name:string", "municipality_code:string", "municipality_name:string"),
    *("division:string", "index_year:integer", "area_type:integer", "socioeconomic_index:double"),
    *("low_economic_standard:double", "population:double", "version_mismatch:integer"),
    *("year_start:date", "year_end:date"),
)
PLACES = {"1480": "Göteborg", "1481": "Mölndal", "1440": "Ale"}
DIVISION = "RegSO 2025"


def area(column, kind, index=10.0, people=100.0, kommun="1480", year=2024, division=DIVISION, mismatch=0):
    """Return one square of a row of squares, and its attributes."""
    west, east = column * SIDE, (column + 1) * SIDE
    row = [
        f"{kommun}R{column + 1:03d}",
        f"Area {column + 1}",
        kommun,
        PLACES[kommun],
        division,
        year,
        kind,
        index,
    ]
    row += [None if index is None else index / 2, people, mismatch, QDate(year, 1, 1), QDate(year, 12, 31)]
    return f"Polygon(({west} 0, {east} 0, {east} {SIDE}, {west} {SIDE}, {west} 0))", row


def one_of_each():
    """Return a square of each type and one of none, which nobody is known to live in."""
    kommuner = ("1480", "1480", "1480", "1481", "1481", "1440")
    return [
        area(at, *figures, kommun=kommun)
        for at, (figures, kommun) in enumerate(
            zip(
                (
                    (1, 30.0, 1000.0),
                    (2, 16.0, 2000.0),
                    (3, 10.0, 3000.0),
                    (4, 6.0, 4000.0),
                    (5, 2.0, None),
                    (None, None, None),
                ),
                kommuner,
                strict=True,
            )
        )
    ]


def several_years():
    """Return two squares in three years, whose types change: 1, 2, 3 and 5, 5, 4; there is no 2021."""
    figures = {2020: ((1, 30.0), (5, 2.0)), 2022: ((2, 18.0), (5, 3.0)), 2023: ((3, None), (4, 6.0))}
    return [
        area(at, kind, index, 1000.0 * (at + 1), year=year, division="RegSO 2020")
        for year, row in figures.items()
        for at, (kind, index) in enumerate(row)
    ]


def made(areas, name="areas", *, styled=True):
    """Add a layer of areas to the project, styled as the plugin does when it loads one."""
    from segregation_plugin.cartography.post_process import as_area_types

    layer = memory_layer("Polygon", FIELDS, areas, name)
    if styled:
        as_area_types(layer)
    QgsProject.instance().addMapLayer(layer)
    QgsApplication.processEvents()  # pages are told once all layers of a project are there
    return layer


def drawn(layer, count, time=None):
    """Draw a row of squares; return for each its commonest colour, or that of the background where nothing is drawn."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setBackgroundColor(QColor(BACKGROUND))
    settings.setOutputSize(QSize(count * PIXELS, PIXELS))
    settings.setExtent(type(layer.extent())(0, 0, count * SIDE, SIDE))
    if time is not None:
        settings.setTemporalRange(time)
        settings.setIsTemporal(True)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    inside = ((at * PIXELS + 4, 4, (at + 1) * PIXELS - 4, PIXELS - 4) for at in range(count))
    return [colours(image, *square).most_common(1)[0][0] for square in inside]


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def click_box(box):
    """Click the square of a check box, which can be wider than its text."""
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def click_tick(view, row):
    """Click the check box of a row, where the style draws it."""
    index = view.model().index(row, 0)
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.rect = view.visualRect(index)
    option.decorationSize = view.iconSize()
    option.features = (
        QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        | QStyleOptionViewItem.ViewItemFeature.HasDecoration
    )
    place = view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, view)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())


def choose(combo, text):
    """Choose an entry of a combo box with the keyboard, as a person does who types its beginning."""
    at = combo.findText(text)
    assert at >= 0, [combo.itemText(place) for place in range(combo.count())]
    combo.setFocus()
    step = Qt.Key.Key_Down if at > combo.currentIndex() else Qt.Key.Key_Up
    for _ in range(abs(at - combo.currentIndex())):
        QTest.keyClick(combo, step)
    assert combo.currentText() == text


def cells(page):
    """Return the table's texts, row by row."""
    model = page.classes.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def ticks(page):
    model = page.classes.model
    states = [model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole) for row in range(model.rowCount())]
    return [None if state is None else state == Qt.CheckState.Checked for state in states]
