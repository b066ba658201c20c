"""Foreign files are read in a process of their own: same result, and every way to die ends in one sentence."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from selfeval_gui import children, resources, storage
from selfeval_gui.importing import ImportRefused, SeveralReports, isolation, propose, take, take_file, wire, worker
from selfeval_gui.report.form import load
from tests.importing import officefiles as of

FORM = load("hechi-2018")
FIXTURES = Path(__file__).parent / "fixtures"
LAST_YEAR = resources.path("sample", "last_year.txt").read_bytes()
DOC = (FIXTURES / "silkworm_2022.doc").read_bytes()


@pytest.mark.parametrize("data", [LAST_YEAR, DOC], ids=["txt", "doc"])
def test_the_other_process_finds_the_same(data: bytes) -> None:
    taken = take(data, "去年.doc", FORM)
    assert taken.own is None
    assert taken.proposal == propose(data, "去年.doc", FORM)


def test_refusals_and_questions_come_back() -> None:
    with pytest.raises(ImportRefused) as refused:
        take(b"\x89PNG\r\n\x1a\n" + bytes(99), "照片.doc", FORM)
    assert "“照片.doc”是图片" in refused.value.sentence
    twice = LAST_YEAR.decode() + "\n" + LAST_YEAR.decode()
    with pytest.raises(SeveralReports) as several:
        take(twice.encode(), "两份.txt", FORM)
    assert len(several.value.titles) == 2
    second = take(twice.encode(), "两份.txt", FORM, report_index=1).proposal
    assert second.report == propose(LAST_YEAR, "去年.txt", FORM).report


def test_our_own_file_keeps_all_that_it_is(tmp_path: Path) -> None:
    path = resources.path("sample", "sample.zxzp.json")
    taken = take_file(path, FORM)
    assert taken.own == storage.load(path).file
    assert taken.proposal.report == storage.load(path).file.report
    assert {entry.certainty for entry in taken.proposal.recognised} == {"sure"}
    with pytest.raises(ImportRefused, match="找不到文件"):
        take_file(tmp_path / "没有.docx", FORM)
    with pytest.raises(ImportRefused, match="不是项目支出绩效自评报告"):
        take(b'{"a": 1}', "数据.json", FORM)


def started(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let a reader that behaves like this be started instead of ours."""
    limited = "import sys; sys.path[:0] = [sys.argv[1]]; from selfeval_gui.importing import worker, wire; "
    root = str(Path(isolation.__file__).resolve().parents[2])
    monkeypatch.setattr(children, "command", lambda _role: [sys.executable, "-c", limited + program, root])


DEATHS = {
    "killed": ("import os; os.abort()", "无法读取"),
    "silent": ("pass", "无法读取"),
    "babble": ("print('json\\n{')", "无法读取"),
    "another exception": ("worker.read = lambda *_: 1 / 0; worker.main()", "无法读取"),
    "the end of the program": ("worker.read = lambda *_: sys.exit(0); worker.main()", "无法读取"),
    "memory": ("worker.read = lambda *_: bytearray(3 << 30); worker.main()", "内存太多"),
    "recursion": ("worker.read = lambda *_: (lambda f: f(f))(lambda f: f(f)); worker.main()", "无法读取"),
}


@pytest.mark.parametrize("death", DEATHS)
def test_a_dying_reader_ends_in_a_sentence(death: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program, words = DEATHS[death]
    if death == "memory" and sys.platform == "win32":
        pytest.skip("limited by a job object there")
    started(monkeypatch, program)
    with pytest.raises(ImportRefused, match=f"“坏.docx”.*{words}|{words}.*“坏.docx”|“坏.docx”.*{words}") as caught:
        take(b"PK\x03\x04", "坏.docx", FORM)
    assert caught.value.sentence.endswith("。")


def test_a_reader_that_waits_is_stopped_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    started(monkeypatch, "import time; time.sleep(600)")
    begun = time.monotonic()
    with pytest.raises(ImportRefused, match=r"“大.docx”读了 0 秒还没有读完"):
        isolation.read(b"x", "大.docx", FORM, seconds=0.3)
    with pytest.raises(isolation.Cancelled):
        take(b"x", "大.docx", FORM, cancelled=lambda: True)
    assert time.monotonic() - begun < 30


@pytest.mark.skipif(sys.platform == "win32", reason="a job object limits it there")
def test_an_endless_reader_is_stopped_by_its_processor_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """With less time than the real limit, so that the test need not wait for it; the sentence names the real one."""
    started(monkeypatch, "worker.SECONDS_LIMIT = 1; worker.read = lambda *_: [0 for _ in iter(int, 1)]; worker.main()")
    with pytest.raises(ImportRefused, match=f"“大.docx”读了 {worker.SECONDS_LIMIT} 秒还没有读完"):
        take(b"x", "大.docx", FORM)


@pytest.mark.skipif(sys.platform == "win32", reason="a job object limits it there")
def test_a_good_file_on_a_slow_machine_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time that passes while others compute does not count."""
    waits = "worker.SECONDS_LIMIT = 2; import time; old = worker.read; "
    started(monkeypatch, waits + "worker.read = lambda *a: (time.sleep(2.5), old(*a))[1]; worker.main()")
    assert take(LAST_YEAR, "去年.txt", FORM).proposal == propose(LAST_YEAR, "去年.txt", FORM)


def test_a_program_that_may_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "command", lambda _role: ["/nonexistent/reader"])
    with pytest.raises(ImportRefused, match="安全软件"):
        take(b"x", "去年.docx", FORM)


@pytest.mark.parametrize("module", ["selfeval_gui.gui.app", "selfeval_gui.cli.entry"])
def test_both_programs_can_be_readers(module: str) -> None:
    """As a frozen program starts itself once more."""
    code = f"import sys; from {module} import main; sys.exit(main())"
    question = wire.ask(wire.Question(FORM.id, "去年.txt", None, LAST_YEAR))
    command = [sys.executable, "-c", code, children.READER]
    ended = subprocess.run(command, input=question, capture_output=True, check=True, timeout=60)
    assert wire.answered(ended.stdout) == propose(LAST_YEAR, "去年.txt", FORM)
    assert ended.stderr == b""


def test_a_reader_writes_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    target = tmp_path / "x"
    started(monkeypatch, f"worker.read = lambda *_: open({str(target)!r}, 'w').write('x' * 99999); worker.main()")
    if sys.platform == "win32":
        pytest.skip("not limited there")
    with pytest.raises(ImportRefused, match="无法读取"):
        take(b"PK\x03\x04", "坏.docx", FORM)
    assert not target.exists() or target.read_bytes() == b""


ANSWERS = [
    b"",
    b"json\n",
    b"json\n[]",
    b'json\n{"report": 1}',
    b'json\n{"fault": 1}',
    b"json\n" + b"[" * 100_000,
    wire.answer(propose(LAST_YEAR, "x", FORM), FORM).replace(b'"sure"', b'"so"'),
    wire.answer(propose(LAST_YEAR, "x", FORM), FORM).replace(b'"cover.project_name"', b'"cover.nothing"'),
]


@pytest.mark.parametrize("number", range(len(ANSWERS)))
def test_only_real_answers_are_understood(number: int) -> None:
    with pytest.raises(wire.NotUnderstood):
        wire.answered(ANSWERS[number])


def test_a_docx_of_pictures_only_is_no_report() -> None:
    with pytest.raises(ImportRefused, match="不像一份"):
        take(of.docx(of.p("图")), "图.docx", FORM)
