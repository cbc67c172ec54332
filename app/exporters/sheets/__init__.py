"""Drawing sheets: the one part of the exporters that needs Qt, so it is imported late."""
