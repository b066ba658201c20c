"""The report that a window begins with. It must not ask the user anything."""

from typing import TYPE_CHECKING

from selfeval_gui.gui.places import Places
from selfeval_gui.report import form

if TYPE_CHECKING:
    from selfeval_gui.storage import ReportFile


def blank_file(places: Places) -> "ReportFile":
    """A new report of the form in use, known by a new id, with what the settings say of this office."""
    from selfeval_gui import storage
    from selfeval_gui.gui.known import defaults

    chosen = form.load(form.DEFAULT_FORM)
    report = defaults.applied(form.blank_report(chosen), places.data)
    return storage.new_file(report, chosen.id, file_id=places.new_id(), now=places.stamp())
