"""One translation function for everything a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

from .core.errors import Phrase
from .paths import resource_path
from .settings import LANGUAGE

if TYPE_CHECKING:
    from .core.errors import InputError
    from .core.notices import Notice

CONTEXT = "Segregation"
LANGUAGES = ("en", "sv")


def tr(text: str) -> str:
    """Translate a source string; fill its ``{names}`` afterwards with ``str.format``."""
    return QCoreApplication.translate(CONTEXT, text)


def mark(text: str) -> str:
    """Return the text as it is: marks a literal that is translated later, where ``tr`` meets it in a variable."""
    return text


def in_words(value: object) -> object:
    """Return a phrase in the language of the user interface, and anything else as it is."""
    return tr(value) if isinstance(value, Phrase) else value


def localised(sentence: InputError | Notice) -> str:
    """Return a sentence in the language of the user interface."""
    return tr(sentence.template).format(**{name: in_words(value) for name, value in sentence.values.items()})


def language() -> str:
    """Return the language for people: the one chosen in the settings, else ``sv`` where QGIS runs in Swedish, else ``en``."""
    chosen = LANGUAGE.value
    return chosen if chosen in LANGUAGES else _language_of_qgis()


def _language_of_qgis() -> str:
    settings = QgsSettings()
    override = settings.value("locale/overrideFlag", defaultValue=False, type=bool)
    locale = settings.value("locale/userLocale", "") if override else ""
    name = str(locale or QLocale.system().name())
    return "sv" if name.lower().startswith("sv") else "en"


def load_translator() -> QTranslator | None:
    """Install the translator of the user's language; the caller keeps it and removes it on unload."""
    translator = QTranslator()
    if language() == "en" or not translator.load(str(resource_path("i18n", f"segregation_{language()}.qm"))):
        return None
    QCoreApplication.installTranslator(translator)
    return translator
