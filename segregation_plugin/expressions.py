"""Functions for QGIS's expressions: labels, field calculator and filters say the same words as the plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsExpression, QgsExpressionFunction

from .core.area_types import AREA_TYPES
from .core.errors import InputError
from .core.region_codes import division_of_year, level_of, normalise
from .core.tables import sure_figure
from .i18n import LANGUAGES, language, localised, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsExpressionContext, QgsExpressionNodeFunction

GROUP = "Segregation"
_YEARS = range(1900, 2101)
_NAMES = {area_type.code: area_type for area_type in AREA_TYPES}


class _Function(QgsExpressionFunction):
    """A function whose faults are sentences; QGIS answers NULL itself where an argument is NULL."""

    def func(
        self,
        values: Sequence[Any],
        context: QgsExpressionContext | None,  # noqa: ARG002 - QGIS calls it so
        parent: QgsExpression,
        node: QgsExpressionNodeFunction | None,  # noqa: ARG002
    ) -> str | None:
        """Return the value, or NULL with an evaluation error."""
        try:
            return self.value(*values)
        except InputError as error:
            parent.setEvalErrorString(localised(error))
            return None


class AreaTypeName(_Function):
    """``area_type_name(1, 'sv')``: the official name of a type."""

    def __init__(self) -> None:
        parameters = [
            QgsExpressionFunction.Parameter("type"),
            QgsExpressionFunction.Parameter("lang", True, language()),  # noqa: FBT003 - QGIS has it by place
        ]
        super().__init__("area_type_name", parameters, GROUP, _area_type_name_help())

    @staticmethod
    def value(area_type: Any, lang: Any) -> str:
        """Return the name.

        Raises:
            InputError: no such type, or no such language.
        """
        code = _whole_number(area_type)
        if code not in _NAMES:
            raise InputError(
                "area_type_name: {value} is no area type; give 1, 2, 3, 4 or 5.", value=_shown(area_type)
            )
        if lang not in LANGUAGES:
            raise InputError(
                "area_type_name: {value} is no language that types have names in; give 'sv' or 'en'.",
                value=_shown(lang),
            )
        return _NAMES[code].name(lang)


class RegionDivision(_Function):
    """``region_division('0180R001', 2024)``: the division that figures of a year are coded on."""

    def __init__(self) -> None:
        parameters = [QgsExpressionFunction.Parameter(name) for name in ("code", "year")]
        super().__init__("region_division", parameters, GROUP, _region_division_help())

    @staticmethod
    def value(code: Any, year: Any) -> str:
        """Return the division.

        Raises:
            InputError: no code of an area, or no year.
        """
        found = normalise(code)
        level = level_of(found[0]) if found else None
        if level is None:
            raise InputError(
                "region_division: {value} is no code of a RegSO or DeSO; give one such as 0180R001 or 0180C1010.",
                value=_shown(code),
            )
        whole = _whole_number(year)
        if whole not in _YEARS:
            raise InputError(
                "region_division: {value} is no year; give four digits such as 2024.", value=_shown(year)
            )
        return division_of_year(level, whole)


def register() -> list[QgsExpressionFunction]:
    """Make the functions known to QGIS; the caller keeps them as long as they are, since QGIS does not."""
    functions = [AreaTypeName(), RegionDivision()]
    for function in functions:
        QgsExpression.registerFunction(function)
    return functions


def unregister(functions: Sequence[QgsExpressionFunction]) -> None:
    """Take the functions out again."""
    for function in functions:
        QgsExpression.unregisterFunction(function.name())


def _whole_number(value: Any) -> int | None:
    """Return a number without decimals, also one written as text; None for anything else."""
    try:
        figure = sure_figure(value)
    except ValueError:
        return None
    return int(figure) if figure.is_integer() else None


def _shown(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def _area_type_name_help() -> str:
    return _help(
        tr("Returns the official name of one of the five area types; NULL where the type is NULL."),
        "area_type_name(<i>type</i>, [<i>lang</i>])",
        {
            "type": tr("the type: 1, 2, 3, 4 or 5"),
            "lang": tr("'sv' or 'en'; the language of the plugin when left out"),
        },
        {"area_type_name(\"area_type\", 'sv')": f"'{AREA_TYPES[0].name_sv}'"},
    )


def _region_division_help() -> str:
    return _help(
        tr(
            "Returns the division that statistics of a year are coded on, for the code of an area: years through 2023 "
            "use RegSO 2020 and DeSO 2018, later ones RegSO 2025 and DeSO 2025. NULL where code or year is NULL."
        ),
        "region_division(<i>code</i>, <i>year</i>)",
        {
            "code": tr("the code of a RegSO or DeSO, such as '0180R001'"),
            "year": tr("the year of the statistics, such as 2024"),
        },
        {
            "region_division('0180R001', 2023)": "'RegSO 2020'",
            'region_division("region_code", "index_year")': "'RegSO 2025'",
        },
    )


def _help(what: str, syntax: str, arguments: dict[str, str], examples: dict[str, str]) -> str:
    """Return help as QGIS shows that of its own functions."""
    argument_rows = "".join(
        f"<tr><td><i>{name}</i></td><td>{text}</td></tr>" for name, text in arguments.items()
    )
    example_rows = "".join(
        f"<li><code>{call}</code> &rarr; <code>{result}</code></li>" for call, result in examples.items()
    )
    name = syntax.partition("(")[0]
    return (
        f"<h3>{name}</h3><p>{what}</p>"
        f"<h4>{tr('Syntax')}</h4><p><code>{syntax}</code></p>"
        f"<h4>{tr('Arguments')}</h4><table>{argument_rows}</table>"
        f"<h4>{tr('Examples')}</h4><ul>{example_rows}</ul>"
    )
