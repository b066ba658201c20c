"""Habits that keep dangers out, looked for in the source of the whole program: nothing runs what it reads.

Ruff's S rules say part of it; this says the rest, and that they are switched on.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "selfeval_gui").rglob("*.py"))
NEVER_CALLED = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load", "tempfile.mktemp"}
NEVER_IMPORTED = {
    "pickle", "cPickle", "shelve", "marshal", "dill", "yaml",  # data that can act
    "socket", "socketserver", "ssl", "http", "urllib.request", "ftplib", "smtplib", "xmlrpc", "asyncio", "requests",
    "PySide6.QtNetwork", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets", "webbrowser",  # ways out
    "xml.dom", "xml.sax.expatreader", "xml.sax.make_parser", "lxml",  # readers of XML that have no limits of ours
}  # fmt: skip
XML_PARSERS = (
    "fromstring",
    "fromstringlist",
    "iterparse",
    "XMLParser",
    "XMLPullParser",
    "ParserCreate",
    "XML",
    "XMLID",
)
XML_DOOR = "selfeval_gui/importing/formats/xml_guard.py"
"""The only module that parses XML, under limits and without document types."""


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def faults_of(path: Path) -> Iterator[str]:
    place = str(path.relative_to(ROOT))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for name, node in calls(tree):
        parses_xml = name.rpartition(".")[2] in XML_PARSERS and place != XML_DOOR
        in_a_shell = any(each.arg == "shell" and ast.unparse(each.value) != "False" for each in node.keywords)
        if name in NEVER_CALLED or parses_xml or in_a_shell:
            yield f"{place}:{node.lineno}: {name}"
    for name in imports(tree):
        if any(name == each or name.startswith(f"{each}.") for each in NEVER_IMPORTED):
            yield f"{place}: {name}"


def test_nothing_runs_what_it_reads() -> None:
    assert [fault for path in SOURCES for fault in faults_of(path)] == []


def test_the_scan_sees_what_it_is_for() -> None:
    tree = ast.parse("import pickle\nfrom urllib import request\nimport os\nos.system('x')\neval('1')\n")
    assert {"pickle", "urllib.request"} <= set(imports(tree))
    assert {"os.system", "eval"} <= {name for name, _ in calls(tree)}


def test_ruff_s_rules_of_security_are_on_everywhere() -> None:
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in ruff["select"]
    ignored = {rule for rule in ruff["ignore"] if rule.startswith("S") and rule[1:].isdigit()}
    # A fixed list of arguments without a shell (S603, S607) is how a process is started.
    assert ignored == {"S603", "S607"}
    for places, rules in ruff["per-file-ignores"].items():
        ignored = {rule for rule in rules if rule.startswith("S") and rule[1:].isdigit()}
        assert ignored <= {"S101", "S311"}, places


def test_every_exception_from_a_rule_of_security_says_why() -> None:
    for path in SOURCES:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if "noqa: S" in line:
                assert " - " in line.partition("noqa")[2] or " – " in line.partition("noqa")[2], f"{path.name}:{number}"
