"""The panel in the real desktop: how long a planner waits."""
