"""Word files of 2007 and later (.docx .docm .dotx .dotm): the package and its parts.

Relationships are followed only from the package to its own parts; macros and linked files are never looked at.
"""

import posixpath
from dataclasses import replace
from xml.etree.ElementTree import Element

from selfeval_gui.importing.formats import xml_guard
from selfeval_gui.importing.formats.content import Content, damaged, refusing
from selfeval_gui.importing.formats.own_docx import Carried
from selfeval_gui.importing.formats.word_body import Body
from selfeval_gui.importing.formats.word_lists import Lists
from selfeval_gui.importing.formats.word_styles import Styles
from selfeval_gui.importing.formats.word_text import W
from selfeval_gui.importing.formats.zip_guard import Archive, part_names

KIND = "Word 文件(.docx)"
WAY_OUT = "请在 Word 或 WPS 中打开它，另存为 .docx 后再导入。"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def recognises(data: bytes) -> bool:
    """Whether this is a zip with a Word part in it."""
    return any(name.startswith("word/") and name.endswith(".xml") for name in part_names(data))


def read(data: bytes) -> Content:
    """The document's blocks. Raises `ImportRefused` for damaged, encrypted, or hostile files."""
    with refusing(KIND, WAY_OUT):
        return _Package(data).read()


def untouched(data: bytes) -> bytes | None:
    """The report file that rides in a Word file of our own whose text is still the one we wrote; else None."""
    with refusing(KIND, WAY_OUT):
        package = _Package(data)
        carried = package.carried(package.document())
        return None if carried.edited else carried.data


def main_part(archive: Archive, fallback: str) -> str:
    """The name of the part that a package's relationships call its main one."""
    if "_rels/.rels" in archive:
        root = xml_guard.parse(archive.read("_rels/.rels"), KIND, WAY_OUT)
        for relation in root.iter(_RELATION):
            if relation.get("Type", "").endswith("/officeDocument") and relation.get("TargetMode") != "External":
                name = posixpath.normpath(relation.get("Target", "").lstrip("/"))
                if name in archive:
                    return name
    return fallback


class _Package:
    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data, KIND, WAY_OUT)
        self._main = main_part(self._archive, "word/document.xml")

    def document(self) -> Element:
        return xml_guard.parse(self._archive.read(self._main), KIND, WAY_OUT)

    def carried(self, document: Element) -> Carried:
        return Carried(self._archive, document, KIND, WAY_OUT)

    def read(self) -> Content:
        root = self.document()
        body = root.find(W + "body")
        if body is None:
            raise damaged(KIND, WAY_OUT)
        styles, numbering = self._beside("styles.xml"), self._beside("numbering.xml")
        reader = Body(
            Styles() if styles is None else Styles.read(styles),
            Lists() if numbering is None else Lists.read(numbering),
        )
        for part, tag, mark in (("footnotes.xml", "footnote", ""), ("endnotes.xml", "endnote", "e")):
            notes = self._beside(part)
            for note in [] if notes is None else notes.iter(W + tag):
                reader.footnotes[mark + note.get(W + "id", "")] = Body(reader.styles).plain(note)
        content = reader.read(body)
        return replace(content, carried=self.carried(root).data)

    def _beside(self, name: str) -> Element | None:
        path = posixpath.join(posixpath.dirname(self._main), name)
        return xml_guard.parse(self._archive.read(path), KIND, WAY_OUT) if path in self._archive else None
