"""How each blank is filled in: the filling note, a good example, a common mistake. Data of the form.

Texts only: whether a blank is right is the check's matter.
"""

from functools import cache
from typing import Any, NamedTuple

from selfeval_gui import resources
from selfeval_gui.report.form import Form, named


class Guidance(NamedTuple):
    """What helps with one blank; every text may have several lines."""

    note: str
    example: str
    mistake: str


def guidance(form: Form, path: str) -> Guidance:
    """The help for a blank, a cell or a section. KeyError when the form has none."""
    return _all(form.id)[named(path)]


def guided(form: Form) -> frozenset[str]:
    """The paths that have a help."""
    return frozenset(_all(form.id))


@cache
def _all(form_id: str) -> dict[str, Guidance]:
    raw: dict[str, Any] = resources.read_json("forms", form_id, "help.json")
    return {path: Guidance(str(one["note"]), str(one["example"]), str(one["mistake"])) for path, one in raw.items()}
