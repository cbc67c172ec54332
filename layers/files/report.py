"""What became of a file that was brought into the plan: read, repaired, dropped, doubtful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from layers.message import Message


@dataclass(frozen=True, slots=True)
class Report:
    """What was taken from one file, or from several together.

    Parameters
    ----------
    kind
        Kind the features were taken as.
    file
        Name of the file.
    read, kept
        Features in the file, and those that are in the plan now.
    repaired, dropped, doubtful
        What was changed, what was left out, and what the user should look at.
    encoding
        How texts were read.
    crs
        Reference system of the file.
    fields
        Field of the file by column of the plan.
    parts
        Reports of the single files where this one is of several.
    """

    kind: str
    file: str
    read: int
    kept: int
    repaired: tuple[Message, ...] = ()
    dropped: tuple[Message, ...] = ()
    doubtful: tuple[Message, ...] = ()
    encoding: str = ""
    crs: str = ""
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    parts: tuple[Report, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the report as the command line prints it, in English."""
        answer: dict[str, object] = {
            "read": self.read,
            "kept": self.kept,
            "repaired": [str(message) for message in self.repaired],
            "dropped": [str(message) for message in self.dropped],
            "doubtful": [str(message) for message in self.doubtful],
            "encoding": self.encoding,
            "crs": self.crs,
            "fields": dict(self.fields),
        }
        if self.parts:
            answer["kinds"] = {part.kind: part.as_json() for part in self.parts}
        return answer

    def sentences(self) -> list[Message]:
        """Return the report as sentences to be shown, the most important first."""
        head = Message.of(
            "{kept} of {read} features of {file} are in the plan ({encoding}, {crs}).",
            kept=self.kept,
            read=self.read,
            file=self.file,
            encoding=self.encoding,
            crs=self.crs,
        )
        return [head, *self.dropped, *self.doubtful, *self.repaired]


def together(reports: Sequence[Report]) -> Report:
    """Return one report of several files; encoding, system and fields are those of the first."""
    if len(reports) == 1:
        return reports[0]
    first = reports[0]
    return replace(
        first,
        file=", ".join(report.file for report in reports),
        read=sum(report.read for report in reports),
        kept=sum(report.kept for report in reports),
        repaired=tuple(message for report in reports for message in report.repaired),
        dropped=tuple(message for report in reports for message in report.dropped),
        doubtful=tuple(message for report in reports for message in report.doubtful),
        parts=tuple(reports),
    )
