"""What printed maps say in both languages; a map's language is chosen for its readers, not that of QGIS."""

from __future__ import annotations

WORDS = {
    "en": {
        "title": "Area types",
        "title_with_infrastructure": "Area types and infrastructure",
        "counted": "Area type (number of areas)",
        "types": "Area type",
        "zones": "Zones",
        "infrastructure": "Infrastructure",
        "other": "Also on the map",
        "and": "and",
        "country": "Sweden",
        "areas": "{count} areas",
        "in_county": "{county}, {count} kommuner",
        "in_counties": "{count} kommuner in {counties} län",
        "source": "Source: Statistics Sweden (SCB)",
        "source_of": "Source: {name}",
        "index": "index {years}",
        "fetched": "fetched {date}",
        "computed": "Types computed, not published.",
        "inherited": "Types of DeSO inherited from their RegSO.",
        "mismatch": "Index and areas are of different divisions.",
        "attribution": "Other layers: {sources}.",
        "palette": "Palette: the plugin's own ({name}); there are no official colours.",
        "purple_green": "purple\N{EN DASH}green",
        "orange_purple": "orange\N{EN DASH}purple",
        "red_green": "red\N{EN DASH}green",
        "greyscale": "greyscale",
        "pages": "Map pages: kommuner",
    },
    "sv": {
        "title": "Områdestyper",
        "title_with_infrastructure": "Områdestyper och infrastruktur",
        "counted": "Områdestyp (antal områden)",
        "types": "Områdestyp",
        "zones": "Zoner",
        "infrastructure": "Infrastruktur",
        "other": "Också på kartan",
        "and": "och",
        "country": "Sverige",
        "areas": "{count} områden",
        "in_county": "{county}, {count} kommuner",
        "in_counties": "{count} kommuner i {counties} län",
        "source": "Källa: SCB",
        "source_of": "Källa: {name}",
        "index": "index {years}",
        "fetched": "hämtad {date}",
        "computed": "Typerna är beräknade, inte publicerade.",
        "inherited": "DeSO har ärvt typen från sitt RegSO.",
        "mismatch": "Index och områden har olika indelning.",
        "attribution": "Övriga lager: {sources}.",
        "palette": "Palett: tilläggets egen ({name}); det finns inga officiella färger.",
        "purple_green": "lila\N{EN DASH}grön",
        "orange_purple": "orange\N{EN DASH}lila",
        "red_green": "röd\N{EN DASH}grön",
        "greyscale": "gråskala",
        "pages": "Kartsidor: kommuner",
    },
}


def say(language: str, key: str, **values: object) -> str:
    """Return a word of a map."""
    return WORDS[language][key].format(**values)
