"""Shared borders: what is wrong with them, and how neighbours are made to match."""
