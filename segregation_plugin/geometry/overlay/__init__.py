"""Overlay of infrastructure and areas: layers in, arrays of ``core.overlay`` out."""
