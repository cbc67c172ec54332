"""Questions and forms that come up over the window."""
