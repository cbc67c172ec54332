"""Who works on a plan, and when."""

import getpass
from datetime import UTC, datetime

from app.account import account, now


def test_an_account_without_a_name_is_empty(monkeypatch):
    assert account() == getpass.getuser()

    def nobody():
        raise KeyError("uid 4711")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert account() == ""


def test_the_time_is_that_of_greenwich_to_the_second():
    found = datetime.fromisoformat(now())
    assert found.utcoffset().total_seconds() == 0
    assert found.microsecond == 0
    assert abs((datetime.now(UTC) - found).total_seconds()) < 5
