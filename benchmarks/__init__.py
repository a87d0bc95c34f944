"""Benchmarks: the plugin beside the tools one would use instead, on the same made national data."""
