"""Event-data files in."""
