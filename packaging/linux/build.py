"""Builds the Linux program folders, Debian packages and tars. They run from glibc 2.28 (amd64) or 2.30 (arm64) on.

The interpreter is compiled in a root of an old Debian, once, and kept in build/cache; that of arm64 by a compiler that
runs here. The libraries are the wheels of the lock; a few X11 libraries of the old Debian go with them, for machines
where nobody can install any.
"""

import hashlib
import io
import json
import lzma
import os
import re
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from bundle import content, icons, notices
from bundle.description import CACHE, DIST, PACKAGING, ROOT, WORK, BuildFailed, described, epoch, name, runtime, version
from bundle.fetch import digest_of, wheels

HERE = PACKAGING / "linux"


@dataclass(frozen=True)
class Machine:
    """A kind of machine, by Debian's name, with the root that its libraries are taken from."""

    debian: str
    triplet: str

    @property
    def native(self) -> bool:
        """Whether it is the kind that packages are built on."""
        return self.debian == "amd64"

    @property
    def system(self) -> str:
        return f"linux-{self.debian}"

    @property
    def old(self) -> Path:
        return ROOT / "build" / "roots" / ("old" if self.native else f"old-{self.debian}")

    @property
    def work(self) -> Path:
        return WORK / self.system

    def package(self, library: str) -> str:
        """The name of a library's package in the root."""
        return library if self.native else f"{library}:{self.debian}"


MACHINES = {"linux-amd64": Machine("amd64", "x86_64-linux-gnu"), "linux-arm64": Machine("arm64", "aarch64-linux-gnu")}


def build(machine: Machine) -> list[Path]:
    """Make everything for a kind of machine; the files in dist/."""
    native = compiled_runtime(MACHINES["linux-amd64"])
    interpreter = native if machine.native else compiled_runtime(machine, native)
    program = machine.work / name()
    shutil.rmtree(program.parent, ignore_errors=True)
    lib = program / "lib"
    lib.mkdir(parents=True)
    _unpack_runtime(interpreter, program / "runtime")
    saved = content.unpack(wheels(machine.system, runtime(machine.system)["python"]), lib, _keep_qt)
    content.add_program(lib, PACKAGING / "bundle" / "start.py")
    python = str(native / "bin" / "python3.13")  # byte code is the same on all machines
    content.compile_with(python, lib)
    _standard_library(python, interpreter, program / "runtime", machine)
    _x11_libraries(lib / "PySide6" / "Qt" / "lib", machine)
    needed = _needed(program, machine)
    for launcher in (name(), "selfeval", "add-to-menu.sh"):
        shutil.copyfile(HERE / "files" / launcher, program / launcher)
    _permissions(program)
    notices.add(program, machine.system)
    _debian_licences(program / "licenses", machine)
    shutil.copytree(HERE / "files" / "share", program / "share")
    icons.write_pngs(program / "share" / "icons", 48, 256)
    _permissions(program)
    content.finish(program)
    notices.trim_table(machine.system, saved, program)
    return [_deb(program, needed, machine), _tar(program, machine)]


# --- the interpreter


def compiled_runtime(machine: Machine, native: Path | None = None) -> Path:
    """The compiled interpreter, made once for a source and a way of compiling. `native`: the one that runs here."""
    told = runtime(machine.system)
    recipe = hashlib.sha256()
    for part in (told["sha256"], *sorted(_old_packages(machine))):
        recipe.update(part.encode())
    for file in ("build_runtime.sh", "old_glibc.h"):
        recipe.update((HERE / file).read_bytes())
    place = CACHE / f"runtime-{machine.system}-{told['python']}-{recipe.hexdigest()[:12]}"
    _old_root(machine)
    if not (place / "bin").is_dir():
        source = _source(told)
        work = machine.old / "build"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        for file in (HERE / "build_runtime.sh", HERE / "old_glibc.h", source):
            shutil.copyfile(file, work / file.name)
        print("  正在编译 Python（首次约需几分钟）……", flush=True)
        path, options = "/usr/bin:/bin", []
        if native is not None:
            # It runs the steps of the build that need an interpreter; it looks for its library where it was made for.
            shutil.rmtree(machine.old / "runtime", ignore_errors=True)
            shutil.copytree(native, machine.old / "runtime", symlinks=True)
            path = f"/usr/{machine.triplet}/bin:{path}"
            options = ["--build=x86_64-linux-gnu", f"--host={machine.triplet}", *_CANNOT_BE_TRIED]
            options += ["--with-build-python=/runtime/bin/python3.13"]
        command = ["chroot", str(machine.old), "/usr/bin/env", "-i", f"PATH={path}", "LC_ALL=C.UTF-8"]
        command += ["sh", "/build/build_runtime.sh", f"/build/{source.name}", *options]
        ended = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if ended.returncode:
            raise BuildFailed("编译 Python 失败：\n" + ended.stdout.decode("utf-8", "replace")[-2000:])
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(work / "out" / "runtime", place, symlinks=True)
        shutil.copyfile(work / "source" / "LICENSE", place / "LICENSE.txt")
        shutil.rmtree(work)
    return place


