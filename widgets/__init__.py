"""Qt: the map, docks and dialogs. They know the plan; they do not know one another."""
