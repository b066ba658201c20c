"""Many files at once: every one has its outcome, whatever happens to the others or to a process."""

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from selfeval_gui import children, storage
from selfeval_gui.batch import pool, works
from selfeval_gui.batch.task import Action, Outcome, Task, files_below, free_targets, stem_of
from selfeval_gui.report import form as forms
from tests.checking.clean_reports import clean_report

FORM = forms.load(forms.DEFAULT_FORM)
TODAY = "2026-03-20"


def save(folder: Path, seed: int, name: str = "") -> Path:
    path = folder / (name or f"{seed:03d}.zxzp.json")
    file = storage.new_file(clean_report(seed), FORM.id, file_id=f"{seed:08d}-0000-4000-8000-000000000000", now="")
    path.write_bytes(storage.encode(file))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for seed in range(6):
        save(tmp_path, seed)
    (tmp_path / "坏.zxzp.json").write_bytes(b"{broken")
    (tmp_path / "空.zxzp").write_bytes(b"")
    return tmp_path


def tasks(folder: Path, action: Action = Action.CHECK) -> list[Task]:
    return [Task(action, str(path), TODAY) for path in files_below(folder)]


def test_every_file_has_its_outcome_and_a_bad_one_stops_nothing(folder: Path) -> None:
    todo = tasks(folder)
    outcomes = dict(pool.run(todo, processes=2))
    assert sorted(outcomes) == list(range(8))
    assert [outcomes[at].done for at in range(8)] == [True] * 6 + [False] * 2
    assert outcomes[0].value["counts"]["error"] == 0
    assert all(outcomes[at].sentence for at in outcomes)
    # What a working process says is what the work says here.
    assert outcomes[3] == works.done(todo[3])


def test_the_rows_of_a_summary_come_back_exactly(folder: Path) -> None:
    from selfeval_gui.exporting.excel.summary_row import Row, row_of

    task = tasks(folder, Action.SUMMARY)[2]
    ((_, outcome),) = pool.run([task])
    report = clean_report(2)
    row = Row.of(outcome.value["row"])
    assert row.project == report.cover.project_name
    assert row.planned[0] == report.basic_info.planned_funds.total
    file = storage.load(Path(task.source)).file
    assert row._replace(problems=()) == row_of(file, ())._replace(problems=(), counts=row.counts)


def test_a_process_that_dies_or_never_ends_fails_its_file_alone(folder: Path, tmp_path: Path) -> None:
    # A working process that ends itself at one file and waits for ever at another: real processes, real signals.
    script = tmp_path / "worker.py"
    script.write_text(
        "import os, sys, time, json\n"
        "for line in sys.stdin:\n"
        "    name = json.loads(line)['source']\n"
        "    if '001' in name: os._exit(9)\n"
        "    if '002' in name: time.sleep(60)\n"
        "    if '003' in name: print('no outcome', flush=True); continue\n"
        "    print(json.dumps({'done': True, 'sentence': 'ok', 'notes': [], 'value': {}}), flush=True)\n",
        encoding="utf-8",
    )
    program = [sys.executable, str(script)]
    outcomes = dict(pool.run(tasks(folder), processes=2, seconds=1.5, program=program))
    assert [outcomes[at].done for at in range(8)] == [True, False, False, False, True, True, True, True]
    assert "意外中止" in outcomes[1].sentence
    assert "已停止" in outcomes[2].sentence
    assert "意外中止" in outcomes[3].sentence


def test_a_program_that_cannot_be_started_is_said(folder: Path) -> None:
    outcomes = dict(pool.run(tasks(folder)[:2], program=[str(folder / "nothing")]))
    assert [outcome.sentence for outcome in outcomes.values()] == [pool.NOT_STARTED] * 2


def test_after_cancelling_no_new_file_is_begun(folder: Path) -> None:
    todo = tasks(folder) * 20
    stop = threading.Event()
    found = []
    for index, _ in pool.run(todo, processes=2, cancelled=stop.is_set):
        found.append(index)
        stop.set()
    assert 1 <= len(found) <= 4


def test_no_process_is_left_when_nobody_listens_any_more(folder: Path) -> None:
    before = _children()
    running: Iterator[tuple[int, Outcome]] = pool.run(tasks(folder) * 20, processes=2)
    next(running)
    running.close()  # type: ignore[attr-defined]
    for _ in range(200):
        if not _children() - before:
            break
        time.sleep(0.05)
    assert not _children() - before


def _children() -> set[int]:
    """The processes whose parent is this one; other ends of threads and processes may come in between the looks."""
    found: set[int] = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            # The name in brackets may hold anything; state and parent stand behind its last bracket.
            _, parent, *_ = (process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(parent) == os.getpid():
                found.add(int(process.name))
    return found


def test_the_program_itself_becomes_a_worker_by_its_switch(folder: Path) -> None:
    import subprocess

    task = tasks(folder)[0]
    for module in ("selfeval_gui.cli", "selfeval_gui"):
        done = subprocess.run(
            [sys.executable, "-m", module, children.WORKER], input=task.line() * 2, stdout=subprocess.PIPE, check=True
        )
        assert [Outcome.of(line) for line in done.stdout.splitlines(keepends=True)] == [works.done(task)] * 2


def test_tasks_and_outcomes_survive_the_wire() -> None:
    task = Task(Action.EXPORT, "/a/韦𬱖\n.json", TODAY, {"pdf": "b"}, "yes", False, True, ("f",), '{"a": 1}')
    assert Task.of(task.line()) == task
    assert task.line().count(b"\n") == 1
    outcome = Outcome(True, "好\n", ("一",), {"a": [1]})
    assert Outcome.of(outcome.line()) == outcome


def test_only_report_files_are_taken_of_a_folder(folder: Path) -> None:
    below = folder / "二级"
    below.mkdir()
    save(below, 9)
    save(folder, 1, ".hidden.zxzp.json")
    save(folder, 1, "~$lock.zxzp")
    (folder / "other.json").write_text("{}", encoding="utf-8")
    names = [path.name for path in files_below(folder)]
    assert names == [*(f"{seed:03d}.zxzp.json" for seed in range(6)), "009.zxzp.json", "坏.zxzp.json", "空.zxzp"]
    assert files_below(folder / "other.json") == [folder / "other.json"]


def test_two_files_of_one_name_get_two_targets() -> None:
    sources = [Path("a/报告.zxzp.json"), Path("b/报告.zxzp"), Path("c/报告.JSON")]
    found = free_targets(sources, Path("out"), {"pdf": ".pdf"})
    assert [Path(target["pdf"]).name for target in found] == ["报告.pdf", "报告(2).pdf", "报告(3).pdf"]
    assert stem_of(Path("说明.docx")) == "说明"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_a_killed_worker_is_replaced(folder: Path) -> None:
    todo = [replace(task, action=Action.SUMMARY) for task in tasks(folder)[:6]] * 4
    killed = False
    outcomes = {}
    before = _children()
    for index, outcome in pool.run(todo, processes=1):
        outcomes[index] = outcome
        if not killed and (children := _children() - before):
            os.kill(children.pop(), signal.SIGKILL)
            killed = True
    assert killed
    assert len(outcomes) == len(todo)
    assert sum(1 for outcome in outcomes.values() if not outcome.done) <= 1