# What configure would find out by running something on the machine that the interpreter is for.
_CANNOT_BE_TRIED = ("ac_cv_file__dev_ptmx=yes", "ac_cv_file__dev_ptc=no", "ac_cv_buggy_getaddrinfo=no")


def _old_packages(machine: Machine) -> list[str]:
    told = runtime(machine.system)
    if machine.native:
        return list(told["build_packages"])
    return [*told["cross_build_packages"], *map(machine.package, told["cross_build_libraries"])]


def _old_root(machine: Machine) -> None:
    from trial import roots

    told = described()["qt"]["linux"]
    packages = [*_old_packages(machine), *map(machine.package, told["system_packages"]), told["icu_package"]]
    kinds = () if machine.native else ("amd64", machine.debian)
    try:
        roots.make(machine.old.name, runtime(machine.system)["build_suite"], packages, kinds)
    except roots.TrialImpossible as impossible:
        raise BuildFailed(str(impossible)) from None


def _source(told: "dict[str, str]") -> Path:
    """CPython's source from Debian's archive, by hash; apt is asked in a root of the release that keeps it."""
    from trial import roots

    place = CACHE / told["file"]
    if not place.is_file():
        root = roots.make("source", told["suite"], [])
        lists = root / "tmp" / "lists"
        lists.mkdir(parents=True, exist_ok=True)
        binary = (root / "etc/apt/sources.list").read_text(encoding="utf-8")
        (root / "tmp" / "sources.list").write_text(binary.replace("deb ", "deb-src "), encoding="utf-8")
        where = "-o Dir::Etc::SourceList=/tmp/sources.list -o Dir::State::Lists=/tmp/lists -o APT::Sandbox::User=root"
        fetch = f"cd /tmp && apt-get {where} update && apt-get {where} source --download-only {told['package']}"
        subprocess.run(["chroot", str(root), "sh", "-c", fetch], check=False, capture_output=True)
        found = root / "tmp" / told["file"]
        if not found.is_file():
            raise BuildFailed(f"取不到 {told['file']}，请检查 Debian {told['suite']} 的软件源。")
        CACHE.mkdir(parents=True, exist_ok=True)
        shutil.move(found, place)
    if digest_of(place) != told["sha256"]:
        raise BuildFailed(f"{place} 的 SHA-256 与记录的不符，不能使用。")
    return place


def _unpack_runtime(made: Path, target: Path) -> None:
    (target / "bin").mkdir(parents=True)
    shutil.copyfile(made / "bin" / "python3.13", target / "bin" / "python3.13")
    shutil.copyfile(made / "LICENSE.txt", target / "LICENSE.txt")
    # The interpreter looks for this folder when it starts; it would complain if there were none.
    (target / "lib" / "python3.13" / "lib-dynload").mkdir(parents=True)
    note = "All modules are in the interpreter itself and in python313.zip.\n"
    (target / "lib" / "python3.13" / "lib-dynload" / "README").write_text(note, encoding="ascii")


def _standard_library(python: str, made: Path, target: Path, machine: Machine) -> None:
    """The standard library without what is dropped, compiled, in one archive."""
    import zipfile

    tree = machine.work / "stdlib"
    drop = runtime(machine.system)["drop"]
    ignored = shutil.ignore_patterns("__pycache__", "site-packages", "lib-dynload", *drop)
    shutil.copytree(made / "lib" / "python3.13", tree, ignore=ignored)
    content.compile_with(python, tree)
    with zipfile.ZipFile(target / "lib" / "python313.zip", "w", zipfile.ZIP_STORED) as archive:
        for path in content.files_of(tree):
            if path.suffix == ".pyc":
                archive.writestr(content.entry(path.relative_to(tree).as_posix()), path.read_bytes())


