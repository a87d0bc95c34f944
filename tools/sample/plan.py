"""The plan of the fictitious city region: what lies where, drawn by hand in kilometres.

Everything else in this package only fills this plan in. The story: a motorway and a railway run through the
region. North of the motorway lie estates with great challenges, right south of it villas; in the industrial
town and in the eastern city the railway does the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ORIGIN = (510_000.0, 6_602_000.0)
"""EPSG:3006 coordinates (E, N) of kilometre (0, 0)."""

_SEED = 20_250_101

Point = tuple[float, float]


def chance(subject: str) -> np.random.Generator:
    """Return the random numbers of one subject: what is drawn for others does not change them.

    Only ``random()`` is used of it, whose stream does not change between versions of numpy.
    """
    return np.random.default_rng([_SEED, *subject.encode()])


@dataclass(frozen=True)
class Municipality:
    """A kommun: no real one has this code or this name."""

    code: str
    name: str


STORKOPING = Municipality("9901", "Storköping")
EKVIK = Municipality("9902", "Ekvik")
SJOHOLM = Municipality("9903", "Sjöholm")
MUNICIPALITIES = (STORKOPING, EKVIK, SJOHOLM)

WEST_BORDER: tuple[Point, ...] = (
    (14.6, 34),
    (13.6, 27),
    (12.4, 21),
    (12.2, 17),
    (12.8, 12),
    (12.0, 6),
    (13.0, -3),
)
EAST_BORDER: tuple[Point, ...] = (
    (29.0, 34),
    (28.6, 27),
    (28.4, 21),
    (27.2, 17),
    (26.6, 13),
    (24.8, 8),
    (24.2, 4),
    (24.0, -3),
)
"""Ekvik lies west of the first line, Sjöholm east of the second, Storköping between them."""

OUTLINE: tuple[Point, ...] = (
    (0.6, 12.0),
    (2.2, 7.5),
    (7.5, 5.2),
    (13.5, 2.8),
    (21.0, 0.2),
    (30.0, 0.4),
    (38.5, 3.6),
    (43.4, 9.5),
    (44.0, 18.0),
    (44.6, 25.6),
    (38.0, 29.2),
    (30.2, 31.0),
    (22.0, 30.2),
    (14.2, 31.2),
    (6.4, 28.6),
    (1.8, 24.0),
    (0.2, 18.0),
)
"""The three kommuner together, out to the territorial limit."""

MOTORWAY: tuple[Point, ...] = (
    (-1.6, 20.9),
    (2.5, 19.7),
    (6.5, 18.5),
    (10.0, 18.2),
    (13.4, 18.8),
    (16.4, 19.0),
    (19.2, 18.3),
    (22.0, 17.9),
    (24.8, 18.9),
    (28.0, 21.2),
    (32.5, 23.0),
    (38.0, 23.6),
    (42.0, 25.0),
    (46.6, 27.2),
)
RAILWAY: tuple[Point, ...] = (
    (-1.8, 14.1),
    (3.0, 15.2),
    (7.0, 16.2),
    (10.5, 16.1),
    (14.0, 15.2),
    (17.4, 15.1),
    (20.2, 15.5),
    (22.8, 15.9),
    (25.6, 16.7),
    (29.5, 17.0),
    (33.5, 17.3),
    (36.6, 17.9),
    (40.0, 19.6),
    (46.4, 21.8),
)
MOTORWAY_ON_BORDERS: tuple[tuple[float, float], ...] = ((6.2, 8.4), (13.4, 18.8), (20.6, 24.4))
RAILWAY_ON_BORDERS: tuple[tuple[float, float], ...] = ((5.6, 9.6), (14.4, 16.6), (18.6, 26.2), (34.6, 37.4))
"""Stretches, from and to kilometre east, where the line is the border between areas; elsewhere it runs through them."""


@dataclass(frozen=True)
class Lobe:
    """An ellipse of built-up land.

    ``spacing`` is the distance between the centres of neighbouring areas in it, in kilometres.
    """

    town: str
    centre: Point
    radii: tuple[float, float]
    turn: float
    spacing: float


LOBES: tuple[Lobe, ...] = (
    Lobe("Storköping", (19.6, 15.0), (2.9, 2.4), 0, 0.80),
    Lobe("Storköping", (17.3, 20.2), (3.4, 1.3), -4, 0.90),
    Lobe("Storköping", (22.7, 19.2), (2.2, 0.9), 14, 0.92),
    Lobe("Storköping", (15.6, 17.2), (2.5, 1.5), 10, 1.10),
    Lobe("Storköping", (23.6, 16.5), (2.8, 1.3), 8, 0.95),
    Lobe("Storköping", (17.2, 12.0), (1.6, 2.3), 25, 1.15),
    Lobe("Ekvik", (7.7, 16.5), (3.0, 1.5), 0, 0.86),
    Lobe("Ekvik", (6.9, 19.2), (1.8, 0.8), -14, 1.1),
    Lobe("Sjöholm", (36.2, 17.4), (2.3, 1.4), 25, 0.95),
    Lobe("Brukstorp", (21.2, 26.2), (0.9, 0.7), 20, 2.2),
    Lobe("Åkersta", (11.4, 24.9), (0.8, 0.6), 0, 2.3),
    Lobe("Sandudden", (31.6, 12.8), (1.1, 0.6), 35, 2.0),
    Lobe("Lövtuna", (33.2, 25.4), (0.8, 0.6), 0, 2.4),
    Lobe("Kvarnby", (14.2, 7.6), (0.7, 0.6), 0, 2.4),
    Lobe("Näset", (41.0, 20.6), (0.7, 0.5), 30, 2.6),
    Lobe("Hedåker", (4.2, 10.9), (0.7, 0.5), 0, 2.6),
)
TOWN_POPULATION = {
    "Storköping": 152_000,
    "Ekvik": 38_000,
    "Sjöholm": 19_500,
    "Brukstorp": 3_100,
    "Åkersta": 2_100,
    "Sandudden": 2_900,
    "Lövtuna": 1_900,
    "Kvarnby": 1_500,
    "Näset": 1_300,
    "Hedåker": 1_100,
}
LARGEST_SPACING = 5.4
SPACING_GROWTH = 0.88
"""Kilometres of spacing gained per kilometre from a lobe."""
BLOCKS_PER_SPACING = 0.5
"""Size of the blocks that areas are put together from, as a part of the spacing."""

SEA: tuple[Point, ...] = (
    (13.0, -4),
    (17.5, 2.8),
    (19.6, 5.6),
    (20.4, 8.4),
    (20.9, 11.2),
    (20.7, 13.0),
    (21.3, 14.0),
    (22.3, 13.7),
    (22.6, 11.8),
    (23.4, 9.2),
    (26.2, 9.6),
    (28.6, 11.4),
    (30.6, 11.6),
    (32.8, 11.9),
    (34.0, 14.2),
    (36.4, 15.6),
    (38.4, 15.0),
    (40.6, 16.9),
    (43.2, 17.6),
    (48.0, 17.0),
    (50.0, 2.0),
    (36.0, -5.0),
)
LAKES: tuple[tuple[Point, ...], ...] = (
    ((4.6, 13.6), (6.2, 14.9), (8.2, 15.0), (9.8, 14.2), (9.6, 12.6), (7.8, 11.4), (5.6, 11.8)),
    ((24.0, 25.0), (24.8, 26.8), (26.6, 27.6), (27.4, 26.2), (25.8, 24.4)),
    ((5.8, 23.4), (6.6, 25.2), (8.0, 25.6), (7.8, 23.8), (6.8, 22.8)),
    ((37.4, 26.4), (39.0, 27.2), (39.8, 26.2), (38.4, 25.6)),
)
RIVER: tuple[Point, ...] = (
    (25.0, 25.2),
    (23.4, 23.0),
    (21.4, 21.4),
    (20.2, 19.4),
    (20.4, 17.4),
    (19.6, 16.0),
    (20.2, 14.6),
    (21.0, 13.6),
)
RIVER_WIDTH = 55.0
ISLANDS: tuple[tuple[float, float, float], ...] = (
    (27.6, 6.8, 1.15),
    (24.2, 5.2, 0.5),
    (30.6, 8.6, 0.6),
    (33.6, 9.2, 0.95),
    (36.4, 11.6, 0.7),
    (39.4, 13.4, 0.8),
    (31.4, 4.4, 0.5),
    (36.0, 6.8, 0.55),
    (40.2, 9.4, 0.45),
    (22.0, 3.0, 0.35),
    (28.8, 2.6, 0.3),
    (22.0, 9.6, 0.3),
)
"""East, north and radius in kilometres."""


@dataclass(frozen=True)
class Quarter:
    """What kind of place it is around a point, and the level of its socioeconomic index."""

    centre: Point
    kind: str
    index: float


QUARTERS: tuple[Quarter, ...] = (
    # Storköping, north of the motorway: the large estates
    Quarter((14.9, 20.2), "estate", 16.4),
    Quarter((16.4, 20.4), "estate", 25.0),
    Quarter((18.2, 20.4), "estate", 28.0),
    Quarter((19.8, 19.9), "estate", 17.8),
    Quarter((22.0, 19.2), "estate", 18.5),
    Quarter((23.8, 19.7), "estate", 14.0),
    # between the motorway and the railway
    Quarter((14.2, 17.0), "villa", 3.7),
    Quarter((15.8, 17.4), "villa", 2.8),
    Quarter((17.2, 17.2), "villa", 3.0),
    Quarter((18.8, 16.8), "inner", 5.6),
    Quarter((20.4, 16.6), "inner", 7.8),
    Quarter((21.8, 17.0), "inner", 10.2),
    Quarter((23.2, 17.0), "estate", 16.0),
    Quarter((25.0, 17.4), "estate", 15.2),
    # south of the railway
    Quarter((19.8, 15.0), "centre", 8.2),
    Quarter((18.2, 14.4), "inner", 9.8),
    Quarter((17.6, 14.9), "inner", 10.6),
    Quarter((18.6, 13.2), "inner", 7.2),
    Quarter((17.2, 12.4), "villa", 5.2),
    Quarter((17.6, 10.9), "villa", 3.0),
    Quarter((16.0, 11.6), "villa", 3.6),
    Quarter((22.0, 14.9), "inner", 6.2),
    Quarter((23.6, 15.4), "villa", 3.1),
    Quarter((25.3, 15.8), "villa", 3.1),
    # Ekvik, the industrial town
    Quarter((6.2, 17.3), "estate", 18.2),
    Quarter((7.6, 17.5), "estate", 20.6),
    Quarter((8.8, 17.0), "estate", 15.4),
    Quarter((10.0, 16.9), "inner", 12.2),
    Quarter((7.8, 15.9), "centre", 8.4),
    Quarter((5.6, 15.6), "villa", 6.4),
    Quarter((9.4, 15.5), "villa", 4.6),
    Quarter((6.4, 19.4), "villa", 8.6),
    Quarter((8.2, 18.9), "villa", 11.2),
    # Sjöholm, on the coast
    Quarter((36.0, 17.2), "centre", 9.8),
    Quarter((35.4, 18.2), "inner", 11.6),
    Quarter((37.4, 18.6), "villa", 6.0),
    Quarter((36.8, 16.7), "villa", 3.4),
    Quarter((34.6, 16.4), "villa", 5.0),
)
RURAL_INDEX = {"9901": 6.6, "9902": 9.2, "9903": 5.8}

WITHOUT_TYPE: Point = (16.9, 14.5)
"""Lies in an industrial area with a few residents, whose index is not published."""
WITHOUT_PEOPLE: Point = (21.0, 14.4)
"""Lies in a harbour that was cleared for rebuilding: the last residents left during 2024."""
ISLAND_AND_OWNER: tuple[Point, Point] = ((33.6, 9.2), (27.6, 6.8))
"""The block around the first island belongs to the area of the second: an area in two parts."""
NEW_IN_2025: Point = (15.6, 20.6)
"""Lies in an area that was split off."""
ENDED_AFTER_2020: Point = (10.8, 12.0)
"""Lies in an area that became part of its neighbour."""
MOVED_SINCE_2020: tuple[Point, ...] = ((18.4, 17.2), (7.6, 15.8), (35.6, 17.6))
"""Lie in areas that gave a block to a neighbour while both kept their codes."""

SECTIONS: tuple[tuple[float, int | None, int, int], ...] = (
    (-2.0, 13_800, 2_350, 110),
    (2.6, 16_200, 2_480, 110),
    (6.4, 24_500, 2_900, 110),
    (9.4, 31_200, 3_300, 110),
    (13.2, 38_400, 3_850, 100),
    (16.2, 47_300, 4_200, 90),
    (19.6, 52_600, 4_450, 90),
    (22.4, 44_100, 4_000, 100),
    (24.6, None, 3_400, 110),
    (27.2, 21_900, 2_700, 110),
    (32.4, 17_400, 2_300, 110),
    (37.6, None, 2_100, 110),
    (41.2, 12_100, 1_900, 110),
)
"""Motorway from one interchange to the next: kilometre east of its start, traffic a day (not counted: None), trucks,
speed limit."""
STATIONS: tuple[tuple[str, str, float, int], ...] = (
    ("Ekvik", "Evk", 7.9, 3),
    ("Storköping västra", "Sgv", 17.2, 2),
    ("Storköping C", "Sg", 20.2, 6),
    ("Storköping östra", "Sgö", 24.0, 2),
    ("Sjöholm", "Sjh", 36.1, 3),
    ("Näset", "Nst", 41.0, 1),
)
"""Name, signature, kilometre east, platforms."""
DOUBLE_TRACK = (7.9, 24.0)
