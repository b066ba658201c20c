"""Units, people and the like that stood in earlier reports, to be proposed again. The user can remove each of them.

It holds names and telephone numbers, so it stays on this machine, in the data folder, and never goes to the log.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from selfeval_gui.gui.known import notebook
from selfeval_gui.report.model import Report
from selfeval_gui.report.pinyin import fit
from selfeval_gui.report.text import squeeze

FILE = "entries.json"
MOST = 300
"""Entries of one kind; the ones not seen for the longest time go first."""
KINDS = {
    "unit": "单位",
    "department": "主管部门",
    "title": "职务",
    "address": "地址",
    "postcode": "邮编",
    "phone": "电话",
}


class Person(NamedTuple):
    """Somebody who stood in a report; what is not known is empty."""

    name: str
    title: str = ""
    unit: str = ""
    phone: str = ""


class KnownEntries:
    """The notebook of entries in a data folder; read anew whenever it is asked."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        content = notebook.read(self._path)
        self.remembers = content.get("remembers") is not False
        """Whether new entries are kept."""
        self.texts: dict[str, list[str]] = {kind: _texts(content.get(kind)) for kind in KINDS}
        people = content.get("people")
        self.people: list[Person] = [p for raw in (people if isinstance(people, list) else []) if (p := _person(raw))]

    def learn(self, report: Report) -> None:
        """Keep what a report that was saved or opened says, the newest first."""
        if not self.remembers:
            return
        before = (dict(self.texts), self.people)
        cover, info = report.cover, report.basic_info
        for kind, found in (
            ("unit", [cover.project_unit, *(person.unit for person in report.evaluators)]),
            ("department", [cover.supervising_department]),
            ("title", [person.title for person in report.evaluators]),
            ("address", [info.address]),
            ("postcode", [info.postcode]),
            ("phone", [info.phone]),
        ):
            self.texts[kind] = _first(found, self.texts[kind])
        people = [Person(p.name, p.title, p.unit) for p in report.evaluators if p.name]
        if info.project_leader:
            people.insert(0, Person(info.project_leader, phone=info.phone))
        for person in reversed(people):
            self._meet(person)
        if (self.texts, self.people) != before:
            self.keep()

    def _meet(self, person: Person) -> None:
        """Put a person first, with what was known of them."""
        known = next((p for p in self.people if p.name == person.name), person)
        pairs = zip(person, known, strict=True)
        self.people = [Person(*(new or old for new, old in pairs)), *(p for p in self.people if p.name != person.name)]
        self.people = self.people[:MOST]

    def matching(self, kind: str, typed: str) -> list[str]:
        """Texts of a kind that may be meant, the likeliest first; the newest first among equals."""
        return _matching(self.texts[kind], self.texts[kind], typed)

    def people_matching(self, typed: str) -> list[Person]:
        """The same for people, by name."""
        return _matching(self.people, [person.name for person in self.people], typed)

    def forget(self, kind: str, text: str) -> None:
        """Remove one text; `people` is a kind too, by name."""
        if kind == "people":
            self.people = [person for person in self.people if person.name != text]
        else:
            self.texts[kind] = [known for known in self.texts[kind] if known != text]
        self.keep()

    def forget_all(self) -> None:
        self.texts, self.people = {kind: [] for kind in KINDS}, []
        self.keep()

    def keep(self) -> bool:
        """Write the notebook; False when it could not be written."""
        people = [person._asdict() for person in self.people]
        return notebook.write(self._path, {"remembers": self.remembers, "people": people, **self.texts})


def _matching(things: Sequence[Any], names: Sequence[str], typed: str) -> list[Any]:
    wanted = squeeze(typed).lower()
    ranked = [(rank, at) for at, name in enumerate(names) if (rank := fit(squeeze(name).lower(), wanted)) is not None]
    return [things[at] for _, at in sorted(ranked)]


def _first(found: Iterable[str], known: list[str]) -> list[str]:
    new = list(dict.fromkeys(text for text in found if text.strip()))
    return [*new, *(text for text in known if text not in new)][:MOST]


def _texts(raw: Any) -> list[str]:
    return [text for text in raw if isinstance(text, str) and text] if isinstance(raw, list) else []


def _person(raw: Any) -> Person | None:
    if not isinstance(raw, dict):
        return None
    values = {name: raw[name] for name in Person._fields if isinstance(raw.get(name), str)}
    return Person(**values) if values.get("name") else None
