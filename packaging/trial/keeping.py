"""Upgrading and going back with what a user has: settings, reports, previous versions, unsaved work.

An older release makes them through its window, with keys as a person presses them; a newer one, whose report files
have a newer schema, goes on with them; the older one is installed again and opens what the newer one has left. The
same for Linux and Windows, each of which says how to install, to press keys and to look at the user's folders.
"""

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any, Protocol

from trial.releases import MIGRATION, NEWER, OLDER, Release
from trial.steps import Failed, demand, wait_for

REPORT = "跨版本 报告.zxzp.json"
RECOVERY_TITLE = "恢复未保存的内容"
TITLE = "项目支出绩效自评"
"""Of a message; the window's begins with the report's name."""
PATIENCE = 180


class Office(Protocol):
    """One user's machine."""

    files: Path
    """Where the user's reports lie; commands run there."""

    @property
    def own(self) -> list[Path]:
        """The program's folders of settings and of data."""

    def put(self, release: Release) -> None:
        """Install a release over what is there."""

    def console(self, *words: str) -> "subprocess.CompletedProcess[bytes]": ...

    def begin(self, file: str) -> None:
        """Start the window on a report."""

    def titles(self) -> list[str]: ...

    def keys(self, title: str, *words: str) -> None:
        """Words of xdotool, for the window whose title has `title` in it."""

    def crash(self) -> None:
        """End the window's process at once."""

    def leave(self, title: str) -> None:
        """Close the window as a person does."""

    def picture(self, file: str) -> None: ...


def keep_all(office: Office) -> str:
    """The whole way: older, newer, older again."""
    try:
        return _keep_all(office)
    except Failed as fault:
        office.picture("upgrade-failed.png")
        raise Failed(f"{fault}；窗口：{'、'.join(filter(None, office.titles()))}") from None


def _keep_all(office: Office) -> str:
    _installed(office, OLDER)
    first = _make_things(office)
    before = _digests(office)
    _installed(office, NEWER)
    demand(_digests(office) == before, "升级时动了用户的文件")
    _go_on(office, first)
    before = _digests(office)
    _installed(office, OLDER)
    demand(_digests(office) == before, "退回时动了用户的文件")
    _go_back(office)
    kept = len(before)
    return f"{OLDER.version} → {NEWER.version} → {OLDER.version}：{kept} 个用户文件原样，副本已升级，退回后只读打开"


def _installed(office: Office, release: Release) -> None:
    office.put(release)
    told = office.console("--version").stdout.decode().strip()
    demand(told == f"selfeval {release.version}", f"版本：{told!r}")


def _make_things(office: Office) -> bytes:
    """With the older release: a report saved twice, settings, unsaved work. The report's bytes."""
    demand(office.console("sample", "-o", REPORT, "--force").returncode == 0, "没有写出样例")
    _opened(office, REPORT)
    _type_unit(office, "first")
    _saved(office, "first")
    office.leave(REPORT)
    demand(_settings(office).count(b"recent") == 1, "没有留下设置")
    demand(len(_versions(office)) == 1, f"以前的版本：{len(_versions(office))} 个")
    _opened(office, REPORT)
    _type_unit(office, "unsaved")
    wait_for("没有留底", lambda: [one["state"] for one in _recoveries(office)] == ["unsaved"], PATIENCE)
    wait_for("留底不全", lambda: _in_recovery(office, b'"project_unit": "unsaved"'), PATIENCE)
    office.crash()
    return (office.files / REPORT).read_bytes()


def _go_on(office: Office, first: bytes) -> None:
    """With the newer release: all of it is there, and what is saved now has the newer schema."""
    told = office.console("validate", REPORT).stdout.decode()
    demand(f"1.0（本程序的版本：{NEWER.major}.0）" in told and MIGRATION in told, told)
    demand((office.files / REPORT).read_bytes() == first, "查看时改动了文件")
    settings = _settings(office)
    office.begin(REPORT)  # the unsaved work is offered, and its copy opened
    _wait_title(office, RECOVERY_TITLE)
    office.picture("upgrade-recovery.png")
    office.keys(RECOVERY_TITLE, "key", "Return")
    wait_for("恢复的副本没有打开", lambda: RECOVERY_TITLE not in " ".join(office.titles()), PATIENCE)
    # The copy has a recovery copy of its own, already in the newer schema.
    new = (b'"schema": 2', '"annex_label": "附件二"'.encode(), b'"project_unit": "unsaved"')
    wait_for("副本没有升级", lambda: _in_recovery(office, *new), PATIENCE)
    office.picture("upgrade-recovered.png")
    office.crash()
    demand((office.files / REPORT).read_bytes() == first, "恢复时改动了文件")
    _opened(office, REPORT)
    _type_unit(office, "second")
    content = _saved(office, "second")
    demand(content["schema"] == NEWER.major and content["report"]["cover"]["annex_label"] == "附件二", "没有升级文件")
    demand(any(path.read_bytes() == first for path in _versions(office)), "升级前的版本没有留下")
    office.leave(REPORT)
    lost = [line for line in settings.splitlines() if line.startswith(b"recent") and line not in _settings(office)]
    demand(not lost, f"设置里丢了 {lost}")


