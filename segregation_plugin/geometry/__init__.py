"""Where it is: layers to arrays and back, and the geometry at scale."""
