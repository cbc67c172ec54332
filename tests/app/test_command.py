import argparse

import pytest

from app.command import commands


def test_the_commands_of_the_contract_are_found_in_its_order():
    contract = ["sample", "new", "import", "info", "totals", "why", "check", "edit", "export"]
    assert list(commands())[: len(contract)] == contract


@pytest.mark.parametrize("name", commands())
def test_every_command_has_a_parser_and_a_title(name):
    command = commands()[name]
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    assert parser.format_help()
    assert command.title[0].islower()
    assert not command.title.endswith(".")
