"""A peer that is not there is said to be absent; that is no error."""

from __future__ import annotations


class AbsentError(Exception):
    """What a peer needs is not installed, or it cannot compute the case."""
