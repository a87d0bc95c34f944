"""What is true: the definitions and figures of the plugin, free of QGIS."""
