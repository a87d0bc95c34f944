"""The plugin and its peers, one a file: ``prepare`` is not timed, ``compute`` is, from the file to the figures.

``compute`` returns the codes of areas and a figure for each; areas without one count as 0.
"""
