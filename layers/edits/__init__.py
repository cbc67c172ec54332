"""Verbs: pure functions that take a plan and return an edit.

A module of verbs may hold ``OPERATIONS``, a tuple of declarations for ``greenplat edit``.
"""
