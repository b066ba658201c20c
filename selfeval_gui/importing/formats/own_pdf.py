"""Our own PDF: the report's data rides in it as an attachment. Nothing else is read from a PDF, ever.

Only the attachment's bytes are handed out; decoding them is storage's business, with storage's checks.
"""

import logging
from io import BytesIO

from selfeval_gui.importing.formats.content import damaged, refusing
from selfeval_gui.importing.proposal import ImportRefused

NAME = "report.zxzp.json"
"""The attachment's name, as printing gives it."""
KIND = "PDF 文件"
WAY_OUT = "请改用原来的 Word 文件或本程序保存的数据文件。"
SIZE_LIMIT = 4 << 20
_FILE_LIMIT = 30 << 20
FOREIGN = (
    "这个 PDF 里没有本程序的报告数据，不能导入。请找到原来的 Word、WPS 或文本文件再导入；"
    "如果是扫描件，里面没有文字，请用文字识别软件转成 Word 文件后再导入。"
)
ENCRYPTED = "这是加密的 PDF 文件，不能导入。请改用原来的 Word 文件或本程序保存的数据文件。"
_SIGNATURE = b"%PDF-"


def recognises(data: bytes) -> bool:
    """Whether this is a PDF; whether it is ours is found by reading."""
    return _SIGNATURE in data[:1024]


def attachment(data: bytes) -> bytes:
    """The bytes of our attachment. Raises `ImportRefused` for PDFs without it, with two, encrypted or damaged ones."""
    # Before any parsing: a foreign PDF shall not reach the parser. Ours names its attachment in plain; a copy that some
    # program has saved anew may hide the name in compressed objects, and is not taken.
    if len(data) > _FILE_LIMIT:
        raise ImportRefused(FOREIGN)
    if b"/EmbeddedFile" not in data or NAME.encode("ascii") not in data:
        raise ImportRefused(ENCRYPTED if b"/Encrypt" in data else FOREIGN)
    with refusing(KIND, WAY_OUT):
        return _extract(data)


def _extract(data: bytes) -> bytes:
    from pypdf import PdfReader, apply_configuration
    from pypdf.errors import LimitReachedError

    # What it has to say about a damaged file quotes the file, and nothing that people wrote goes to the log.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with apply_configuration(zlib_maximum_output_length=SIZE_LIMIT, stream_filters_maximum_length=2):
            reader = PdfReader(BytesIO(data), strict=False)
            if reader.is_encrypted:
                raise ImportRefused(ENCRYPTED)
            found = {entry for name, entries in reader.attachments.items() if name == NAME for entry in entries}
    except LimitReachedError as limit:
        raise damaged(KIND, WAY_OUT) from limit
    if not found:
        raise ImportRefused(FOREIGN)
    if len(found) > 1 or len(content := found.pop()) > SIZE_LIMIT:
        raise damaged(KIND, WAY_OUT)
    return content
