"""The expression functions as QGIS evaluates them, and that they come and go with the plugin."""

from __future__ import annotations

import pytest
from qgis.core import NULL, QgsExpression, QgsExpressionContext, QgsExpressionContextScope

from segregation_plugin import expressions
from tests.pictures import squares


@pytest.fixture
def functions():
    functions = expressions.register()
    yield {function.name(): function for function in functions}
    expressions.unregister(functions)


def evaluated(text, **variables):
    """Return the value and the sentence of the error."""
    scope = QgsExpressionContextScope()
    for name, value in variables.items():
        scope.setVariable(name, value)
    context = QgsExpressionContext()
    context.appendScope(scope)
    expression = QgsExpression(text)
    assert not expression.hasParserError(), expression.parserErrorString()
    value = expression.evaluate(context)
    return (None if value == NULL else value), expression.evalErrorString()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("area_type_name(1, 'sv')", "Områden med stora socioekonomiska utmaningar"),
        ("area_type_name(3, 'en')", "Socioeconomically mixed areas"),
        ("area_type_name('5', 'en')", "Areas with very good socioeconomic conditions"),
        ("area_type_name(type:=2.0, lang:='sv')", "Områden med socioekonomiska utmaningar"),
        ("area_type_name(NULL, 'sv')", None),
        ("area_type_name(1, NULL)", None),
        ("region_division('0180R001', 2023)", "RegSO 2020"),
        ("region_division('0180R001', 2024)", "RegSO 2025"),
        ("region_division('0180C1010', 2023)", "DeSO 2018"),
        ("region_division('0180C1010', '2025')", "DeSO 2025"),
        ("region_division('114R001_RegSO2020', year:=2011)", "RegSO 2020"),
        ("region_division(NULL, 2024)", None),
        ("region_division('0180R001', NULL)", None),
    ],
)
@pytest.mark.usefixtures("functions")
def test_values(text, value):
    assert evaluated(text) == (value, "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("area_type_name(6, 'sv')", "6 is no area type"),
        ("area_type_name(0, 'sv')", "0 is no area type"),
        ("area_type_name(1.5, 'sv')", "1.5 is no area type"),
        ("area_type_name('one', 'sv')", "'one' is no area type"),
        ("area_type_name(1, 'de')", "'de' is no language"),
        ("area_type_name(array(1), 'sv')", "is no area type"),
        ("region_division('0180', 2024)", "'0180' is no code"),
        ("region_division(0180, 2024)", "180 is no code"),
        ("region_division('', 2024)", "'' is no code"),
        ("region_division('0180R001', 24)", "24 is no year"),
        ("region_division('0180R001', 'now')", "'now' is no year"),
        ("region_division('0180R001', 2024.5)", "2024.5 is no year"),
    ],
)
@pytest.mark.usefixtures("functions")
def test_wrong_input_is_an_error_and_null(text, told):
    value, error = evaluated(text)
    assert value is None
    assert told in error


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_language_of_the_plugin_is_the_default(lang, monkeypatch):
    monkeypatch.setattr(expressions, "language", lambda: lang)
    functions = expressions.register()
    assert evaluated("area_type_name(1)") == evaluated(f"area_type_name(1, '{lang}')")
    expressions.unregister(functions)


@pytest.mark.usefixtures("functions")
def test_a_field_can_be_the_argument():
    layer = squares([1, None])
    expression = QgsExpression("area_type_name(area_type, 'en')")
    context = QgsExpressionContext()
    context.appendScope(layer.createExpressionContextScope())
    values = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        values.append(expression.evaluate(context))
    assert values == ["Areas with major socioeconomic challenges", NULL]
    assert not expression.hasEvalError()


def test_help_in_english(functions):
    for name, function in functions.items():
        assert function.groups() == ["Segregation"]
        assert f"<h3>{name}</h3><p>Returns the " in function.helpText()
        assert "Arguments" in function.helpText()


@pytest.mark.usefixtures("swedish")
def test_help_in_swedish():
    for function in (expressions.AreaTypeName(), expressions.RegionDivision()):
        assert "<p>Ger " in function.helpText()
        assert "Argument</h4>" in function.helpText()


@pytest.mark.usefixtures("swedish", "functions")
def test_errors_in_swedish():
    assert evaluated("area_type_name(6, 'sv')")[1] == (
        "area_type_name: 6 är ingen områdestyp; ange 1, 2, 3, 4 eller 5."
    )


def test_nothing_is_left_after_unloading(monkeypatch):
    from segregation_plugin.plugin import SegregationPlugin
    from segregation_plugin.processing_provider.provider import SegregationProvider

    monkeypatch.setattr(SegregationProvider, "refreshAlgorithms", lambda _: None)
    monkeypatch.setattr("qgis.core.QgsProcessingRegistry.addProvider", lambda *_: True)
    monkeypatch.setattr("qgis.core.QgsProcessingRegistry.removeProvider", lambda *_: True)
    before = [function.name() for function in QgsExpression.Functions()]
    plugin = SegregationPlugin(None)
    for _ in range(2):
        plugin.initProcessing()
        assert QgsExpression.isFunctionName("area_type_name")
        plugin.unload()
        assert [function.name() for function in QgsExpression.Functions()] == before
