"""Curves from a few control points, and the smooth distortion that makes straight edges look grown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from . import plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SAMPLES = 60
_WAVES = 7


def metres(kilometres: object) -> NDArray[np.float64]:
    """Return points of the plan as EPSG:3006 coordinates, shape (points, 2)."""
    return np.asarray(kilometres, dtype=np.float64) * 1000.0 + plan.ORIGIN


def smooth(control: Sequence[plan.Point], step: float, *, closed: bool = False) -> NDArray[np.float64]:
    """Return a Catmull-Rom curve through control points, sampled every ``step`` metres.

    Args:
        control: in kilometres of the plan.
        step: metres between neighbouring points of the result.
        closed: the curve returns to where it began.

    Returns:
        Shape (points, 2), EPSG:3006; a closed curve repeats its first point at the end.
    """
    points = metres(control)
    if closed:
        points = np.vstack([points[-1], points, points[:2]])
    else:
        points = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    before, start, end, after = points[:-3], points[1:-2], points[2:-1], points[3:]
    t = np.linspace(0.0, 1.0, _SAMPLES, endpoint=False)[None, :, None]
    before, start, end, after = (array[:, None, :] for array in (before, start, end, after))
    cubic = 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    )
    return evenly(np.vstack([cubic.reshape(-1, 2), points[-2]]), step)


def evenly(line: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Return a line with points every ``step`` metres or a little less; the ends stay."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    wanted = np.linspace(0.0, along[-1], max(1, int(np.ceil(along[-1] / step))) + 1)
    return np.column_stack([np.interp(wanted, along, line[:, axis]) for axis in (0, 1)])


def ellipse(
    centre: plan.Point, radii: tuple[float, float], turn: float, points: int = 90
) -> NDArray[np.float64]:
    """Return a closed ellipse in EPSG:3006; centre and radii in kilometres, turned by degrees."""
    angle = np.linspace(0.0, 2 * np.pi, points + 1)
    across = np.column_stack([radii[0] * np.cos(angle), radii[1] * np.sin(angle)])
    sine, cosine = np.sin(np.radians(turn)), np.cos(np.radians(turn))
    return metres(across @ np.array([[cosine, sine], [-sine, cosine]]) + centre)


class Distortion:
    """Moves every point of the plane by a smooth field, so lines that met still meet and none comes to cross.

    Each octave adds a few plane waves of one wavelength. What keeps the field from folding over itself is that
    its steepness stays well below 1.
    """

    def __init__(self, rng: np.random.Generator, wavelengths: Sequence[float], steepness: float) -> None:
        """Draw the waves.

        Args:
            rng: gives directions and phases.
            wavelengths: of the octaves, metres.
            steepness: of each octave: metres of displacement per metre.
        """
        self._waves = [
            (
                2 * np.pi / wavelength * _directions(rng),
                rng.random((_WAVES, 2)) * 2 * np.pi,
                steepness * wavelength / (2 * np.pi) / np.sqrt(_WAVES),
            )
            for wavelength in wavelengths
        ]

    def __call__(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the moved points, shape (points, 2)."""
        moved = points.copy()
        for vectors, phases, amplitude in self._waves:
            angles = points @ vectors.T
            for axis in (0, 1):
                moved[:, axis] += amplitude * np.sin(angles + phases[:, axis]).sum(axis=1)
        return moved


def _directions(rng: np.random.Generator) -> NDArray[np.float64]:
    angle = rng.random(_WAVES) * 2 * np.pi
    stretch = 0.75 + 0.5 * rng.random(_WAVES)
    return np.column_stack([np.cos(angle), np.sin(angle)]) * stretch[:, None]