# --- libraries


def _keep_qt(file: str) -> bool:
    qt = described()["qt"]
    here = qt["linux"]
    modules = content.qt_modules()
    kept = {f"Qt/lib/libQt6{module}.so.6" for module in modules} | {f"Qt{module}.abi3.so" for module in modules}
    kept |= {f"Qt/lib/{library}" for library in here["libraries"]}
    kept |= {f"Qt/plugins/{plugin}" for plugin in here["plugins"]}
    kept |= {f"Qt/translations/{words}" for words in qt["translations"]}
    return file in kept or file.startswith("libpyside6.abi3.so") or content.matches(file, qt["python"])


def _x11_libraries(target: Path, machine: Machine) -> None:
    """Copy the old Debian's X11 libraries beside Qt's, where Qt's plugin finds them before the system's."""
    noted = []
    for library in described()["qt"]["linux"]["system_packages"]:
        package = machine.package(library)
        listed = _in_old(machine, "dpkg", "-L", package).splitlines()
        for path in listed:
            file, there = Path(path), machine.old / path.lstrip("/")
            if ".so." in file.name and there.is_symlink():
                shutil.copyfile(there.resolve(), target / file.name)
                _patch(target / file.name, machine)
        noted.append({"package": library, "version": _version_in_old(machine, library)})
    for library in described()["qt"]["linux"]["linked_packages"]:
        noted.append({"package": library, "version": _version_in_old(machine, library)})
    notices.noted_libraries(machine.system).write_text(json.dumps(noted, indent=2) + "\n", encoding="utf-8")


def _version_in_old(machine: Machine, library: str) -> str:
    return _in_old(machine, "dpkg-query", "-W", "-f=${Version}", machine.package(library))


def _patch(library: Path, machine: Machine) -> None:
    """Let a library find its neighbours."""
    work = machine.old / library.name
    shutil.copyfile(library, work)
    _in_old(machine, "patchelf", "--set-rpath", "$ORIGIN", f"/{library.name}")
    shutil.move(work, library)


def _in_old(machine: Machine, *command: str) -> str:
    ended = subprocess.run(["chroot", str(machine.old), *command], check=False, capture_output=True, encoding="utf-8")
    if ended.returncode:
        raise BuildFailed(f"{command[0]} 失败：{ended.stderr}")
    return ended.stdout


def _needed(program: Path, machine: Machine) -> list[str]:
    """What the program needs of the system, as Debian packages.

    A library that nobody brings, or that asks for a newer glibc than is promised, fails the build.
    """
    shipped = {path.name for path in program.rglob("*") if path.is_file()}
    known = described()["linux"]["depends"]
    wanted: set[str] = set()
    unknown: set[str] = set()
    promised = described()["linux"]["glibc"][machine.debian]
    place = machine.old / "look"
    for path in content.files_of(program):
        if ".so" not in path.name and path.name != "python3.13":
            continue
        shutil.copyfile(path, place)
        told = _in_old(machine, "readelf", "-d", "-V", "/look")
        newer = [at for at in re.findall(r"GLIBC_2\.(\d+)", told) if int(at) > int(promised.removeprefix("2."))]
        if newer:
            unknown.add(f"glibc 2.{max(newer, key=int)}（{path.name}）")
        libraries = {line.split("[")[1].split("]")[0] for line in told.splitlines() if "(NEEDED)" in line}
        for library in libraries - shipped:
            if library in known:
                wanted.add(known[library].format(glibc=promised))
            elif not library.startswith(("libpthread", "libdl", "libm.", "librt", "libutil", "ld-linux")):
                unknown.add(f"{library}（{path.name}）")
    place.unlink(missing_ok=True)
    if unknown:
        raise BuildFailed(f"bundle.toml 里没有写由谁提供，或比承诺的新：{'、'.join(sorted(unknown))}")
    return sorted(wanted)


