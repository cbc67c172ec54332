"""Performance in figures."""
