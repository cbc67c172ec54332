"""The ways out of the plan, found by looking at the modules of this folder."""
