"""What a run tells of its ways: a sentence for the log."""

from __future__ import annotations


class Notice:
    """One English sentence, the key for translation, and the values that fill its ``{names}``; like ``InputError``."""

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values

    def __str__(self) -> str:
        return self.template.format(**self.values)
