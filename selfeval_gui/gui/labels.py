"""What a blank is called where the window speaks of it. The names themselves are the form's."""

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
