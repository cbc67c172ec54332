"""What became of a file that was brought into the plan: read, repaired, dropped, doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from layers.files import crs
from layers.kinds import kinds
from layers.message import Message
from resources.translations import grouped


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
    empty
        Columns of the plan that no field filled.
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
    empty: tuple[str, ...] = ()
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
        """Return the report as sentences to be shown, file by file, the most important first."""
        if self.parts:
            return [sentence for part in self.parts for sentence in part.sentences()]
        head = Message.of(
            "{kept} of {n} features of {file} came into the plan ({encoding}, {crs}).",
            kept=grouped(self.kept),
            n=self.read,
            file=self.file,
            encoding=self.encoding,
            crs=self.crs if self.crs.startswith("EPSG:") else crs.parsed(self.crs).name,
        )
        return [head, *self.dropped, *self.doubtful, *self._fields(), *self.repaired]

    def _fields(self) -> Iterator[Message]:
        """Return which fields filled which columns, and which columns stayed empty."""
        columns = {column.id: Message(column.title) for column in kinds()[self.kind].columns}
        taken = [
            Message.of("{column} ← {field}", column=columns[id_], field=name)
            for id_, name in self.fields.items()
        ]
        if taken:
            yield Message.of("Columns filled: {columns}.", columns=_listed(taken))
        empty = [columns[id_] for id_ in self.empty]
        if empty:
            yield Message.of("Columns that stayed empty: {columns}.", columns=_listed(empty))


def _listed(messages: Sequence[Message]) -> Message:
    first, *rest = messages
    for each in rest:
        first = Message.of("{first}; {second}", first=first, second=each)
    return first


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
