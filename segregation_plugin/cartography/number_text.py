"""Numbers as people read them: 1 234,5 in Swedish, 1,234.5 in English."""

from __future__ import annotations

from qgis.PyQt.QtCore import QLocale

_LOCALES = {"sv": "sv_SE", "en": "en_GB"}


def localised_number(value: float, language: str, decimals: int = 0) -> str:
    """Return a number with the separators of the language (``sv`` or ``en``)."""
    return QLocale(_LOCALES[language]).toString(float(value), "f", decimals)


def separators(language: str) -> tuple[str, str]:
    """Return the decimal sign and what stands between thousands, a character each in Qt 5 and Qt 6."""
    locale = QLocale(_LOCALES[language])
    return str(locale.decimalPoint()), str(locale.groupSeparator())
