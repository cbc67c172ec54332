"""Draws charts: one drawing for the window, for files and for sheets."""
