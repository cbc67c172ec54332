"""Shading of roofs: what stands between a roof and the sky, and what it takes of the sun."""
