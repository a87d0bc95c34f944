"""The two ways a run ends early."""

from __future__ import annotations


class Phrase(str):
    """Words that fill a place in a sentence and are translated with it, unlike names and values: a literal."""

    __slots__ = ()


class InputError(ValueError):
    """Something the user gave cannot be used.

    The template is one English sentence that names the layer or file, the field or row, what was expected
    and what to do. It is the key for translation; the values fill its ``{names}``. Values are shown as they are,
    but for a ``Phrase``.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values
        super().__init__(template.format(**values))


class RunCancelledError(Exception):
    """The user cancelled; whatever was begun is to be taken back."""
