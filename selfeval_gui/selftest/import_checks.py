"""Checks of importing: the four probes are read right by the reading process, and it is held to its limits."""

import time

from selfeval_gui import importing, resources
from selfeval_gui.importing import isolation, limits
from selfeval_gui.report import form as forms
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get
from selfeval_gui.selftest.machine import Machine
from selfeval_gui.selftest.results import Verdict, noted, passed, wrong

_PATIENCE = 6.0
"""Seconds after which a reader that was told to stop must be gone."""
_NO_PATIENCE = -1.0


def probes(machine: Machine) -> Verdict:
    """.txt, .docx, .doc and .xlsx of an invented unit: every figure and every rare character of them arrives."""
    del machine
    return read_right(resources.read_json("probes", "expected.json"))


def read_right(truth: dict[str, dict[str, str]]) -> Verdict:
    """Import each probe and compare it with what it holds: field path → text as shown."""
    form = forms.load(forms.DEFAULT_FORM)
    bad, facts = [], []
    for name, expected in truth.items():
        began = time.perf_counter()
        try:
            proposal = importing.take_file(resources.path("probes", name), form).proposal
        except importing.ImportRefused as refused:
            bad.append(f"{name}：{refused.sentence}")
            continue
        facts.append(f"{name}：识别 {len(proposal.recognised)} 项，用时 {time.perf_counter() - began:.2f} 秒")
        for path, text in expected.items():
            found = blank(path).kind.show(get(proposal.report, path))
            if found != text:
                bad.append(f"{name}：{path} 应为“{text}”，读到“{found}”")
        bad += [f"{name}：没有放入报告的内容“{piece.text}”" for piece in proposal.unplaced]
    if bad:
        return wrong("导入不正常。", *bad, *facts)
    return passed("导入 .txt、.docx、.doc、.xlsx 都正常。", *facts)


def refusal(machine: Machine) -> Verdict:
    """A file that is none is refused with a sentence, and nothing breaks."""
    del machine
    torn = resources.path("probes", "probe.docx").read_bytes()[:900]
    try:
        importing.take(torn, "损坏.docx", forms.load(forms.DEFAULT_FORM))
    except importing.ImportRefused as refused:
        return passed("损坏的文件能认出来，不会导入。", refused.sentence)
    return wrong("损坏的文件没有被认出来。")


def stopped_in_time(machine: Machine) -> Verdict:
    """A reader that takes too long is stopped, and the program goes on."""
    del machine
    data = resources.path("probes", "probe.doc").read_bytes()
    began = time.perf_counter()
    try:
        isolation.read(data, "probe.doc", forms.load(forms.DEFAULT_FORM), seconds=_NO_PATIENCE)
    except importing.ImportRefused:
        took = time.perf_counter() - began
        if took > _PATIENCE:
            return wrong(f"读取程序没有及时停止（{took:.1f} 秒）。")
        return passed("读取时间过长的文件能及时停止。", f"{took:.2f} 秒")
    return passed("读取文件很快，不需要停止。")  # the whole file was read within the first look at it


def held_to_limits(machine: Machine) -> Verdict:
    """The reading process cannot take all memory, write files or start programs."""
    del machine
    found = limits.tried_out()
    if found is None:
        return wrong("读取程序没有启动成功，可能被安全软件拦截。请把本程序加入允许名单。")
    facts = tuple(f"{name}：{'是' if held else '否'}" for name, held in found.items())
    loose = [name for name, held in found.items() if not held]
    if loose:
        return noted("读取外来文件的程序在本机没有受到全部限制，导入仍可使用。", *facts)
    held = [name for name in found if name != limits.ACCEPTED]
    return passed(f"读取外来文件的程序受到限制（{'、'.join(held)}）。")
