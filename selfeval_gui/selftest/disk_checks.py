"""Checks of the disk: may we write, does what is written stay, are locks kept, do long and Chinese names work.

They use storage as a save does, below the folders that the machine names, and leave nothing behind.
"""

import contextlib
import hashlib
import os
import sys
from pathlib import Path

from selfeval_gui import storage
from selfeval_gui.selftest.machine import FILE_LIST, Machine, free_bytes, program_folder
from selfeval_gui.selftest.results import Verdict, noted, passed, skipped, wrong

_CONTENT = "自检：䶮 㛃 𬱖\n".encode()
_ENOUGH = 200 << 20  # bytes: backups may take that much
_LONG = 300  # characters of a path that Windows takes only where long paths are switched on (260 otherwise)
NAMES = ("报告 2025（最终）.zxzp.json", "䶮㛃𬱖.zxzp.json", "100% & [附件2]'.zxzp.json", "ＡＢＣ～·—.zxzp.json")


def program_files(machine: Machine) -> Verdict:
    """Every file of an installed program is the one that was packed: nothing removed by a scanner, nothing damaged."""
    del machine
    folder = program_folder()
    return skipped("从源码运行，没有文件清单可比对。") if folder is None else files_of(folder)


def files_of(folder: Path) -> Verdict:
    """Compare the files of a program's folder with the list in it."""
    lines = (folder / FILE_LIST).read_text(encoding="utf-8").splitlines()
    different = [name for digest, name in (line.split("  ", 1) for line in lines) if _digest(folder / name) != digest]
    if different:
        first = different[:20]
        return wrong(f"程序文件有 {len(different)} 个缺失或被改动，可能被杀毒软件隔离。请重新安装本程序。", *first)
    return passed(f"程序的 {len(lines)} 个文件完整无缺。")


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def own_folders(machine: Machine) -> Verdict:
    """Settings, backups and recovery copies can be kept, and there is room for them."""
    bad, facts = [], []
    for label, folder in machine.own.items():
        sentence = _written(folder)
        if sentence:
            bad.append(f"{label}：{machine.anonymous(sentence)}")
        free = free_bytes(folder)
        facts.append(f"{label}：剩余 {free >> 20} MB" if free is not None else f"{label}：剩余空间未知")
        if free is not None and free < _ENOUGH:
            bad.append(f"{label}：剩余空间只有 {free >> 20} MB，不足 {_ENOUGH >> 20} MB。")
    if bad:
        return wrong("程序自己的文件夹不能正常写入，备份和恢复可能失效。", *bad, *facts)
    return passed("程序自己的文件夹都能写入，空间足够。", *facts)


def documents(machine: Machine) -> Verdict:
    """Reports can be saved where users keep theirs."""
    if not machine.documents.is_dir():
        return noted("找不到“文档”文件夹，保存时请自己选择位置。")
    sentence = _written(machine.documents)
    if sentence:
        return noted("“文档”文件夹不能写入，报告请保存到别处。", machine.anonymous(sentence))
    return passed("“文档”文件夹可以写入。")


def _written(folder: Path) -> str:
    """Write a file into a folder, made when needed, and remove it; what went wrong, "" for nothing."""
    try:
        there = folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        place = folder / f"selfeval-selftest-{os.getpid()}.tmp"
        outcome = storage.write_atomically(place, _CONTENT)
        if outcome.ok:
            place.unlink()
        if not there:
            folder.rmdir()
    except OSError as error:
        return f"{type(error).__name__}（错误代码 {getattr(error, 'winerror', None) or error.errno}）"
    return "" if outcome.ok else outcome.sentence


