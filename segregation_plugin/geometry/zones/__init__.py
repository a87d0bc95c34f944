"""Zones: what lies within distances of infrastructure, and how much of the areas lies inside them."""
