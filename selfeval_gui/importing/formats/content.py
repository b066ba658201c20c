"""What every reader returns, and the one way in which damage becomes a refusal.

Knows no format.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from selfeval_gui.importing.blocks import Block
from selfeval_gui.importing.proposal import ImportRefused, Unplaced
from selfeval_gui.report.frozen import frozen


@frozen
class Content:
    """What stands in a file.

    `notes` name what is there but is no text of the report, so that it is not lost in silence: pictures, hidden sheets,
    footnotes, text under merged cells. Each has its place; they belong under the unplaced pieces of the proposal.
    """

    blocks: tuple[Block, ...]
    notes: tuple[Unplaced, ...] = ()
    carried: bytes | None = None
    """The report file that this program had put into the document; somebody has edited the document since."""


def damaged(kind: str, way_out: str) -> ImportRefused:
    """The refusal of a file of this kind (Chinese: Word 文件) that cannot be read to its end."""
    return ImportRefused(f"这个{kind}已损坏或不完整，无法读取。{way_out}")


def too_complex(kind: str) -> ImportRefused:
    """The refusal of a file that passes a limit which no report comes near."""
    return ImportRefused(f"这个{kind}的内容过大或结构异常，不像一份自评报告。请确认选对了文件。")


@contextmanager
def refusing(kind: str, way_out: str) -> Iterator[None]:
    """Turn every failure inside into `ImportRefused`.

    Foreign parsers fail on damaged files with a dozen unrelated types (struct.error, AssertionError, RecursionError …),
    so the net is wide on purpose; the cause stays attached.
    """
    try:
        yield
    except ImportRefused:
        raise
    except RecursionError as deep:
        raise too_complex(kind) from deep
    except Exception as damage:
        raise damaged(kind, way_out) from damage
