"""The self-test: all is well here, each check can fail, and the report tells no more than it should."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from selfeval_gui import children, importing, resources, selftest
from selfeval_gui.cli import main
from selfeval_gui.importing import isolation, limits
from selfeval_gui.report import form as forms
from selfeval_gui.selftest import Machine, Result, Status, disk_checks, import_checks, paper_checks
from selfeval_gui.selftest.machine import FILE_LIST
from selfeval_gui.selftest.results import Verdict, conclusion, passed
from tests.printing.fontmaking import tiny_font, with_damaged_outlines, write

ROOT = Path(__file__).resolve().parents[2]
QUICK = [check for check in selftest.CHECKS if check[0] not in ("probes", "same_pdf", "installed_fonts")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine whose folders lie below a home folder with a Chinese name."""
    home = tmp_path / "张三"
    documents = home / "文档"
    documents.mkdir(parents=True)
    return Machine({"数据": home / "data"}, documents, home / "data" / "selftest-1", home=home)


def test_the_command_finds_this_machine_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "自检.txt"
    assert main(["selftest", "--json", "-o", str(target)]) == 0
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert told["failed"] == 0
    assert [check["check"] for check in told["checks"]] == [name for name, _title, _function in selftest.CHECKS]
    assert {check["status"] for check in told["checks"]} <= {"passed", "noted", "skipped"}
    text = target.read_text(encoding="utf-8-sig")
    assert "[正常] 导入（" in text
    assert str(Path.home()) not in text
    assert main(["selftest", "-o", str(target)]) == 3
    assert "已存在" in capsys.readouterr().err


def test_a_check_that_fails_is_told_by_the_exit_status(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_bytes(b"")
    command = [sys.executable, "-m", "selfeval_gui.cli", "selftest", "--json"]
    environment = {**os.environ, "SELFEVAL_HOME": str(blocked)}
    ended = subprocess.run(command, check=False, capture_output=True, cwd=ROOT, env=environment, timeout=60)
    assert ended.returncode == 1
    failed = {check["check"] for check in json.loads(ended.stdout)["checks"] if check["status"] == "failed"}
    assert {"own_folders", "replacing"} <= failed
    assert b"Traceback" not in ended.stderr


def test_nothing_is_left_and_nothing_is_made(machine: Machine) -> None:
    results = selftest.run(machine, QUICK)
    assert selftest.failed(results) == 0
    assert [path for path in machine.work.parent.parent.rglob("*") if path != machine.documents] == []


def test_a_check_that_breaks_is_a_result(machine: Machine) -> None:
    def breaks(_machine: Machine) -> Verdict:
        raise OSError(28, f"secret {machine.home}")

    told: list[str] = []
    results = selftest.run(machine, [("a", "甲", breaks), ("b", "乙", lambda _machine: passed("好。"))], told.append)
    assert [result.status for result in results] == [Status.FAILED, Status.PASSED]
    assert told == ["甲", "乙"]
    assert results[0].facts == (f"OSError 28 test_selftest.py:{breaks.__code__.co_firstlineno + 1}",)


def test_the_report_names_no_user(machine: Machine) -> None:
    check = ("a", "甲", lambda m: passed(f"“{m.documents}”可以写入。", str(m.home)))
    (result,) = selftest.run(machine, [check])
    assert (result.sentence, result.facts) == (f"“~{os.sep}文档”可以写入。", ("~",))


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        ([Status.PASSED, Status.SKIPPED], "2 项全部检查完毕，没有发现问题。"),
        ([Status.PASSED, Status.NOTED], "2 项中没有不正常的，有 1 项需要注意。可以使用。"),
        ([Status.NOTED, Status.FAILED], "2 项中有 1 项不正常。请把本报告发给维护人员。"),
    ],
)
def test_the_conclusion(statuses: list[Status], sentence: str) -> None:
    assert conclusion([Result("a", "甲", status, "。") for status in statuses]) == sentence


# --- each check can fail


