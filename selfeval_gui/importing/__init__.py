"""Turns foreign files and last year's report into a proposal that a person accepts or alters.

It must not lose text in silence: what has no place is reported as unplaced. It must not change the file that
it reads. Importing this package loads no reader.
"""

from selfeval_gui.importing.intake import PASTED, Taken, propose, take, take_file, take_pasted
from selfeval_gui.importing.proposal import (
    Certainty,
    FilledForm,
    ImportRefused,
    Proposal,
    Recognised,
    SeveralReports,
    Unplaced,
)

__all__ = [
    "PASTED",
    "Certainty",
    "FilledForm",
    "ImportRefused",
    "Proposal",
    "Recognised",
    "SeveralReports",
    "Taken",
    "Unplaced",
    "propose",
    "take",
    "take_file",
    "take_pasted",
]
