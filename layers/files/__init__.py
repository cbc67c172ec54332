"""Files in and out of the plan: the plan file itself, and what planners bring along."""
