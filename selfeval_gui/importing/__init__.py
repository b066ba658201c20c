"""Turns foreign files and last year's report into a proposal that a person accepts or alters.

It must not lose text in silence: what has no place is reported as unplaced. It must not change the file that
it reads.
"""

from selfeval_gui.importing.proposal import Certainty, ImportRefused, Proposal, Recognised, Unplaced
from selfeval_gui.importing.readers import read
from selfeval_gui.importing.recogniser import recognise
from selfeval_gui.report.form import Form


def propose(data: bytes, name: str, form: Form) -> Proposal:
    """Read a file's content into a proposal for `form`; `name` (without folder) is only used in sentences.

    Raises `ImportRefused` when the content is no report, or in a format that cannot be read.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and not data.lstrip().startswith(b"{\\rtf"):
        raise ImportRefused(f"“{name}”是数据文件。如果它是本程序保存的报告，请用“打开”。")
    return recognise(read(data, name), form)


__all__ = ["Certainty", "ImportRefused", "Proposal", "Recognised", "Unplaced", "propose", "recognise"]
