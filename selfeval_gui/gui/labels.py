"""What a blank is called where the window speaks of it. The names themselves are the form's."""

from collections.abc import Iterable

from selfeval_gui.report.catalogue import BLANKS, pattern
from selfeval_gui.report.edit import ROW_TYPES
from selfeval_gui.report.form import Form


def label_of(form: Form, path: str) -> str:
    """The form's name of a blank; cells of a table with the number of their row."""
    try:
        label = form.label(path)
    except KeyError:  # a whole part or row
        return path
    if "]" in path:
        row = int(path[path.index("[") + 1 : path.index("]")])
        return f"{label}（第 {row + 1} 行）"
    return label


def names_of(form: Form, paths: Iterable[str]) -> list[str]:
    """What people call these blanks, in the form's order; a table is one name."""
    from selfeval_gui.report.differences import part_of  # not for the window's start

    def order(path: str) -> int:
        wanted = pattern(path)
        return next((at for at, known in enumerate(BLANKS) if known.path.startswith(wanted)), len(BLANKS))

    names: dict[str, None] = {}
    for path in sorted(paths, key=lambda path: (order(path), path)):
        table = path.partition("[")[0]
        names[part_of(table) if table in ROW_TYPES else label_of(form, path)] = None
    return list(names)
