"""One file with everything: what goes in, damage is found, restoring overwrites nothing."""

import io
import json
import os
import random
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from selfeval_gui import storage
from selfeval_gui.storage import archive, backups, codec, restore
from selfeval_gui.storage.outcomes import FileRefused
from tests.storage.test_save import file_named

NOW = "2026-03-02T04:05:06Z"
Files = dict[str, bytes]


class Home:
    """A machine with two reports, their versions and some settings."""

    def __init__(self, folder: Path) -> None:
        self.data, self.config, self.documents = folder / "data", folder / "config", folder / "文档"
        for made in (self.data, self.config, self.documents):
            made.mkdir(parents=True)

    def save(self, name: str, report: str, *contents: str) -> Path:
        path, digest = self.documents / name, None
        for content in contents:
            file = replace(file_named(content), id=report)
            outcome = storage.save(file, path, expected_digest=digest, backups=self.data / "backups")
            assert isinstance(outcome, storage.Saved)
            digest = outcome.digest
        return path

    def pack(self, target: Path, *more: Path, **named: Any) -> archive.Packed:
        return archive.pack(target, reports=more, data=self.data, config=self.config, made=NOW, **named)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "旧电脑")
    made.save("甲.zxzp.json", "a-1", "甲1", "甲2", "甲3")
    made.save("乙.zxzp.json", "b-1", "乙1", "乙2")
    (made.config / "settings.ini").write_text("[window]\n", encoding="utf-8")
    (made.data / "office.json").write_bytes(b"{}")
    return made


def content_of(folder: Path) -> Files:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_everything_goes_in_and_comes_back_on_another_machine(home: Home, tmp_path: Path) -> None:
    stick = tmp_path / "备份.zip"
    packed = home.pack(stick)
    assert isinstance(packed.outcome, storage.Saved)
    assert (packed.reports, packed.versions, packed.missing) == (2, 3, ())
    new = Home(tmp_path / "新电脑")
    found = restore.restore(archive.open_archive(stick), new.documents, data=new.data, config=new.config)
    assert found.failed == ()
    assert (len(found.reports), found.versions, found.settings) == (2, 3, 2)
    for part in ("data", "config", "文档"):
        assert content_of(tmp_path / "新电脑" / part) == content_of(tmp_path / "旧电脑" / part)


def test_without_a_place_for_them_versions_and_settings_lie_beside(home: Home, tmp_path: Path) -> None:
    stick = tmp_path / "备份.zip"
    home.pack(stick)
    out = tmp_path / "out"
    restore.restore(archive.open_archive(stick), out)
    assert sorted(p.name for p in out.iterdir()) == ["乙.zxzp.json", "以前的版本", "数据", "甲.zxzp.json", "设置"]
    assert content_of(out / "以前的版本") == content_of(home.data / "backups")


def test_restoring_overwrites_nothing(home: Home, tmp_path: Path) -> None:
    stick = tmp_path / "备份.zip"
    home.pack(stick)
    home.save("丙.zxzp.json", "c-1", "丙1")
    (home.documents / "甲.zxzp.json").write_bytes(b"mine")
    (home.config / "settings.ini").write_text("mine", encoding="utf-8")
    before = content_of(tmp_path)
    found = restore.restore(archive.open_archive(stick), home.documents, data=home.data, config=home.config)
    after = content_of(tmp_path)
    assert {name: data for name, data in after.items() if name in before} == before
    assert [path.name for path in found.reports] == ["甲(2).zxzp.json"]
    assert [path.name for path in found.there] == ["乙.zxzp.json"]
    assert (found.versions, found.settings) == (0, 0)


def test_the_same_content_gives_the_same_file(home: Home, tmp_path: Path) -> None:
    home.pack(tmp_path / "1.zip")
    home.pack(tmp_path / "2.zip")
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


def test_reports_of_one_name_both_go_in(home: Home, tmp_path: Path) -> None:
    other = home.documents / "处" / "甲.zxzp.json"
    other.parent.mkdir()
    other.write_bytes(storage.encode(file_named("别的")))
    home.pack(tmp_path / "备份.zip", other)
    opened = archive.open_archive(tmp_path / "备份.zip")
    assert [(p.name, p.origin) for p in opened.of(archive.REPORTS)] == [
        ("报告/甲.zxzp.json", str(other)),
        ("报告/甲(2).zxzp.json", str(home.documents / "甲.zxzp.json")),
        ("报告/乙.zxzp.json", str(home.documents / "乙.zxzp.json")),
    ]


def test_what_cannot_be_read_is_named(home: Home, tmp_path: Path) -> None:
    (home.documents / "乙.zxzp.json").unlink()
    packed = home.pack(tmp_path / "备份.zip")
    assert packed.outcome.ok
    assert len(packed.missing) == 1
    assert "乙.zxzp.json" in packed.missing[0]


def test_an_archive_is_not_overwritten_unasked(home: Home, tmp_path: Path) -> None:
    (tmp_path / "备份.zip").write_bytes(b"x")
    assert isinstance(home.pack(tmp_path / "备份.zip").outcome, storage.AlreadyThere)
    assert home.pack(tmp_path / "备份.zip", overwrite=True).outcome.ok


