"""The map: what is seen of it, how it is drawn, and the tools that work on it."""
