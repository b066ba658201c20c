"""Start to first paint against a bare PySide6 window, and cold exports against the fastest peers."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from benchmarks.measure import Figure, interleaved, milliseconds, process, table
from benchmarks.peers import docx_of, typst_source
from benchmarks.printing_cost import sample
from selfeval_gui import resources

_BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)
app = QApplication([])
window = Window()
window.resize(1200, 700)
window.show()
app.exec()
"""
_IMPORTS = "import PySide6.QtWidgets"


def _offscreen() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def _rows(figures: dict[str, Figure], base: Figure, named: str) -> list[list[str]]:
    """By the clock, which other work on the machine stretches, and in time of the processor, which it hardly does."""
    rows = [["进程", "中位数", "最短", f"相对于{named}", "处理器时间", f"相对于{named}"]]
    for name, one in figures.items():
        by_clock, by_work = one.median / base.median, one.median_worked / base.median_worked
        worked = milliseconds(one.median_worked)
        rows.append(
            [name, milliseconds(one.median), milliseconds(one.best), f"{by_clock:.2f}", worked, f"{by_work:.2f}"]
        )
    return rows


def first_paint(folder: Path, rounds: int = 9) -> str:
    """Whole processes: from the start to the first paint of form and preview, and the end."""
    report = folder / "sample.zxzp.json"
    report.write_bytes(resources.path("sample", "sample.zxzp.json").read_bytes())
    env = {**_offscreen(), "SELFEVAL_HOME": str(folder / "home")}
    ours = [sys.executable, "-m", "selfeval_gui", str(report), "--quit-after-first-paint"]
    actions = {
        "imports": process([sys.executable, "-c", _IMPORTS], env),
        "bare": process([sys.executable, "-c", _BARE], env),
        "ours": process(ours, env),
    }
    for action in actions.values():
        action()  # byte code and file cache
    figures = interleaved(actions, rounds)
    names = {"imports": "只导入 QtWidgets", "bare": "空的 PySide6 窗口", "ours": "本程序：打开样例，表单和预览首次绘出"}
    return table(_rows({names[key]: figures[key] for key in names}, figures["bare"], "空窗口"))


def cold_export(folder: Path, rounds: int = 5) -> str:
    """Whole processes that make a PDF of the same report."""
    report = folder / "sample.zxzp.json"
    out = folder / "out.pdf"
    report.write_bytes(resources.path("sample", "sample.zxzp.json").read_bytes())
    export = [sys.executable, "-m", "selfeval_gui.cli", "export", str(report), "--pdf", str(out), "--force"]
    actions = {"selfeval export": process(export)}
    left_out: list[str] = []
    if importlib.util.find_spec("typst"):
        source = folder / "peer.typ"
        source.write_text(typst_source(sample()), encoding="utf-8")
        code = (
            "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]],"
            " ignore_system_fonts=True)"
        )
        fonts = str(resources.path("fonts"))
        actions["Typst"] = process([sys.executable, "-c", code, str(source), str(folder / "typst.pdf"), fonts])
    else:
        left_out.append("Typst（pip install typst）")
    office = shutil.which("soffice")
    if office:
        docx = folder / "peer.docx"
        docx.write_bytes(docx_of(sample()))
        command = [office, "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "pdf"]
        actions["LibreOffice"] = process([*command, "--outdir", str(folder), str(docx)])
    else:
        left_out.append("LibreOffice（libreoffice-writer）")
    for action in actions.values():
        action()
    figures = interleaved(actions, rounds)
    rows = _rows(figures, figures["selfeval export"], "本程序")
    note = f"\n\n本机没有安装，未比较：{'、'.join(left_out)}。" if left_out else ""
    return table(rows) + note