def test_a_changed_program_file_is_found(tmp_path: Path) -> None:
    good = b"content"
    (tmp_path / "a.dll").write_bytes(good)
    listed = [(hashlib.sha256(good).hexdigest(), "a.dll"), (hashlib.sha256(b"").hexdigest(), "lib/b.pyd")]
    (tmp_path / FILE_LIST).write_text("".join(f"{digest}  {name}\n" for digest, name in listed), encoding="utf-8")
    verdict = disk_checks.files_of(tmp_path)
    assert verdict.status is Status.FAILED
    assert verdict.facts == ("lib/b.pyd",)
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "b.pyd").write_bytes(b"")
    assert disk_checks.files_of(tmp_path).status is Status.PASSED
    (tmp_path / "a.dll").write_bytes(b"infected")
    assert disk_checks.files_of(tmp_path).facts == ("a.dll",)


def test_a_folder_that_cannot_be_written_is_found(machine: Machine) -> None:
    blocked = machine.documents / "a file"
    blocked.write_bytes(b"")
    bad = Machine({"数据": blocked / "data"}, blocked, machine.work, home=machine.home)
    assert disk_checks.own_folders(bad).status is Status.FAILED
    assert disk_checks.documents(bad).status is Status.NOTED


def test_a_pdf_that_is_not_the_one_that_was_packed_is_found() -> None:
    pdf = paper_checks.sample_pdf()
    digest = hashlib.sha256(pdf).hexdigest()
    assert paper_checks.judged(pdf, pdf, digest).status is Status.PASSED
    assert paper_checks.judged(pdf, pdf, "0" * 64).status is Status.FAILED
    assert paper_checks.judged(pdf, pdf + b"\n", digest).status is Status.FAILED
    assert paper_checks.judged(pdf[:-2000], pdf[:-2000], None).status is Status.FAILED


def test_a_damaged_installed_font_is_told(machine: Machine, tmp_path: Path) -> None:
    font = with_damaged_outlines(tiny_font({"单": 1000, "位": 900}, "FangSong", "仿宋"))
    write(tmp_path / "fonts" / "SIMFANG.TTF", font)
    with_fonts = Machine(machine.own, machine.documents, machine.work, lambda: (tmp_path / "fonts",))
    verdict = paper_checks.installed_fonts(with_fonts)
    assert verdict.status is Status.NOTED
    assert "SIMFANG.TTF" in verdict.facts[0]
    assert paper_checks.installed_fonts(machine).status is Status.PASSED


def test_a_probe_that_is_read_wrong_is_found() -> None:
    expected = resources.read_json("probes", "expected.json")["probe.doc"]
    changed = {**expected, "basic_info.actual_expenditure": "35.83"}
    verdict = import_checks.read_right({"probe.doc": changed})
    assert verdict.status is Status.FAILED
    assert verdict.facts[0] == "probe.doc：basic_info.actual_expenditure 应为“35.83”，读到“35.82”"


def test_the_probes_are_what_the_script_writes(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, 'packaging/probes'); import build_probes as b; from pathlib import Path;"
        "b.TARGET = Path(sys.argv[1]); sys.argv = ['', '--without-doc']; sys.exit(b.main())"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=ROOT, timeout=60)
    for name in ("probe.txt", "probe.docx", "probe.xlsx", "expected.json"):
        assert (tmp_path / name).read_bytes() == resources.path("probes", name).read_bytes(), name


def loose(switch: str) -> list[str]:
    """A reader that takes on no limits."""
    assert switch == children.LIMITS
    code = "from selfeval_gui.importing import limits, worker; worker.limit = lambda: False; limits.main()"
    return [sys.executable, "-c", f"import sys; sys.path[:0] = [{str(ROOT)!r}]; {code}"]


def test_a_reader_without_limits_is_found(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    held = limits.tried_out()
    assert held is not None
    assert set(held.values()) == {True}
    monkeypatch.setattr(children, "command", loose)
    assert set((limits.tried_out() or {"": True}).values()) == {False}
    assert import_checks.held_to_limits(machine).status is Status.NOTED
    monkeypatch.setattr(children, "command", lambda _switch: [str(ROOT / "no such program")])
    assert import_checks.held_to_limits(machine).status is Status.FAILED


def test_a_reader_is_stopped() -> None:
    with pytest.raises(importing.ImportRefused, match="没有读完"):
        isolation.read(b"text", "a.txt", forms.load(forms.DEFAULT_FORM), seconds=-1.0)
