"""What the office has told the check, for the commands; the window keeps it in the program's data folder.

Nothing is written here.
"""

from selfeval_gui import checking, folders, storage
from selfeval_gui.cli.console import say


def office() -> checking.Office:
    """The office's own words and the checks that it has switched off, as the window keeps them."""
    path = folders.data() / checking.OFFICE_FILE
    if not storage.is_there(path):
        return checking.Office()
    try:
        return checking.Office.read(storage.read_bytes(path, checking.OFFICE_LIMIT))
    except storage.FileRefused as refused:
        say(f"提示：没有用上本单位用词：{refused.sentence}")
    except ValueError as damage:
        say(f"提示：没有用上本单位用词“{path}”：{damage}")
    return checking.Office()
