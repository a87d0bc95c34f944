"""What kind of infrastructure a layer holds, and which fields say class and traffic: guessed from names alone.

The names are those of NVDB (``Klass_181``, ``ADT_f_117``; the number is that of a delivery, the long form
``Trafik_ADT_fordon``), of NJDB, of GTFS, of OpenStreetMap, and the words that planners name layers by.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from . import schema
from .notices import Notice
from .words import ascii_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Geometry = Literal["point", "line", "polygon"]
Kind = Literal["road", "rail", "station", "stop", "crossing", "noise", "project", "other"]

KINDS: tuple[Kind, ...] = ("road", "rail", "station", "stop", "crossing", "noise", "project", "other")
OTHER: Kind = "other"

_FORMS: dict[Kind, tuple[Geometry, ...]] = {
    "road": ("line",),
    "rail": ("line",),
    "station": ("point",),
    "stop": ("point",),
    "crossing": ("point", "line"),
    "noise": ("polygon", "line"),
    "project": ("point", "line", "polygon"),
}
"""The geometries in which each kind is delivered; a layer of another one may be about it, such as a station's zone."""


@dataclass(frozen=True)
class Guess:
    """What a layer seems to hold."""

    kind: Kind
    class_field: str
    """Empty where no field seems to say the class."""
    traffic_field: str
    """The field with vehicles a day; empty where none seems to say it."""
    is_sure: bool
    """Whether name or fields and the geometry agree."""
    why: Notice


def _words(*kinds: tuple[Kind, str]) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in kinds)


_ANOTHER_STATION = re.compile(
    r"charging|weather|police|fire|fuel|gas|petrol|power|monitoring|measuring|radio|base|total|work"
)
"""Before "station" in English, where no compound tells a railway station from others."""

_NAME_WORDS = _words(  # whole words, and the first kind that has one: "järnvägsstation" is no railway
    (
        "noise",
        r"(vag|jarnvags|tag|flyg|trafik|spar)?buller(?!skarm|skydd|plank|vall)\w*|noise|lden|lnight|l?aeq\w*",
    ),
    (
        "crossing",
        r"(plan|jarnvags)korsning(ar|arna)?|(gcm?|gang|cykel|plan)?passager?(na)?|overgangsstallen?|(cykel)?overfart(er)?"
        r"|(gang|cykel|gc)(bro(ar)?|tunne(l|ln)|tunnlar)|planskildhet(er)?|crossings?|(under|over)pass(es)?|footbridges?",
    ),
    (
        "stop",
        r"(buss|tag|sparvagns?)?hallplats(er|erna|en|lagen?|punkter)?|(bus|tram)?stops?|stoppunkt(er)?|hallstallen?|gtfs",
    ),
    (
        "station",
        r"(jarnvags|tag|pendeltags|tunnelbane|buss)?station(s|er|erna|en)?|platsmitt|driftplats(er)?|resecentr(um|a)",
    ),
    (
        "project",
        r"(vag|jarnvags|infrastruktur|investerings)?projekt(et|en|s)?|projects?|(vag|jarnvags)plan(er)?",
    ),
    (
        "rail",
        r"njdb|jarnvag\w*|jvg\w*|rails?|railways?|railroads?|sparvag(ar|en|sn\w*|sspar)?|spar(en|et|mitt\w*|nat\w*)?"
        r"|(stam|tunnel|lokal|snabb)ban(a|an|or|orna|enat|nat)|(vastkust|ostkust|botnia|inlands|malm|norge|dala|bergslags)banan"
        r"|bandel(ar)?|trams?|tramways?|metro|subways?",
    ),
    (
        "road",
        r"nvdb|vagdata|(?!vatten|luft|cykel|gang|gc)[a-z]*vag(en|ar|arna|nat|natet|lank|lankar)?"
        r"|[a-z]*gat(a|an|or|orna|unat)|trafikled(er)?|roads?|streets?|highways?|motorways?|e\d{1,2}|rv\d{1,3}",
    ),
)

_NAME_HINTS = _words(  # words that are as often something else
    (
        "project",
        r"(detalj|oversikts)?plan(er|en|omraden?)?|plans|atgard(er)?|korridor(er)?|utredning\w*|investering(ar)?",
    ),
    ("road", r"(gang|cykel|gc)(vag|bana|nat|strak|led)\w*|cycleways?|footways?|bikeways?|trafik"),
    ("station", r"trafikplats(er)?|terminal(er|s)?|bytespunkt(er)?"),
)

