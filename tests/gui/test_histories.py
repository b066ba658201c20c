"""Random histories of edit, undo, redo, import, save, failure, crash, recovery and restore agree with a simple model.

The model knows lists and nothing of Qt, JSON or disks; the program runs with its real document and real files.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytestqt.qtbot import QtBot

from selfeval_gui import storage
from selfeval_gui.gui.document import Document
from selfeval_gui.report import form
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import Report
from selfeval_gui.storage import backups, disk, holder, recovery

FIELDS = ("cover.project_name", "basic_info.phone", "narrative.process.text")
BLANK = form.blank_report(form.load(form.DEFAULT_FORM), 2025)
NOW = "2026-03-02T04:05:06Z"
ME = holder.this_process(NOW)
GONE = replace(ME, pid=2**22 + 1)
Values = tuple[str, ...]
EMPTY: Values = ("", "", "")


@dataclass
class Model:
    """What the user can rely on, said without the program."""

    past: list[Values] = field(default_factory=lambda: [EMPTY])
    at: int = 0
    clean: int | None = None
    disk: Values | None = None
    known: Values | None = None
    """What the window believes to be on the disk."""
    recovered: Values | None = None
    versions: list[Values] = field(default_factory=list)

    @property
    def now(self) -> Values:
        return self.past[self.at]

    def step(self, new: Values) -> None:
        if new == self.now:
            return
        if self.clean is not None and self.clean > self.at:
            self.clean = None  # it can never be reached again
        self.past[self.at + 1 :] = [new]
        self.at += 1

    def keep(self, old: Values) -> None:
        if not self.versions or self.versions[-1] != old:
            self.versions.append(old)

    def saved(self) -> None:
        if self.disk is not None:
            self.keep(self.disk)
        self.disk = self.known = self.now
        self.clean = self.at

    def opened(self, values: Values, known: Values | None, clean: bool) -> None:
        self.past, self.at, self.clean, self.known = [values], 0, 0 if clean else None, known


def values_of(report: Report) -> Values:
    return (report.cover.project_name, report.basic_info.phone, report.narrative.process.text)


def report_of(values: Values) -> Report:
    report = BLANK
    for path, value in zip(FIELDS, values, strict=True):
        report = put(report, path, value)
    return report


@cache
def values_in(data: bytes) -> Values:
    return values_of(storage.load_bytes(data).file.report)


class Histories(RuleBasedStateMachine):
    """The program and the model side by side."""

    @initialize()
    def start(self) -> None:
        memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
        self.folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        self.path, self.kept = self.folder / "报告.zxzp.json", self.folder / "backups"
        self.file = storage.new_file(BLANK, form.DEFAULT_FORM, file_id="r-1", now=NOW)
        self.document = Document(self.file)
        self.slots = recovery.Slots.begin(self.folder / "recovery", GONE)
        self.model = Model(clean=0)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- what the user does

    @rule(at=st.integers(0, 2), text=st.sampled_from(["甲", "乙", "韦𬱖", "", "第一段\n第二段"]))
    def edit(self, at: int, text: str) -> None:
        text = text if at == 2 else text.replace("\n", "")
        self.document.break_merge()
        self.document.put(FIELDS[at], text)
        self.model.step(tuple(text if i == at else old for i, old in enumerate(self.model.now)))

    @rule(texts=st.tuples(*[st.sampled_from(["子", "丑", ""])] * 3))
    def take_over_an_import(self, texts: Values) -> None:
        self.document.break_merge()
        self.document.apply(report_of(texts), "导入")
        self.model.step(texts)

    @rule()
    def undo(self) -> None:
        self.document.undo_stack.undo()
        self.model.at = max(0, self.model.at - 1)

    @rule()
    def redo(self) -> None:
        self.document.undo_stack.redo()
        self.model.at = min(len(self.model.past) - 1, self.model.at + 1)

    @rule()
    def save(self) -> None:
        outcome = self._save()
        if self.model.disk != self.model.known:
            assert isinstance(outcome, storage.ChangedOnDisk)
            return
        assert isinstance(outcome, storage.Saved)
        self.document.mark_saved(outcome)
        self.model.saved()

    @rule()
    def save_over_whatever_is_there(self) -> None:
        outcome = self._save(overwrite=True)
        assert isinstance(outcome, storage.Saved)
        self.document.mark_saved(outcome)
        self.model.saved()

    @rule(name=st.sampled_from(["write", "fsync", "replace"]))
    def save_to_a_disk_that_is_full(self, name: str) -> None:
        def full(*_: Any) -> int:
            raise OSError(28, "full")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, name, full)
            outcome = self._save()
        assert not outcome.ok

    @precondition(lambda self: self.model.disk is not None)
    @rule(text=st.sampled_from(["别人", "旁人"]))
    def somebody_else_saves(self, text: str) -> None:
        theirs = (text, "", "")
        self.path.write_bytes(storage.encode(replace(self.file, report=report_of(theirs))))
        self.model.disk = theirs

    @precondition(lambda self: self.model.disk is not None)
    @rule()
    def open_again(self) -> None:
        self._open(self.path)
        assert self.model.disk is not None
        self.model.opened(self.model.disk, self.model.disk, clean=True)

    @precondition(lambda self: self.model.versions)
    @rule(data=st.data())
    def restore_a_version(self, data: st.DataObject) -> None:
        back = data.draw(st.integers(1, len(self.model.versions)))
        old = storage.load(storage.history(self.kept, "r-1")[back - 1].path).file
        storage.keep(self.kept, "r-1", storage.encode(self._file()))
        self.document.apply_file(replace(self.document.file, report=old.report), "恢复")
        wanted = self.model.versions[-back]
        self.model.keep(self.model.now)
        self.model.step(wanted)

    # --- what happens to them

    @rule()
    def the_typing_pauses(self) -> None:
        state = recovery.State.UNSAVED
        self.slots.write(recovery.Copy(state, "r-1", str(self.path), "", NOW, (), storage.encode(self._file())))
        self.model.recovered = self.model.now

    @precondition(lambda self: self.model.recovered is not None)
    @rule()
    def the_power_fails_and_the_work_is_recovered(self) -> None:
        (session,) = recovery.sessions(self.folder / "recovery", ME)
        recovered = storage.load_bytes(session.copy.body).file
        assert self.model.recovered is not None
        assert values_of(recovered.report) == self.model.recovered
        self.document.replace_file(recovered, None, None, unsaved=True)
        self.model.opened(self.model.recovered, None, clean=False)

    # --- what must agree

    @invariant()
    def the_same_is_in_the_window(self) -> None:
        if hasattr(self, "model"):
            assert values_of(self.document.report) == self.model.now
            assert self.document.is_dirty == (self.model.clean != self.model.at)

    @invariant()
    def the_same_is_on_the_disk(self) -> None:
        if hasattr(self, "model"):
            found = values_in(self.path.read_bytes()) if self.path.exists() else None
            assert found == self.model.disk
            kept = backups.versions(backups.own_folder(self.kept, "r-1"))
            assert [values_in(version.path.read_bytes()) for version in kept] == self.model.versions
            assert not list(self.folder.rglob("*.tmp"))

    def _file(self) -> storage.ReportFile:
        file: storage.ReportFile = replace(self.document.file, modified=NOW)
        return file

    def _save(self, overwrite: bool = False) -> storage.Outcome:
        expected = self.document.digest if self.document.path else None
        return storage.save(
            self._file(),
            self.path,
            expected_digest=expected,
            overwrite=overwrite,
            backups=self.kept,
            sleep=disk.at_once,
        )

    def _open(self, path: Path) -> None:
        loaded = storage.load(path)
        self.document.replace_file(loaded.file, loaded.path, loaded.digest)


def run(examples: int, steps: int, machine: type[RuleBasedStateMachine] = Histories) -> None:
    # What was found wrong need not be made small to be seen.
    phases = [Phase.generate] if machine is not Histories else list(Phase)
    chosen = settings(
        phases=phases,
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    run_state_machine_as_test(machine, settings=chosen)


def test_random_histories_agree_with_the_model(qtbot: QtBot) -> None:
    run(25, 25)


@pytest.mark.soak
def test_ten_thousand_histories_agree_with_the_model(qtbot: QtBot) -> None:
    run(10_000, 25)


def test_a_save_that_forgets_is_found_out(qtbot: QtBot) -> None:
    """The model can say no: a program that calls itself saved without writing."""

    class Forgetful(Histories):
        def _save(self, overwrite: bool = False) -> storage.Outcome:
            outcome = super()._save(overwrite)
            if outcome.ok and self.model.now[0] == "乙":
                self.path.write_bytes(storage.encode(self.file))
            return outcome

    with pytest.raises(AssertionError):
        run(60, 25, Forgetful)
