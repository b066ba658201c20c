"""The report that a window begins with. It must not ask the user anything."""

from typing import TYPE_CHECKING

from selfeval_gui.gui.places import Places
from selfeval_gui.report import form

if TYPE_CHECKING:
    from selfeval_gui.storage import ReportFile


def blank_file(places: Places) -> "ReportFile":
    """A new report of the form in use, known by a new id."""
    from selfeval_gui import storage

    chosen = form.load(form.DEFAULT_FORM)
    return storage.new_file(form.blank_report(chosen), chosen.id, file_id=places.new_id(), now=places.stamp())
