"""Local streets in the towns, the few places where they cross the motorway and the railway, and bus stops."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from . import plan
from .curves import Distortion
from .landscape import spread
from .shapes import Prepared, inside, line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .landscape import Landscape
    from .roads import Rows

_BLOCK = 300.0
_MAIN_EVERY = 4
_LEFT_OUT = 0.14
_BRIDGES = 0.4
_EDGE_OF_TOWN = 160.0
_CROSSING_METRES = {"motorway": 1_150.0, "railway": 850.0}
"""Distance between places to cross, where there is a town on both sides."""
_CROSSING_REACH = 650.0
_SMALLEST_NETWORK = 12
_STOP_METRES = 520.0
_NAMES_OF_STOPS = ("torg", "skola", "centrum", "vägskäl", "park", "backe", "allé", "gård", "kyrka", "plan")
_BARRIERS = ("motorway", "railway")


@dataclass
class Streets:
    """Nodes and the links between them."""

    nodes: list[tuple[float, float]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def places(self) -> NDArray[np.float64]:
        """Return the nodes, shape (nodes, 2)."""
        return np.array(self.nodes)


@dataclass
class Link:
    """One street from crossroads to crossroads."""

    start: int
    end: int
    main: bool = False
    bridge: bool = False
    over: str = ""
    """The barrier it crosses."""
    at: tuple[float, float] | None = None
    """Where it crosses."""


def make(landscape: Landscape, barriers: tuple[NDArray[np.float64], NDArray[np.float64]]) -> Streets:
    """Lay out the streets of every town."""
    streets = Streets()
    rng = plan.chance("streets")
    closed = [*landscape.lakes, landscape.sea, *(line(points) for points in barriers)]
    closed = [Prepared(geometry) for geometry in closed]
    for town in landscape.towns.values():
        _lay_out(streets, town, landscape, closed, rng)
    for name, points in zip(_BARRIERS, barriers, strict=True):
        _cross(streets, name, points, landscape)
    return _connected(streets)


def _lay_out(
    streets: Streets,
    town: QgsGeometry,
    landscape: Landscape,
    closed: list[Prepared],
    rng: np.random.Generator,
) -> None:
    """Add a bent grid of streets, without what would cross the motorway, the railway, a lake or the sea."""
    places, cells = _crossroads(town, landscape, rng)
    number = {tuple(cell): len(streets.nodes) + row for row, cell in enumerate(cells)}
    streets.nodes.extend((float(x), float(y)) for x, y in places)
    river = Prepared(landscape.river)
    for (column, row), start in number.items():
        for step in ((1, 0), (0, 1)):
            end = number.get((column + step[0], row + step[1]))
            chance = rng.random()
            if end is None:
                continue
            main = (row if step[0] else column) % _MAIN_EVERY == 0
            way = line(np.array([streets.nodes[start], streets.nodes[end]]))
            bridge = river.meets(way)
            left_out = chance < (1 - _BRIDGES if bridge else 0.0 if main else _LEFT_OUT)
            if left_out or any(obstacle.meets(way) for obstacle in closed):
                continue
            streets.links.append(Link(start, end, main=main, bridge=bridge))


def _crossroads(
    town: QgsGeometry, landscape: Landscape, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.int_]]:
    box = town.boundingBox()
    middle = np.array([box.center().x(), box.center().y()])
    half = int(np.hypot(box.width(), box.height()) / 2 / _BLOCK) + 2
    cells = np.stack(np.meshgrid(*[np.arange(-half, half + 1)] * 2, indexing="ij"), axis=-1).reshape(-1, 2)
    turn = rng.random() * np.pi / 2
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    places = Distortion(rng, (3_000.0, 1_400.0), 0.3)(cells * _BLOCK @ rotation + middle)
    places = np.round(places + (rng.random(places.shape) - 0.5) * _BLOCK * 0.2, 2)
    kept = inside(places, town.buffer(_EDGE_OF_TOWN, 4)) & ~inside(places, landscape.water)
    return places[kept], cells[kept]


def _cross(streets: Streets, name: str, points: NDArray[np.float64], landscape: Landscape) -> None:
    """Join the two sides of a barrier every so often, wherever there are streets on both."""
    places = streets.places()
    north = places[:, 1] > np.interp(places[:, 0], points[:, 0], points[:, 1])
    walked = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    last = -np.inf
    for point, measure in zip(points, walked, strict=True):
        if measure - last < _CROSSING_METRES[name]:
            continue
        apart = np.hypot(*(places - point).T)
        ends = [int(np.flatnonzero(side)[np.argmin(apart[side])]) for side in (north, ~north)]
        if max(apart[ends]) > _CROSSING_REACH:
            continue
        way = line(np.array([places[ends[0]], point, places[ends[1]]]))
        if way.intersects(landscape.water) or _meets_other(way, name, streets):
            continue
        at = (float(point[0]), float(point[1]))
        streets.links.append(Link(ends[0], ends[1], main=True, bridge=True, over=name, at=at))
        last = measure


def _meets_other(way: QgsGeometry, name: str, streets: Streets) -> bool:
    others = [link for link in streets.links if link.over and link.over != name]
    return any(way.intersects(_shape(streets, link)) for link in others)


def _shape(streets: Streets, link: Link) -> QgsGeometry:
    way = [streets.nodes[link.start], *([link.at] if link.at else []), streets.nodes[link.end]]
    return line(np.array(way))


def _connected(streets: Streets) -> Streets:
    """Drop networks of a few links that hang together with nothing else."""
    root = list(range(len(streets.nodes)))

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for link in streets.links:
        root[find(link.start)] = find(link.end)
    roots = [find(link.start) for link in streets.links]
    size = {node: roots.count(node) for node in set(roots)}
    links = [link for link, node in zip(streets.links, roots, strict=True) if size[node] >= _SMALLEST_NETWORK]
    return Streets(streets.nodes, links)


def rows(streets: Streets) -> Rows:
    """Return the streets with the fields of a delivery from the national road database."""
    rng = plan.chance("traffic")
    found = []
    for number, link in enumerate(streets.links, start=1):
        foot = bool(link.over) and number % 3 == 0
        counted = link.main and not foot and rng.random() < 0.6  # noqa: PLR2004 - part of the main streets
        values = {
            "ROUTE_ID": f"98{number:05d}",
            "Klass_181": 9 if foot else 5 if link.main else 8,
            "Vagha_6": 2,
            "Vagtr_474": 2 if foot else 1,
            "ADT_f_117": int(1_500 + rng.random() * 7_000) // 10 * 10 if counted else None,
            "F_Hogst_225": 50 if link.main else 30,
            "Konst_190": 1 if link.bridge else 0,
            "crossing": 1 if link.over else 0,
        }
        found.append((_shape(streets, link), values))
    return found


def crossings(streets: Streets) -> Rows:
    """Return the points where streets cross the motorway or the railway, each on a vertex of it."""
    found = []
    for link, (_, values) in zip(streets.links, rows(streets), strict=True):
        if link.at is None:
            continue
        foot = values["Vagtr_474"] == 2  # noqa: PLR2004 - the code of the foot and cycle network
        number = len(found) + 1
        kind = "gc-tunnel" if foot else ("bro över", "port under")[number % 2]
        fields = {"id": f"PAS-{number}", "barrier": link.over, "typ": kind, "Vagtr_474": values["Vagtr_474"]}
        found.append((QgsGeometry.fromPointXY(QgsPointXY(*link.at)), fields))
    return found


def bus_stops(streets: Streets, names: list[str]) -> Rows:
    """Return stops beside the main streets.

    Args:
        streets: the streets.
        names: of the area around each node.
    """
    rng = plan.chance("stops")
    nodes = sorted(
        {node for link in streets.links if link.main and not link.over for node in (link.start, link.end)}
    )
    places = streets.places()[nodes]
    chosen = spread(
        places, np.full(len(places), _STOP_METRES), np.argsort(rng.random(len(places)), kind="stable")
    )
    used: dict[str, int] = {}
    found = []
    for number, row in enumerate(sorted(chosen), start=1):
        name = names[nodes[row]].split("-")[0].removesuffix(" landsbygd")
        used[name] = used.get(name, 0) + 1
        suffix = _NAMES_OF_STOPS[(used[name] - 1) % len(_NAMES_OF_STOPS)]
        place = np.round(places[row] + (8.0, 5.0), 2)
        fields = {
            "stop_id": f"9022099{number:04d}001",
            "stop_name": f"{name} {suffix}",
            "departures": int(12 + rng.random() ** 2 * 140),
        }
        found.append((QgsGeometry.fromPointXY(QgsPointXY(*place)), fields))
    return found
