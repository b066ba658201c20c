"""帮助 → 自检: runs all checks behind a progress bar and shows what they found; the same without a window, to a file.

The checks are `selftest`'s and `selftest_checks`'; here is only when they run and how they are shown.
"""

import os
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from selfeval_gui import folders, selftest
from selfeval_gui.gui.helping import selftest_checks
from selfeval_gui.gui.places import Places
from selfeval_gui.selftest import Machine, Result
from selfeval_gui.selftest import machine as machines


def machine_of(places: Places, logs: Path) -> Machine:
    """The machine as the window knows it."""
    own = {"设置": places.config, "数据": places.data, "日志": logs}
    return Machine(own, places.documents, places.data / f"selftest-{os.getpid()}", places.fonts, Path.home())


def ask_selftest(window: QWidget, places: Places) -> None:
    """Check this machine and show the result. Nothing of the open report is touched."""
    from selfeval_gui.gui.background import Abandoned
    from selfeval_gui.gui.helping.selftest_dialog import SelftestDialog

    machine = machine_of(places, folders.logs())
    try:
        results = _in_window(window, machine)
    except Abandoned:
        return
    dialog = SelftestDialog(results, machines.facts(machine, places.now().astimezone()), places.documents, window)
    dialog.exec()
    dialog.deleteLater()


def _in_window(window: QWidget, machine: Machine) -> list[Result]:
    """The checks of files and imports in a thread, those of Qt where Qt belongs."""
    from selfeval_gui.gui.background import wait_for

    found = wait_for(window, "正在自检，大约需要几秒钟……", lambda: selftest.run(machine))
    return found + selftest.run(machine, selftest_checks.CHECKS)


def write_report(application: QApplication, places: Places, target: Path) -> int:
    """All checks without a window, the report to `target`. How many failed; -1 when it cannot be written."""
    from selfeval_gui import storage

    application.processEvents()
    machine = machine_of(places, folders.logs())
    results = selftest.run(machine) + selftest.run(machine, selftest_checks.CHECKS)
    text = selftest.as_text(results, machines.facts(machine, places.now().astimezone()))
    outcome = storage.write_atomically(target, text.encode("utf-8-sig"), overwrite=True)
    return selftest.failed(results) if outcome.ok else -1
