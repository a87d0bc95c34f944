"""How results look: renderers, palettes, layouts; plain QGIS, so a project draws without the plugin."""
