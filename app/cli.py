"""The command line: ``greenplat``. Scripts and checks rely on what it prints and how it ends."""

from __future__ import annotations

import argparse
import difflib
import importlib.metadata
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from app.command import Command, commands
from app.output import flush, say
from app.sources import spread_fields
from layers.errors import ImportDataError, PlanError
from resources.translations import LANGUAGES, current, system_language, tr, use_language

# Nothing heavy is imported up here: help and version must come at once, and no command that
# prints may ever need Qt.

PROGRAM: Final = "greenplat"
DONE, REFUSED, USAGE, BUG, STOPPED = 0, 1, 2, 70, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line and return how it ended.

    Parameters
    ----------
    arguments
        What was typed behind the program's name; that of this process where None.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    use_language(_language(words) or system_language())
    return reported(lambda: _carried_out(words))


def reported(work: Callable[[], int]) -> int:
    """Do work and return how it ended: what a user can act on is one line, a bug its traceback."""
    try:
        status = work()
        flush()
    except PlanError as error:
        line = " ".join(say(error.message).split())
        option = f" ({error.option})" if isinstance(error, ImportDataError) and error.option else ""
        sys.stderr.write(f"{PROGRAM}: {line}{option}\n")
        return REFUSED
    except BrokenPipeError:
        # Whoever read has closed, as `| head` does; Python must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return STOPPED
    except Exception:  # noqa: BLE001  the hook of the command line: a bug ends with its traceback
        traceback.print_exc()
        return BUG
    return status


def _carried_out(words: list[str]) -> int:
    first = _first_word(words)
    command = commands().get(first) if first is not None else None
    try:
        if command is None:
            options = window_parser().parse_args(words)
            _refuse_misspelt(options.plan)
            _open_window(options, _language(words))
        else:
            words.remove(command.name)
            options = command_parser(command).parse_args(spread_fields(words))
            command.run(options)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else USAGE
    return DONE


def _language(words: Sequence[str]) -> str:
    """Return the language asked for, empty where none is; help is translated, before parsing."""
    for place, word in enumerate(words):
        name, _, value = word.partition("=")
        if name == "--lang":
            asked = value or (words[place + 1] if place + 1 < len(words) else "")
            if asked in LANGUAGES:
                return asked
    return ""


def _first_word(words: Sequence[str]) -> str | None:
    """Return the first word that is no option and no language."""
    follows_lang = False
    for word in words:
        if follows_lang:
            follows_lang = False
        elif word == "--lang":
            follows_lang = True
        elif not word.startswith("-"):
            return word
    return None


# ---- parsers ------------------------------------------------------------------------------------


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lang",
        choices=tuple(LANGUAGES),
        default=current().language,
        help=tr("language of texts; that of the system where it is not given"),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"{PROGRAM} {_version()}",
        help=tr("print the version"),
    )


def _version() -> str:
    try:
        return importlib.metadata.version(PROGRAM)
    except importlib.metadata.PackageNotFoundError:
        # Run from a clone that was not installed.
        return "0"


def window_parser() -> argparse.ArgumentParser:
    """Return the parser for opening the window; its help lists the commands."""
    lines = [f"  {command.name:8} {tr(command.title)}" for command in commands().values()]
    parser = argparse.ArgumentParser(
        PROGRAM,
        usage=f"{PROGRAM} [PLAN] [--read-only]\n       {PROGRAM} COMMAND … [--help]",
        description=tr("Lay out a zero-carbon industrial park. Without a command: the window."),
        epilog="\n".join([tr("commands:"), *lines]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("plan", metavar="PLAN", nargs="?", type=Path, help=tr("plan to open"))
    parser.add_argument(
        "--read-only", action="store_true", help=tr("look at the plan, change nothing")
    )
    _common(parser)
    return parser


def command_parser(command: Command) -> argparse.ArgumentParser:
    """Return the parser of one command."""
    parser = argparse.ArgumentParser(
        f"{PROGRAM} {command.name}", description=tr(command.title), allow_abbrev=False
    )
    command.arguments(parser)
    if command.data:
        parser.add_argument("--json", action="store_true", help=tr("print JSON and nothing else"))
    _common(parser)
    return parser


# ---- the window ---------------------------------------------------------------------------------


def _refuse_misspelt(plan: Path | None) -> None:
    """End with a usage error where a word is no plan but much like a command."""
    if plan is None or plan.suffix or plan.exists():
        return
    near = difflib.get_close_matches(str(plan), commands(), n=1)
    if near:
        window_parser().error(
            tr("there is no command {word}; did you mean {near}?", word=str(plan), near=near[0])
        )


def has_screen() -> bool:
    """Whether a window can be shown here."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "") not in {"", "xcb"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_window(options: argparse.Namespace, language: str) -> None:
    if not has_screen():
        raise PlanError(
            "There is no screen here to open a window on. Run {program} --help for the commands "
            "that need none.",
            program=PROGRAM,
        )
    from app import gui

    status = gui.run(options.plan, read_only=options.read_only, language=language)
    if status:
        raise SystemExit(status)
