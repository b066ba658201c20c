"""The Word file as Word reads it: parts and their relationships, numbers that must differ, the order of elements.

Word refuses a whole file for any of these faults, with no word of where it is. Source: ECMA-376 parts 1 and 2.
"""

import posixpath
import re
from collections import Counter
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest

from selfeval_gui.exporting.word import docx_bytes
from tests.exporting.test_word import FORM, W, parts, sample, xml
from tests.printing import reports

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
FIRST = {"p": "pPr", "r": "rPr", "tc": "tcPr", "tr": "trPr", "tbl": "tblPr", "style": "name"}
"""What stands at the head of an element, where it stands in it at all."""
CHILDREN = {
    "body": {"p", "tbl", "sdt", "sectPr"},
    "tbl": {"tblPr", "tblGrid", "tr"},
    "tr": {"trPr", "tc"},
    "tc": {"tcPr", "p", "tbl"},
    "p": {"pPr", "r", "sdt"},
    "r": {"rPr", "t", "tab", "br", "fldChar", "instrText", "pict"},
    "sdt": {"sdtPr", "sdtContent"},
    "trPr": {"cantSplit", "trHeight", "tblHeader"},
    "pBdr": {"top", "left", "right"},
}


def faults(content: dict[str, str]) -> list[str]:
    """Everything in the package that Word would refuse."""
    found = []
    types = xml(content["[Content_Types].xml"])
    told = {entry.get("PartName", "").lstrip("/") for entry in types if "PartName" in entry.attrib}
    endings = {entry.get("Extension", "") for entry in types if "Extension" in entry.attrib}
    found += [f"no part {name}" for name in told - content.keys()]
    found += [f"no type of {n}" for n in content if n not in told and n.rpartition(".")[2] not in endings]
    for name, text in content.items():
        root = xml(text)
        if name.endswith(".rels"):
            found += _relations(name, root, content)
        used = {value for element in root.iter() for key, value in element.attrib.items() if key.startswith(R)}
        folder, _, base = name.rpartition("/")
        known = content.get(f"{folder}/_rels/{base}.rels", "")
        found += [f"{name} refers to {target}" for target in used if f'Id="{target}"' not in known]
        found += _order(name, root)
    numbers = re.findall(r'<w:id w:val="(\d+)"/>', content["word/document.xml"])
    found += [f"number {number} twice" for number, times in Counter(numbers).items() if times > 1]
    styles = {style.get(f"{W}styleId") for style in xml(content["word/styles.xml"]).iter(f"{W}style")}
    meant = re.findall(r'<w:(?:pStyle|basedOn|next) w:val="([^"]+)"', "".join(content.values()))
    return found + [f"no style {name}" for name in set(meant) - styles]


def _relations(name: str, root: Element, content: dict[str, str]) -> list[str]:
    base = name.replace("_rels/", "").rpartition("/")[0]
    ids = Counter(entry.get("Id") for entry in root)
    targets = [posixpath.normpath(posixpath.join(base, entry.get("Target", ""))) for entry in root]
    missing = [f"{name}: no {target}" for target in targets if target not in content]
    return missing + [f"{name}: {key} twice" for key, times in ids.items() if times > 1]


def _order(name: str, root: Element) -> list[str]:
    found = []
    for element in root.iter():
        tag = element.tag.removeprefix(W)
        inside = [child.tag.removeprefix(W) for child in element]
        if tag in CHILDREN and (odd := set(inside) - CHILDREN[tag]):
            found.append(f"{name}: {tag} holds {sorted(odd)}")
        if (head := FIRST.get(tag)) in inside and inside.index(str(head)) != 0:
            found.append(f"{name}: {head} is not the first of {tag}")
        if tag == "tc" and inside[-1:] != ["p"]:
            found.append(f"{name}: a cell does not end with a paragraph")
        if tag == "tbl" and inside[1:2] != ["tblGrid"]:
            found.append(f"{name}: a table without its grid")
        if tag == "body" and inside[-1:] != ["sectPr"]:
            found.append(f"{name}: the body does not end with its section")
        if tag == "body" and any(pair == ("tbl", "tbl") for pair in pairwise(inside)):
            found.append(f"{name}: two tables without a paragraph between them would be one")
    return found


@pytest.mark.parametrize("name", list(reports.ALL))
@pytest.mark.parametrize("draft", [False, True])
def test_word_has_nothing_to_refuse(name: str, draft: bool) -> None:
    report = reports.ALL[name]()
    assert faults(parts(docx_bytes(report, FORM.id, data=b"{}", draft=draft))) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        ("word/document.xml", '<w:id w:val="1002"/>', '<w:id w:val="1001"/>', "number 1001 twice"),
        ("word/document.xml", 'w:val="Separator"', 'w:val="Between"', "no style Between"),
        ("word/document.xml", "</w:p></w:tc>", "</w:p><w:tbl/></w:tc>", "does not end with a paragraph"),
        ("word/document.xml", 'r:id="rId4"', 'r:id="rId44"', "refers to rId44"),
        ("word/_rels/document.xml.rels", "styles.xml", "style.xml", "no word/style.xml"),
        ("[Content_Types].xml", "/word/settings.xml", "/word/setting.xml", "no part word/setting.xml"),
    ],
)
def test_a_fault_is_found(part: str, old: str, new: str, fault: str) -> None:
    content = parts(docx_bytes(sample().report, FORM.id, data=b"{}"))
    assert old in content[part]
    content[part] = content[part].replace(old, new)
    assert [found for found in faults(content) if fault in found]
