"""The plan: kinds, document, edits, analysis and files. No window; usable from a script."""