def _go_back(office: Office) -> None:
    """With the older release again: the newer file opens, is not changed, and the versions before are there."""
    newer = (office.files / REPORT).read_bytes()
    told = office.console("validate", REPORT)
    demand("只读" in told.stdout.decode() + told.stderr.decode(), "没有说明只读")
    office.begin(REPORT)
    wait_for("没有说明只读", lambda: TITLE in office.titles(), PATIENCE)
    office.picture("downgrade-read-only.png")
    office.keys(f"^{TITLE}$", "key", "Return")
    wait_for("说明没有关闭", lambda: TITLE not in office.titles(), PATIENCE)
    _past_recovery(office)
    _type_unit(office, "third")
    office.keys(REPORT, "key", "ctrl+s")
    office.picture("downgrade-refused.png")
    office.crash()
    demand((office.files / REPORT).read_bytes() == newer, "旧版本改动了新版本的文件")
    for path in _versions(office):
        copy = office.files / "以前的版本.zxzp.json"
        copy.write_bytes(path.read_bytes())
        told = office.console("validate", copy.name)
        demand(told.returncode == 0 and "可以打开" in told.stdout.decode(), told.stderr.decode())


def _opened(office: Office, file: str) -> None:
    office.begin(file)
    _past_recovery(office)
    _wait_title(office, file)


def _past_recovery(office: Office) -> None:
    """Unsaved work of before is offered when the window has been painted: later, please."""
    _wait_title(office, REPORT)
    if any(one["state"] == "unsaved" for one in _recoveries(office)):
        _wait_title(office, RECOVERY_TITLE)
        office.keys(RECOVERY_TITLE, "key", "Escape")
        wait_for("恢复的对话框没有关闭", lambda: RECOVERY_TITLE not in " ".join(office.titles()), PATIENCE)


def _wait_title(office: Office, title: str) -> None:
    wait_for(f"没有出现“{title}”", lambda: any(title in found for found in office.titles()), PATIENCE)


def _type_unit(office: Office, text: str) -> None:
    """Put a text into 项目单位, the second blank of the first page."""
    office.keys(REPORT, "key", "Tab", "key", "ctrl+a", "type", "--delay", "60", text)


def _saved(office: Office, unit: str) -> dict[str, Any]:
    """Save by the key; the content of the file."""

    def content() -> dict[str, Any]:
        found: dict[str, Any] = json.loads((office.files / REPORT).read_bytes())
        return found

    office.keys(REPORT, "key", "ctrl+s")
    wait_for("没有保存", lambda: content()["report"]["cover"]["project_unit"] == unit, PATIENCE)
    return content()


def _recoveries(office: Office) -> list[dict[str, Any]]:
    told = office.console("recover", "--json").stdout
    found: list[dict[str, Any]] = json.loads(told or b"[]")
    return found


def _in_recovery(office: Office, *pieces: bytes) -> bool:
    """Whether a recovery copy holds all these."""
    slots = [path.read_bytes() for folder in office.own for path in folder.rglob("recovery/*/[ab]")]
    return any(all(piece in slot for piece in pieces) for slot in slots)


def _settings(office: Office) -> bytes:
    return b"".join(path.read_bytes() for folder in office.own for path in folder.rglob("settings.ini"))


def _versions(office: Office) -> list[Path]:
    return [path for folder in office.own for path in folder.rglob("backups/*/*.zxzp.json")]


def _digests(office: Office) -> dict[Path, str]:
    """Everything that is the user's."""
    found = [path for folder in (*office.own, office.files) for path in folder.rglob("*") if path.is_file()]
    mine = [path for path in found if path.suffix in (".json", ".ini") or path.parent.parent.name == "recovery"]
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in mine}
