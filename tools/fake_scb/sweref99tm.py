"""SWEREF 99 TM and longitude, latitude: Gauss's conformal projection by Krüger's formulas.

The series are those of Lantmäteriet's "Gauss Conformal Projection (Transverse Mercator), Krüger's Formulas"; they are
good to a fraction of a millimetre all over Sweden.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class GaussKruger:
    """One map projection of the kind.

    Args:
        central_meridian: in degrees.
        scale: along the central meridian.
        false_northing: in metres.
        false_easting: in metres.
        axis: half the great axis of the ellipsoid, in metres.
        flattening: of the ellipsoid.
    """

    central_meridian: float
    scale: float
    false_northing: float
    false_easting: float
    axis: float = 6378137.0
    flattening: float = 1 / 298.257222101

    @cached_property
    def _third(self) -> float:
        return self.flattening / (2 - self.flattening)

    @cached_property
    def _radius(self) -> float:
        """The radius of the sphere of the same meridian, times the scale."""
        n = self._third
        return self.scale * self.axis / (1 + n) * (1 + n**2 / 4 + n**4 / 64)

    @cached_property
    def _eccentricity(self) -> float:
        return math.sqrt(self.flattening * (2 - self.flattening))

    @cached_property
    def _beta(self) -> tuple[float, ...]:
        n = self._third
        return (
            n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
            13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
            61 * n**3 / 240 - 103 * n**4 / 140,
            49561 * n**4 / 161280,
        )

    @cached_property
    def _delta(self) -> tuple[float, ...]:
        n = self._third
        return (
            n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96 - n**4 / 360,
            n**2 / 48 + n**3 / 15 - 437 * n**4 / 1440,
            17 * n**3 / 480 - 37 * n**4 / 840,
            4397 * n**4 / 161280,
        )

    def project(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return easting and northing in metres of a longitude and latitude in degrees."""
        phi, away = math.radians(latitude), math.radians(longitude - self.central_meridian)
        e = self._eccentricity
        # The conformal latitude in closed form: the series of the guide without its cut.
        conformal = math.atan(math.sinh(math.asinh(math.tan(phi)) - e * math.atanh(e * math.sin(phi))))
        xi = math.atan2(math.tan(conformal), math.cos(away))
        eta = math.atanh(math.cos(conformal) * math.sin(away))
        north, east = xi, eta
        for k, beta in enumerate(self._beta, start=1):
            north += beta * math.sin(2 * k * xi) * math.cosh(2 * k * eta)
            east += beta * math.cos(2 * k * xi) * math.sinh(2 * k * eta)
        return self._radius * east + self.false_easting, self._radius * north + self.false_northing

    def unproject(self, easting: float, northing: float) -> tuple[float, float]:
        """Return longitude and latitude in degrees of an easting and northing in metres."""
        north = (northing - self.false_northing) / self._radius
        east = (easting - self.false_easting) / self._radius
        xi, eta = north, east
        for k, delta in enumerate(self._delta, start=1):
            xi -= delta * math.sin(2 * k * north) * math.cosh(2 * k * east)
            eta -= delta * math.cos(2 * k * north) * math.sinh(2 * k * east)
        conformal = math.asin(math.sin(xi) / math.cosh(eta))
        away = math.atan2(math.sinh(eta), math.cos(xi))
        return self.central_meridian + math.degrees(away), math.degrees(self._latitude(conformal))

    def _latitude(self, conformal: float) -> float:
        e2 = self._eccentricity**2
        series = (
            e2 + e2**2 + e2**3 + e2**4,
            -(7 * e2**2 + 17 * e2**3 + 30 * e2**4) / 6,
            (224 * e2**3 + 889 * e2**4) / 120,
            -4279 * e2**4 / 1260,
        )
        sine = math.sin(conformal)
        powers = sum(term * sine ** (2 * k) for k, term in enumerate(series))
        return conformal + sine * math.cos(conformal) * powers


SWEREF_99_TM = GaussKruger(15.0, 0.9996, 0.0, 500_000.0)
_DECIMALS = {3006: 3, 4326: 8}
"""A millimetre, and what is about one in degrees: as SCB's service rounds."""


def reproject(coordinates: Any, epsg: int) -> Any:
    """Return the coordinates of a GeoJSON geometry in the other system.

    Args:
        coordinates: points, rings or polygons, nested as in GeoJSON.
        epsg: the system to make: 3006 from longitude and latitude, 4326 from easting and northing.
    """
    if isinstance(coordinates[0], (int, float)):
        transform = SWEREF_99_TM.project if epsg == 3006 else SWEREF_99_TM.unproject  # noqa: PLR2004 - its EPSG code
        return [round(value, _DECIMALS[epsg]) for value in transform(*coordinates)]
    return [reproject(part, epsg) for part in coordinates]
