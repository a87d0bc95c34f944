"""Figures as the page writes them; what is missing is a dash and never 0."""

from __future__ import annotations

import math

from ..cartography.number_text import localised_number
from ..i18n import language

MISSING = "\N{EN DASH}"


def number_text(value: float, decimals: int = 0) -> str:
    """Return a number with the separators of the plugin's language."""
    return MISSING if math.isnan(value) else localised_number(value, language(), decimals)


def percent_text(part: float, whole: float) -> str:
    """Return the percentage that a part is, with one decimal as SCB writes shares."""
    if math.isnan(part) or math.isnan(whole) or whole <= 0:
        return MISSING
    return number_text(100 * part / whole, 1)
