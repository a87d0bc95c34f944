"""Where it comes from: files of statistics to one tidy table; pandas is imported only where a table is made."""
