"""Made national data: an exact coverage of areas and the infrastructure that lies over it."""
