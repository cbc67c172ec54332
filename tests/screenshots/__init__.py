"""Pictures of the real window for the README and the guide, made anew by ``make screenshots``."""
