"""Leader and telephone number in one blank, as `项目负责人及电话` has them: 某某 0778-5550101.

Only a name with one number behind it is taken apart; everything else stays where it is.
"""

import re

from selfeval_gui.importing.draft import Draft
from selfeval_gui.importing.ledger import Slot

_BOTH = re.compile(
    r"\s*(?P<name>[\u3400-\u9fff·•][\u3400-\u9fff·•\s]{0,12}?)[\s，,、；;：:（(]*(?:(?:联系)?电话|手机|联系方式)?[：:\s]*"
    r"(?P<phone>\d[\d\-—\s]{5,16}\d)\s*[）)]?\s*"
)


def put(draft: Draft, value: Slot) -> None:
    """Put name and number into their blanks, to be checked."""
    match = _BOTH.fullmatch(value.head) if len(value.spans) == 1 else None
    if match is None:
        return
    span = value.spans[0]
    for path, part in (("basic_info.project_leader", "name"), ("basic_info.phone", "phone")):
        draft.text(path, Slot((span.part(*match.span(part)),), value.column), "check")
