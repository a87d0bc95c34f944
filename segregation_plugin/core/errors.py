"""The two ways a run ends early."""

from __future__ import annotations

import re

_LONGEST = 500
"""Characters of a value in a sentence: a damaged file can hold a cell of a hundred thousand."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Phrase(str):
    """Words that fill a place in a sentence and are translated with it, unlike names and values: a literal."""

    __slots__ = ()


class InputError(ValueError):
    """Something the user gave cannot be used.

    The template is one English sentence that names the layer or file, the field or row, what was expected
    and what to do. It is the key for translation; the values fill its ``{names}``. Values are shown as they are,
    but for a ``Phrase``, on one line and not longer than a person reads.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = {name: _brief(value) for name, value in values.items()}
        super().__init__(template.format(**self.values))


def _brief(value: object) -> object:
    if isinstance(value, Phrase | int | float):
        return value
    text = _CONTROL.sub(" ", str(value))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


class RunCancelledError(Exception):
    """The user cancelled; whatever was begun is to be taken back."""
