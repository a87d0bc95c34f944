"""How results reach their destinations: beside them first, in place only when all has succeeded."""
