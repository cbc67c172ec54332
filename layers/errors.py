"""What can go wrong in a way that the user can act on. Everything else is a bug."""

from __future__ import annotations

from types import MappingProxyType

from layers.message import Message


class PlanError(Exception):
    """An error whose text is complete and shown as it stands.

    Parameters
    ----------
    text
        English sentence: what was wanted, what was found, what to do; with ``{named}`` places.
    values
        What stands in those places.
    """

    def __init__(self, text: str, **values: object) -> None:
        self.message = Message(text, MappingProxyType(values))
        super().__init__(str(self.message))


class InvalidEditError(PlanError):
    """An edit that the document cannot take; the document is as it was."""


class ProjectFileError(PlanError):
    """A plan file that cannot be opened or saved."""


class FileChangedError(ProjectFileError):
    """A plan file that another program has written since it was opened; it is as it was."""


class ImportDataError(PlanError):
    """A file that cannot be brought into the plan.

    Parameters
    ----------
    option
        Option of the command line that answers the sentence, which itself names none.
    """

    def __init__(self, text: str, *, option: str = "", **values: object) -> None:
        super().__init__(text, **values)
        self.option = option


class ExportError(PlanError):
    """A sheet, table or file that cannot be written."""


class CancelledError(PlanError):
    """Long work that the user stopped; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("Stopped. Nothing was changed.")
