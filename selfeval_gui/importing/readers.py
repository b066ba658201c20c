"""The formats by their content: which reader takes a file, or the sentence with which it is refused.

Each format is one entry; a new reader replaces the refusal of its entry. The name's suffix is never believed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from selfeval_gui.importing.blocks import Block
from selfeval_gui.importing.proposal import ImportRefused
from selfeval_gui.importing.text_reader import read_text

SIZE_LIMIT = 30 * 1024 * 1024
"""Bytes; a report is some hundred kilobytes, even with pictures."""
Read = Callable[[bytes], tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: what it is called, how its content tells it, and its reader or None with advice."""

    name: str
    matches: Callable[[bytes], bool]
    read: Read | None = None
    advice: str = ""


_AS_TEXT = "请另存为文本文件(.txt)后再导入。"
_IN_WORD = f"请在 Word 或 WPS 中打开它，{_AS_TEXT}"
_IN_EXCEL = f"请在 Excel 或 WPS 表格中打开它，{_AS_TEXT}"
_PICTURE = "图片里没有文字可读，请找到原来的 Word 或文本文件，或用文字识别软件转成文本后再导入。"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _begins(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(signatures)


def _zip_with(*parts: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(b"PK\x03\x04") and any(part in data for part in parts)


def _ole_with(*streams: str) -> Callable[[bytes], bool]:
    names = tuple(stream.encode("utf-16-le") for stream in streams)
    return lambda data: data.startswith(_OLE) and any(name in data for name in names)


def _markup(*marks: bytes) -> Callable[[bytes], bool]:
    def matches(data: bytes) -> bool:
        start = data[:4096].replace(b"\x00", b"").lower()
        start = re.sub(rb"^[\xef\xbb\xbf\xff\xfe\s]+", b"", start)
        return start.startswith((b"<", b"mime-version", b"{\\rtf")) and any(mark in start for mark in marks)

    return matches


FORMATS: tuple[Format, ...] = (
    Format("Word 文件(.docx)", _zip_with(b"word/document", b"word/"), advice=_IN_WORD),
    Format("Excel 文件(.xlsx)", _zip_with(b"xl/workbook", b"xl/"), advice=_IN_EXCEL),
    Format("PowerPoint 文件(.pptx)", _zip_with(b"ppt/"), advice=_AS_TEXT),
    Format("OpenDocument 文本(.odt)", _zip_with(b"opendocument.text"), advice=_IN_WORD),
    Format("OpenDocument 表格(.ods)", _zip_with(b"opendocument.spreadsheet"), advice=_IN_EXCEL),
    Format("OFD 版式文件", _zip_with(b"OFD.xml"), advice="请找到原来的 Word 文件，" + _AS_TEXT),
    Format("压缩包(.zip)", _begins(b"PK\x03\x04", b"PK\x05\x06"), advice="请先解压，再导入里面的文件。"),
    Format(
        "加密的 Office 文件",
        _ole_with("EncryptedPackage"),
        advice="请先在 Word 或 WPS 中取消密码，" + _AS_TEXT,
    ),
    Format("Word 97–2003 文件(.doc)", _ole_with("WordDocument"), advice=_IN_WORD),
    Format("Excel 97–2003 文件(.xls)", _ole_with("Workbook", "Book"), advice=_IN_EXCEL),
    Format("旧版 Office 文件", _begins(_OLE), advice=_AS_TEXT),
    Format("PDF 文件", _begins(b"%PDF"), advice="请找到原来的 Word 文件，" + _AS_TEXT),
    Format("RTF 文件", _markup(b"{\\rtf"), advice=_IN_WORD),
    Format("Word 另存的网页或 XML 文件", _markup(b"<html", b"<!doctype", b"<?xml", b"mime-version"), advice=_IN_WORD),
    Format("图片", _begins(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*"), advice=_PICTURE),
    Format("压缩包", _begins(b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), advice="请先解压，再导入里面的文件。"),
    Format("程序文件", _begins(b"MZ", b"\x7fELF"), advice="这不是报告，请另选文件。"),
    Format("文本文件", lambda _: True, read_text),
)


def read(data: bytes, name: str) -> tuple[Block, ...]:
    """The blocks of a file. Raises `ImportRefused` when it is empty, too big, unreadable or has no reader."""
    if len(data) > SIZE_LIMIT:
        raise ImportRefused(f"“{name}”超过 30 MB，不像一份自评报告。请确认选对了文件。")
    if not data.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise ImportRefused(f"“{name}”是空文件，没有可以导入的内容。请确认选对了文件。")
    kind = next(entry for entry in FORMATS if entry.matches(data))
    if kind.read is None:
        raise ImportRefused(f"“{name}”是{kind.name}，暂不支持直接导入。{kind.advice}")
    return kind.read(data)