def replacing(machine: Machine) -> Verdict:
    """A save replaces a file as a whole, says when somebody changed it meanwhile, and leaves nothing beside it."""
    place = _fresh(machine, "保存") / "报告.zxzp.json"
    first = storage.write_atomically(place, b"1")
    second = storage.write_atomically(place, b"22", overwrite=True)
    if not (first.ok and second.ok) or place.read_bytes() != b"22":
        return wrong("保存文件不成功。", machine.anonymous(first.sentence), machine.anonymous(second.sentence))
    stale = hashlib.sha256(b"1").hexdigest()
    third = storage.write_atomically(place, b"333", expected_digest=stale)
    if not isinstance(third, storage.ChangedOnDisk) or place.read_bytes() != b"22":
        return wrong("别人改过的文件没有被认出来。", machine.anonymous(third.sentence))
    beside = [entry.name for entry in place.parent.iterdir() if entry != place]
    if beside:
        return wrong("保存后留下了临时文件。", *beside)
    return passed("保存、替换、读回核对都正常，别人改过的文件能认出来。")


def held_file(machine: Machine) -> Verdict:
    """A file that another program holds is either replaced whole or left whole, and the sentence says which."""
    place = _fresh(machine, "占用") / "报告.pdf"
    place.write_bytes(b"old")
    with place.open("rb"):
        outcome = storage.write_atomically(place, b"new", overwrite=True, sleep=lambda _: None)
    content = place.read_bytes()
    if outcome.ok and content == b"new":
        return passed("文件被其他程序打开时也能替换（本系统允许）。")
    if isinstance(outcome, storage.InUse) and content == b"old":
        return passed("文件被其他程序占用时，能认出来，原文件完好。")
    return wrong("文件被其他程序占用时处理不对。", machine.anonymous(outcome.sentence))


def exclusive_file(machine: Machine) -> Verdict:
    """The system lets only one of two programs make a lock file of the same name."""
    place = _fresh(machine, "锁") / ".报告.lock"
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
    os.close(os.open(place, flags, 0o600))
    try:
        os.close(os.open(place, flags, 0o600))
    except FileExistsError:
        return passed("两个程序不能同时占用同一份报告。")
    return wrong("本机的文件系统不支持独占文件，两个人可能同时改同一份报告而不知道。")


def chinese_names(machine: Machine) -> Verdict:
    """Names with Chinese, rare characters, blanks and signs come back from the disk as they were given."""
    folder = _fresh(machine, "张三 的文件夹（䶮）")
    bad = []
    for name in NAMES:
        outcome = storage.write_atomically(folder / name, _CONTENT)
        if not outcome.ok:
            bad.append(machine.anonymous(outcome.sentence))
    lost = set(NAMES) - {entry.name for entry in folder.iterdir()}
    if bad or lost:
        return wrong("有的文件名不能使用。", *bad, *sorted(lost))
    return passed("中文、生僻字、空格和符号的文件名都能使用。", *NAMES)


def long_paths(machine: Machine) -> Verdict:
    """Paths beyond 260 characters, which Windows takes only where it was switched on."""
    folder = _fresh(machine, "长路径")
    step = "绩效自评材料归档文件夹"
    while len(str(folder)) < _LONG:
        folder /= step
    try:
        folder.mkdir(parents=True)
        outcome = storage.write_atomically(folder / NAMES[0], _CONTENT)
        fine, said = outcome.ok, machine.anonymous(outcome.sentence)
    except OSError as error:
        fine, said = False, f"{type(error).__name__}（错误代码 {getattr(error, 'winerror', None) or error.errno}）"
    switch = long_path_switch()
    if fine:
        return passed(f"{_LONG} 个字以上的路径可以使用。", *switch)
    advice = "请不要把报告放在层数很多、名字很长的文件夹里；也可请管理员打开 Windows 的“长路径”设置。"
    return noted(f"超过 260 个字的路径不能使用。{advice}", said, *switch)


def long_path_switch() -> tuple[str, ...]:
    """The machine's own setting, where there is one."""
    if sys.platform == "win32":
        import winreg

        place = r"SYSTEM\CurrentControlSet\Control\FileSystem"
        value: object = None
        with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
            value = winreg.QueryValueEx(key, "LongPathsEnabled")[0]
        return (f"LongPathsEnabled = {value}",)
    return ()


def _fresh(machine: Machine, name: str) -> Path:
    folder = machine.work / name
    folder.mkdir(parents=True)
    return folder
