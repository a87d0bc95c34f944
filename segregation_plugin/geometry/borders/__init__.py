"""Lines that run along the borders of areas, by distance and by direction: what barriers are found with."""
