"""The fields of an area layer: one schema, defined once, used by every room."""

from __future__ import annotations

import datetime

REGION_CODE = "region_code"
REGION_NAME = "region_name"
MUNICIPALITY_CODE = "municipality_code"
MUNICIPALITY_NAME = "municipality_name"
COUNTY_CODE = "county_code"
DIVISION = "division"
REGION_VERSION = "region_version"
INDEX_YEAR = "index_year"
SOCIOECONOMIC_INDEX = "socioeconomic_index"
AREA_TYPE = "area_type"
AREA_TYPE_SOURCE = "area_type_source"
VERSION_MISMATCH = "version_mismatch"
LOW_ECONOMIC_STANDARD = "low_economic_standard"
PRE_UPPER_SECONDARY = "pre_upper_secondary"
BENEFIT_OR_UNEMPLOYED = "benefit_or_unemployed"
POPULATION = "population"
POPULATION_YEAR = "population_year"
LAND_AREA_M2 = "land_area_m2"
YEAR_START = "year_start"
YEAR_END = "year_end"
YEAR = "year"  # of a table row; an area layer has index_year

Kind = type[str] | type[int] | type[float] | type[datetime.date]

KINDS: dict[str, Kind] = {
    REGION_CODE: str,
    REGION_NAME: str,
    MUNICIPALITY_CODE: str,
    MUNICIPALITY_NAME: str,
    COUNTY_CODE: str,
    DIVISION: str,
    REGION_VERSION: str,
    INDEX_YEAR: int,
    SOCIOECONOMIC_INDEX: float,
    AREA_TYPE: int,
    AREA_TYPE_SOURCE: str,
    VERSION_MISMATCH: int,
    LOW_ECONOMIC_STANDARD: float,
    PRE_UPPER_SECONDARY: float,
    BENEFIT_OR_UNEMPLOYED: float,
    POPULATION: float,
    POPULATION_YEAR: int,
    LAND_AREA_M2: float,
    YEAR_START: datetime.date,
    YEAR_END: datetime.date,
    YEAR: int,
}

IDENTITY_FIELDS = (
    REGION_CODE,
    REGION_NAME,
    MUNICIPALITY_CODE,
    MUNICIPALITY_NAME,
    COUNTY_CODE,
    DIVISION,
    REGION_VERSION,
)
"""What says which area a row is; written by ``prepareareas``."""

COMPONENT_FIELDS = (LOW_ECONOMIC_STANDARD, PRE_UPPER_SECONDARY, BENEFIT_OR_UNEMPLOYED)
"""The three percentages whose mean is the socioeconomic index (V1, V2, V3)."""

INDEX_FIELDS = (
    INDEX_YEAR,
    SOCIOECONOMIC_INDEX,
    AREA_TYPE,
    AREA_TYPE_SOURCE,
    VERSION_MISMATCH,
    *COMPONENT_FIELDS,
)
"""What the index table adds; written by ``joinindex``."""

POPULATION_FIELDS = (POPULATION, POPULATION_YEAR)

PUBLISHED, COMPUTED, INHERITED = "published", "computed", "inherited"
"""Values of ``area_type_source``."""