def _debian_licences(folder: Path, machine: Machine) -> None:
    told = described()["qt"]["linux"]
    names = {package: package for package in (*told["system_packages"], *told["linked_packages"])}
    for package, name_here in {**names, told["icu_package"]: "ICU"}.items():
        shutil.copyfile(machine.old / "usr/share/doc" / package / "copyright", folder / f"{name_here}.txt")


def _permissions(program: Path) -> None:
    for path in program.rglob("*"):
        runs = path.is_dir() or path.name in (name(), "selfeval", "add-to-menu.sh", "python3.13")
        path.chmod(0o755 if runs else 0o644)
    program.chmod(0o755)


# --- packages


def _deb(program: Path, needed: list[str], machine: Machine) -> Path:
    root = machine.work / "deb"
    place = root / "opt" / name()
    shutil.copytree(program, place, symlinks=True)
    share = root / "usr" / "share"
    entry = (HERE / "files" / "share" / f"{name()}.desktop").read_text(encoding="utf-8")
    for folder, file, text in (
        ("applications", f"{name()}.desktop", entry.replace("@FOLDER@", f"/opt/{name()}")),
        ("mime/packages", f"{name()}.xml", (HERE / "files/share" / f"{name()}.xml").read_text(encoding="utf-8")),
        (f"doc/{name()}", "copyright", (ROOT / "LICENSE").read_text(encoding="utf-8") + _COPYRIGHT),
    ):
        (share / folder).mkdir(parents=True)
        (share / folder / file).write_text(text, encoding="utf-8")
    for size in (48, 256):
        icon = share / "icons" / "hicolor" / f"{size}x{size}" / "apps"
        icon.mkdir(parents=True)
        shutil.copyfile(program / "share" / "icons" / f"{size}.png", icon / f"{name()}.png")
    vector = share / "icons" / "hicolor" / "scalable" / "apps"
    vector.mkdir(parents=True)
    shutil.copyfile(ROOT / "resources" / "icons" / "app.svg", vector / f"{name()}.svg")
    commands = root / "usr" / "bin"
    commands.mkdir(parents=True)
    for command in (name(), "selfeval"):
        (commands / command).symlink_to(f"/opt/{name()}/{command}")
    size, _count = content.size_of(root)
    words = {"depends": ", ".join(needed), "comment": described()["program"]["comment"], "size": size // 1024 + 1}
    control = _CONTROL.format(name=name(), version=version(), machine=machine.debian, **words)
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    for path in [*sorted(root.rglob("*"), reverse=True), root]:
        if path.is_dir():
            path.chmod(0o755)
        os.utime(path, (epoch(), epoch()), follow_symlinks=False)
    target = DIST / f"{name()}_{version()}_{machine.debian}.deb"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch())}
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--threads-max=1", "--build", str(root), str(target)]
    ended = subprocess.run(command, check=False, env=environment, capture_output=True, encoding="utf-8")
    if ended.returncode:
        raise BuildFailed(f"dpkg-deb 失败：{ended.stderr}")
    return target


def _tar(program: Path, machine: Machine) -> Path:
    """The program folder as a tar: nobody's files, one time, one order."""
    target = DIST / f"{name()}-{version()}-{machine.system}.tar.xz"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path in [program, *sorted(program.rglob("*"), key=lambda path: path.as_posix())]:
            info = archive.gettarinfo(str(path), path.relative_to(program.parent).as_posix())
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            info.mtime = epoch()
            if info.isreg():
                with path.open("rb") as file:
                    archive.addfile(info, file)
            else:
                archive.addfile(info)
    target.write_bytes(lzma.compress(packed.getvalue(), preset=3))
    return target


_CONTROL = """\
Package: {name}
Version: {version}
Architecture: {machine}
Maintainer: The selfeval-gui authors <noreply@example.invalid>
Installed-Size: {size}
Depends: {depends}
Recommends: fonts-noto-cjk | fonts-wqy-microhei | fonts-wqy-zenhei
Section: editors
Priority: optional
Description: {comment}
 离线的桌面程序：填写、检查、打印项目支出绩效自评报告，并用上一年的文件接着做下一年的。
 不联网，不上传任何内容。
"""
_COPYRIGHT = f"""
Everything else that is packed, and its licences: /opt/{name()}/licenses
"""
