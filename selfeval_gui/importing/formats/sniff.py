"""What a file is, by its content: the reader that takes it, or the sentence with which it is refused.

The name's suffix is never believed: half of the .doc files that office systems hand out are web pages.
"""

from collections.abc import Callable

from selfeval_gui.importing.formats import (
    doc,
    doc_file,
    docx,
    html,
    odf,
    office_xml,
    own_json,
    own_pdf,
    own_xlsx,
    rtf,
    xls,
    xlsx,
)
from selfeval_gui.importing.formats.content import Content
from selfeval_gui.importing.formats.ole import SIGNATURE, root_names
from selfeval_gui.importing.formats.zip_guard import part_names
from selfeval_gui.importing.proposal import ImportRefused, OwnFile, Proposal
from selfeval_gui.importing.text_reader import read_text
from selfeval_gui.report.frozen import frozen

SIZE_LIMIT = 30 << 20
"""Bytes; a report is some hundred kilobytes, even with pictures."""
_BLANK = b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"


@frozen
class Kind:
    """A kind of file: its name (Chinese), how its content tells it, and its reader, or the way out without one.

    `own` takes a report file of this program out of it; None when there is none to be taken as it is, but `read`.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes], Content] | None = None
    way_out: str = ""
    own: Callable[[bytes], bytes | OwnFile | Proposal | None] | None = None


def kind_of(data: bytes) -> Kind:
    """The kind of a file. Everything that is nothing else is text."""
    return next(kind for kind in KINDS if kind.recognises(data))


def checked(data: bytes, name: str) -> Kind:
    """The kind of a file that can be taken: it has `read` or `own`. Raises `ImportRefused` for all others.

    `name` (without folder) is only used in sentences.
    """
    if len(data) > SIZE_LIMIT:
        raise ImportRefused(f"“{name}”超过 30 MB，不像一份自评报告。请确认选对了文件。")
    if not data.strip(_BLANK):
        raise ImportRefused(f"“{name}”是空文件，没有可以导入的内容。请确认选对了文件。")
    kind = kind_of(data)
    if kind.own is None and kind.read is None:
        raise ImportRefused(f"“{name}”是{kind.name}，不能导入。{kind.way_out}")
    return kind


def read(data: bytes, name: str) -> Content:
    """The content of a foreign file. Raises `ImportRefused`, also for a report file of our own, which has no blocks."""
    kind = checked(data, name)
    if kind.read is None:
        raise ImportRefused(f"“{name}”是{kind.name}，不能当作外来文件读取。请用“打开”来打开它。")
    return kind.read(data)


def _begins(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(signatures)


def _holds(*names: str) -> Callable[[bytes], bool]:
    """A zip with a part of this name, or below this folder."""
    return lambda data: any(part == name or part.startswith(name) for part in part_names(data) for name in names)


def _root(*names: str) -> Callable[[bytes], bool]:
    """An OLE2 container with one of these at its root."""
    return lambda data: bool(root_names(data) & set(names))


def _torn_office(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and not part_names(data) and b"[Content_Types].xml" in data[:4096]


def _is_uof(data: bytes) -> bool:
    return b"uof:UOF" in data[:4096] or "uof.xml" in part_names(data)


def _is_modern_picture(data: bytes) -> bool:
    webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    return webp or (data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"avif"))


def _text(data: bytes) -> Content:
    return Content(read_text(data))


_PICTURE = "图片里没有文字可读，请找到原来的 Word 或文本文件，或用文字识别软件转成文本后再导入。"
_UNPACK = "请先解压，再导入里面的文件。"
_AS_WORD = "请在 WPS 或原来的软件中打开它，另存为 .docx 后再导入。"
_AS_EXCEL = "请在 Excel 或 WPS 表格中打开它，另存为 .xlsx 后再导入。"
_ORIGINAL = "请找到原来的 Word 文件再导入。"
_NO_PASSWORD = "请先在 Word 或 WPS 中取消密码，另存后再导入。"  # noqa: S105 - a sentence about passwords

_EXCEL_4 = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")

KINDS: tuple[Kind, ...] = (
    Kind(docx.KIND, docx.recognises, docx.read, own=docx.untouched),
    Kind(xlsx.KIND, own_xlsx.recognises, xlsx.read, own=own_xlsx.content),
    Kind(xlsx.KIND, xlsx.recognises, xlsx.read),
    Kind(odf.KIND, odf.recognises, odf.read),
    Kind("Excel 二进制文件(.xlsb)", _holds("xl/workbook.bin"), way_out=_AS_EXCEL),
    Kind("演示文稿(.pptx)", _holds("ppt/"), way_out=_ORIGINAL),
    Kind("OFD 版式文件", _holds("OFD.xml"), way_out=_ORIGINAL),
    Kind("标文通文件(.uof)", _is_uof, way_out=_AS_WORD),
    Kind("不完整的 Office 文件", _torn_office, way_out="它可能没有下载或复制完整，请重新取得后再导入。"),
    Kind("压缩包(.zip)", _begins(b"PK\x03\x04", b"PK\x05\x06"), way_out=_UNPACK),
    Kind("加密的 Office 文件", _root("EncryptedPackage"), way_out=_NO_PASSWORD),
    Kind(doc_file.KIND, doc.recognises, doc.read),
    Kind(xls.KIND, xls.recognises, xls.read, own=xls.own),
    Kind("演示文稿(.ppt)", _root("PowerPoint Document"), way_out=_ORIGINAL),
    Kind("Outlook 邮件(.msg)", _root("__properties_version1.0"), way_out="请先保存邮件里的附件，再导入附件。"),
    Kind("旧版 Microsoft Works 文档(.wps)", _root("MatOST", "MM", "CONTENTS", "Contents"), way_out=_AS_WORD),
    Kind("无法识别或已损坏的旧版 Office 文件", _begins(SIGNATURE), way_out=_AS_WORD),
    Kind("Word 2.0 或更早版本的文件", _begins(b"\xdb\xa5", b"\x31\xbe", b"\x01\xfe"), way_out=_AS_WORD),
    Kind("Excel 4.0 或更早版本的文件", _begins(*_EXCEL_4), way_out=_AS_EXCEL),
    Kind(own_pdf.KIND, own_pdf.recognises, own=own_pdf.attachment),
    Kind(rtf.KIND, rtf.recognises, rtf.read),
    Kind(office_xml.KIND, office_xml.recognises, office_xml.read),
    Kind(html.KIND, html.recognises, html.read),
    Kind("图片", _begins(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*"), way_out=_PICTURE),
    Kind("图片", lambda data: data.startswith(b"BM") and data[6:10] == b"\x00\x00\x00\x00", way_out=_PICTURE),
    Kind("图片", _is_modern_picture, way_out=_PICTURE),
    Kind("压缩包", _begins(b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh9", b"\xfd7zXZ"), way_out=_UNPACK),
    Kind("快捷方式", _begins(b"L\x00\x00\x00\x01\x14\x02\x00"), way_out="请选择它所指的那个文件。"),
    Kind("程序文件", _begins(b"MZ\x90", b"MZ\x50", b"\x7fELF"), way_out="这不是报告，请另选文件。"),
    Kind(own_json.KIND, own_json.recognises, own=own_json.content),
    Kind("文本文件", lambda _: True, _text),
)  # fmt: skip
