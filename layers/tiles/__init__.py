"""Base maps in square tiles: where they come from, where a tile lies, how it is kept on disk."""
