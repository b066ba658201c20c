"""Measures everything in one run and writes `docs/benchmarks.md`: ratios, with date and versions.

`make bench`, or `python benchmarks/run.py [PART …]` to print only some parts.
"""

import platform
import sys
import tempfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import batch, check_cost, day, printing_cost, startup, typing_cost  # noqa: E402 - the path comes first

PICTURES = ROOT / "docs" / "pictures"


def parts(folder: Path) -> dict[str, tuple[str, object]]:
    """Name → (heading, what makes its text)."""
    return {
        "start": ("启动", lambda: startup.first_paint(folder)),
        "cold": ("冷启动导出：一个进程做一份 PDF", lambda: startup.cold_export(folder)),
        "warm": ("热态导出与预览", printing_cost.warm_export),
        "keys": ("打字：从按键到版面", lambda: typing_cost.typing(folder)),
        "check": ("合规检查：与一次排版相比，随字数增长", check_cost.check),
        "day": ("一天的工作：从上年的 .doc 到今年的 PDF", day.figures),
        "growth": ("用时随长度增长", lambda: printing_cost.growth(PICTURES)),
        "many": ("大量报告的内存", printing_cost.many_reports),
        "batch": ("许多报告一起处理", batch.many),
        "size": ("文件大小", printing_cost.size_of_sample),
    }


def main(wanted: list[str]) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    versions = ", ".join(f"{name} {version(name)}" for name in ("PySide6-Essentials", "reportlab"))
    day = datetime.now().astimezone().date().isoformat()
    machine = f"{day}，Python {platform.python_version()}，{versions}，{platform.machine()}，两核共享机器。"
    text = ["# 性能", f"{machine}每组在同一次运行中交替测量，只看比值。由 `make bench` 生成。"]
    with tempfile.TemporaryDirectory() as name:
        for key, (heading, make) in parts(Path(name)).items():
            if wanted and key not in wanted:
                continue
            section = f"## {heading}\n\n{make()}"  # type: ignore[operator]
            print(section + "\n", flush=True)
            text.append(section)
    if not wanted:
        (ROOT / "docs" / "benchmarks.md").write_text("\n\n".join(text) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