def test_a_stick_that_lies_is_found_out(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data)[:-9] + b"123456789"))
    assert isinstance(home.pack(tmp_path / "备份.zip").outcome, storage.NotVerified)


def test_a_full_stick_is_told(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "write", full)
    assert isinstance(home.pack(tmp_path / "备份.zip").outcome, storage.DiskFull)
    assert not (tmp_path / "备份.zip").exists()


def test_every_damaged_archive_is_refused_before_anything_is_written(home: Home, tmp_path: Path) -> None:
    """Flipped, cut, emptied: nothing of it may come back as if it were whole."""
    stick, out = tmp_path / "备份.zip", tmp_path / "out"
    home.pack(stick)
    whole = stick.read_bytes()
    untouched = content_of(home.documents)
    rng = random.Random(7)
    refused = 0
    for _ in range(120):
        data = bytearray(whole)
        how = rng.randrange(4)
        at = rng.randrange(len(data))
        if how == 0:
            data[at] ^= 1 << rng.randrange(8)
        elif how == 1:
            del data[at:]
        elif how == 2:
            data[at : at + 64] = bytes(len(data[at : at + 64]))
        else:
            data[at : at + 200] = b""
        stick.write_bytes(data)
        try:
            opened = archive.open_archive(stick)
            archive.check(opened)
        except FileRefused:
            refused += 1
            with pytest.raises(FileRefused, match=r"。$"):
                restore.restore(archive.open_archive(stick), out)
            assert not out.exists()
        else:  # what was hit is said twice in a zip, and not read
            assert {p.digest for p in opened.parts} == {p.digest for p in archive.open_archive(stick).parts}
            found = {name: d for p, d in opened.contents(archive.REPORTS) if (name := p.place[1])}
            assert found == untouched
    assert refused > 80


def zipped(names: dict[str, bytes], listed: list[dict[str, Any]], **more: Any) -> bytes:
    stream = io.BytesIO()
    raw = {"format": archive.FORMAT, "version": 1, "app": "0", "made": NOW, "parts": listed, **more}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(archive.LIST, codec.seal(raw))
        for name, content in names.items():
            made.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "../x.json", "报告/../../x.json", "/etc/x", "报告/a\\b", "报告/C:x", "报告//x", "报告/.", "别处/x", "报告/a/b",
        "报告/x\0y", "以前的版本/x", "",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(name: str, tmp_path: Path) -> None:
    row = {"name": name, "size": 1, "sha256": "0" * 64, "origin": ""}
    (tmp_path / "x.zip").write_bytes(zipped({}, [row]))
    with pytest.raises(FileRefused, match="不会写出的文件名"):
        archive.open_archive(tmp_path / "x.zip")


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    row = {"name": "报告/x.json", "size": 1, "sha256": "0" * 64, "origin": ""}
    data = zipped({"报告/x.json": bytes(archive.PART_LIMIT + 2)}, [row])
    (tmp_path / "x.zip").write_bytes(data)
    opened = archive.open_archive(tmp_path / "x.zip")
    with pytest.raises(FileRefused, match="太大"):
        archive.check(opened)
    # Saying that it is small does not help.
    (tmp_path / "x.zip").write_bytes(data.replace((archive.PART_LIMIT + 2).to_bytes(4, "little"), b"\1\0\0\0"))
    with pytest.raises(FileRefused):
        archive.check(archive.open_archive(tmp_path / "x.zip"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "不是压缩文件"),
        (b"PK\x03\x04 no zip", "不是压缩文件"),
        (zipped({}, [], version=2), "更新版本"),
        (zipped({}, [], format="x"), "不是本程序的备份"),
        (zipped({}, [{"name": "报告/x", "size": 1, "sha256": "0", "origin": ""}]), "缺少"),
        (zipped({}, [7]), "不会写出"),  # type: ignore[list-item]
        (zipped({}, [], made=3), "清单已经损坏"),
    ],
)
def test_what_is_no_archive_is_refused(data: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(FileRefused, match=says):
        archive.open_archive(tmp_path / "x.zip")


def test_a_list_that_was_changed_is_refused(home: Home, tmp_path: Path) -> None:
    home.pack(tmp_path / "x.zip")
    stream = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "x.zip") as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == archive.LIST:
                raw = json.loads(content)
                raw["parts"] = raw["parts"][1:]
                content = json.dumps(raw).encode()
            new.writestr(info, content)
    (tmp_path / "x.zip").write_bytes(stream.getvalue())
    with pytest.raises(FileRefused, match="清单"):
        archive.open_archive(tmp_path / "x.zip")


def test_a_hundred_reports_are_packed(home: Home, tmp_path: Path) -> None:
    for n in range(100):
        storage.keep(home.data / "backups", f"r-{n}", storage.encode(file_named(f"{n}")))
    packed = home.pack(tmp_path / "x.zip")
    assert packed.versions == 103
    assert len(backups.reports_kept(home.data / "backups")) == 102