_FIELD_WORDS = _words(
    ("crossing", r"passa_\d+|(gcm_passage_)?passagetyp|plank_\d+|plankorsnings?_?id|vagsk(_\d+|ydd)"),
    ("stop", r"stop_(id|code|name)|hallplats(_?(id|nr|namn|nummer))?|rikshallplats\w*"),
    ("station", r"(trafik)?plats_?sign(atur)?|stations?_?(id|sign|namn|name)"),
    ("rail", r"track_?id|bandel(s?_?(nr|nummer|namn))?|spar_?(nr|nummer|vidd|typ)|ban_?typ|railway"),
    (
        "noise",
        r"lden\w*|lnight\w*|lnatt\w*|l?aeq\w*|buller_?(niva|klass|zon)\w*|ljudniva\w*|db_?lo\w*|noise_?class|dba",
    ),
    (
        "road",
        r"klass_\d+|funk(tionell_)?vagklass\w*|funktionel|(trafik_)?adt(_\w+)?|arsdygnstrafik|[fb]_hogst_\d+"
        r"|hastighetsgrans\w*|vagha_\d+|vaghallare\w*|vagtr_\d+|vagtrafiknat\w*|kateg_\d+|vagkategori\w*|fpv_k_\d+"
        r"|motorvag|motortrafikled|vag_?(nr|nummer)\w*|vagbredd\w*|slitl_\d+|slitlager\w*|barig_\d+|barighet\w*|highway",
    ),
)

_OPENSTREETMAP_KEYS = {"highway", "railway", "waterway", "aerialway"}
"""A layer that has several of them holds a bit of everything."""

_ANY_CLASS = ("fclass", "typ", "type", "klass", "class")
_CLASS_FIELDS: dict[Kind, tuple[str, ...]] = {
    "road": (
        *(
            r"klass_\d+",
            r"funk(tionell_)?vagklass(_klass)?(_\d+)?",
            "funktionel",
            r"vag_?klass",
            "functional_?class",
        ),
        *(
            "highway",
            "fclass",
            "road_?class",
            r"fpv_k_\d+",
            r"kateg_\d+",
            r"vagkategori(_kategori)?",
            "vag_?typ",
        ),
        *(r"vagtr_\d+", r"vagtrafiknat(_\w+)?", r"vagha_\d+", "vaghallare(_vaghallartyp)?", "klass", "class"),
    ),
    "rail": ("railway", "ban_?typ", "spar_?typ", *_ANY_CLASS),
    "station": ("railway", "(trafik)?plats_?typ", "stations?_?typ", *_ANY_CLASS),
    "stop": ("location_type", "public_transport", "trafikslag", "hallplats_?typ", *_ANY_CLASS),
    "crossing": (r"passa_\d+", "(gcm_passage_)?passagetyp", r"vagsk(_\d+|ydd)", "crossing", *_ANY_CLASS),
    "noise": (
        *(r"lden\w*", r"lnight\w*", r"lnatt\w*", r"l?aeq\w*", r"buller_?(niva|klass|zon)\w*", r"ljudniva\w*"),
        *(r"db_?lo\w*", "noise_?class", "dba?", *_ANY_CLASS),
    ),
    "project": (
        "projekt(_?(id|namn))?",
        "project(_?(id|name))?",
        "objekt(_?(id|namn))?",
        "status",
        "skede",
        *_ANY_CLASS,
    ),
    "other": (),
}
_ROAD_TRAFFIC = (
    *(
        r"adt_f(_\d+)?",
        "(trafik_)?adt_(samtliga_)?fordon",
        "(trafik_)?adt_tot(al|alt)?",
        "adt",
        "aadt",
        r"ars_?dygns_?trafik",
    ),
    *(
        "adt_20\\d\\d",
        "trafik_?(mangd|flode)",
        "fordon_per_dygn",
        "vehicles(_(a|per)_day)?",
        "traffic(_?volume)?",
    ),
)
_TRAFFIC_FIELDS: dict[Kind, tuple[str, ...]] = {
    "road": _ROAD_TRAFFIC,
    "rail": ("tagfl_\\d+", "tag_?flode", "tag_per_dygn", "trains(_(a|per)_day)?"),
}
"""Vehicles a day; lorries (``ADT_l_115``) and axles (``ADT_a_113``) are none of them."""

