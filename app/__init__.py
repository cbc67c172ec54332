"""The program: command line, window, settings and everything that leaves the plan."""
