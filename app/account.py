"""Who works on a plan, and when: what is written beside each step."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime


def account() -> str:
    """Return the name of the account, empty where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def now() -> str:
    """Return the time in UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