_STATISTICS = (
    frozenset({schema.REGION_CODE, schema.AREA_TYPE}),
    frozenset({schema.REGION_CODE, schema.DIVISION}),
    frozenset({"project", "distance_from_m", "distance_to_m"}),
    frozenset({"code_a", "code_b", "length_m"}),
    frozenset({"kind", "code", "name", schema.POPULATION}),
    *(frozenset({code}) for code in ("regsokod", "desokod", "rutid_scb", "tatortskod", "smaortskod")),
)
"""Fields of areas, zones, borders and built-up land as this plugin writes them, and of SCB's own layers."""


_BUILT_UP = re.compile(
    r"(^|_)(tatort(er|en|erna)?|smaort(er|en|erna)?|bebyggelse(omraden|omrade)?|localit(y|ies)|built_?up)(_|$)"
)


def is_built_up(name: str, geometry: Geometry) -> bool:
    """Say whether a layer seems to be built-up land, where people live, and not infrastructure."""
    return geometry == "polygon" and _BUILT_UP.search(ascii_words(name)) is not None


def is_statistics(fields: Iterable[str]) -> bool:
    """Say whether a layer is of areas, people or results, by its fields: not what one calls infrastructure."""
    names = {field.casefold() for field in fields}
    return any(wanted <= names for wanted in _STATISTICS)


def guess(name: str, geometry: Geometry, fields: Sequence[str]) -> Guess:
    """Guess what a layer holds.

    A word of the name counts before a field, since a layer of stations also carries the fields of its railway; where
    the geometry is not the one in which such things are delivered, the fields are asked, and the guess is unsure.

    Args:
        name: of the layer.
        geometry: of its features.
        fields: their names, in the order of the layer.
    """
    named, told = _by_name(name, _NAME_WORDS), _by_fields(fields, geometry)
    if named is not None and geometry in _FORMS[named[0]]:
        return _guess(named, geometry, fields, is_sure=True)
    if told is not None:
        return _guess(told, geometry, fields, is_sure=True)
    unsure = named or _by_name(name, _NAME_HINTS)
    if unsure is not None:
        return _guess(unsure, geometry, fields, is_sure=False)
    return Guess(OTHER, "", "", is_sure=False, why=Notice("Neither its name nor its fields say what it is."))


def fields_of_kind(kind: Kind, geometry: Geometry, fields: Sequence[str]) -> tuple[str, str]:
    """Return the fields that seem to say class and traffic of a layer whose kind is known; empty for none."""
    traffic = _TRAFFIC_FIELDS.get(kind, ()) if geometry == "line" else ()
    return _first(_CLASS_FIELDS[kind], fields), _first(traffic, fields)


def _guess(found: tuple[Kind, Notice], geometry: Geometry, fields: Sequence[str], *, is_sure: bool) -> Guess:
    kind, why = found
    return Guess(kind, *fields_of_kind(kind, geometry, fields), is_sure=is_sure, why=why)


def _by_name(name: str, words: Sequence[tuple[Kind, re.Pattern[str]]]) -> tuple[Kind, Notice] | None:
    """Return the first kind that a word of a name stands for."""
    spelt = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name))
    plain = [ascii_words(word) for word in spelt]
    for kind, pattern in words:
        for place, word in enumerate(plain):
            if kind == "station" and place and _ANOTHER_STATION.fullmatch(plain[place - 1]):
                continue
            if pattern.fullmatch(word):
                return kind, Notice("Guessed from the word “{word}” in the name.", word=spelt[place])
    return None


def _by_fields(fields: Sequence[str], geometry: Geometry) -> tuple[Kind, Notice] | None:
    """Return the first kind that a field stands for and that comes in this geometry."""
    plain = {field: ascii_words(field) for field in fields}
    mixed = _OPENSTREETMAP_KEYS.intersection(plain.values())
    if len(mixed) > 1:
        plain = {field: word for field, word in plain.items() if word not in mixed}
    for kind, pattern in _FIELD_WORDS:
        for field, word in plain.items() if geometry in _FORMS[kind] else ():
            if pattern.fullmatch(word):
                return kind, Notice("Guessed from the field {field}.", field=field)
    return None


def _first(patterns: Iterable[str], fields: Sequence[str]) -> str:
    plain = [(ascii_words(field), field) for field in fields]
    matches = (field for pattern in patterns for word, field in plain if re.fullmatch(pattern, word))
    return next(matches, "")
