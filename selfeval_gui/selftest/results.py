"""What a check found, and the report of all of them as text and as JSON. It must not check anything."""

from collections.abc import Sequence
from enum import Enum
from typing import Any, NamedTuple


class Status(Enum):
    """How a check ended; the value is the word in the report."""

    PASSED = "正常"
    NOTED = "注意"
    FAILED = "不正常"
    SKIPPED = "未检"


class Verdict(NamedTuple):
    """A check's answer: one sentence for the user, and facts for those who help."""

    status: Status
    sentence: str
    facts: tuple[str, ...] = ()


class Result(NamedTuple):
    """One check of a finished run; `name` is for programs, `title` for people, `seconds` what it took."""

    name: str
    title: str
    status: Status
    sentence: str
    facts: tuple[str, ...] = ()
    seconds: float = 0.0


def passed(sentence: str, *facts: str) -> Verdict:
    return Verdict(Status.PASSED, sentence, facts)


def noted(sentence: str, *facts: str) -> Verdict:
    """Works, but somebody should know of it."""
    return Verdict(Status.NOTED, sentence, facts)


def wrong(sentence: str, *facts: str) -> Verdict:
    return Verdict(Status.FAILED, sentence, facts)


def skipped(sentence: str, *facts: str) -> Verdict:
    """Cannot be tried here; the sentence says why."""
    return Verdict(Status.SKIPPED, sentence, facts)


def failed(results: Sequence[Result]) -> int:
    """How many checks failed."""
    return sum(result.status is Status.FAILED for result in results)


def conclusion(results: Sequence[Result]) -> str:
    """All of it in one sentence."""
    bad, notes = failed(results), sum(result.status is Status.NOTED for result in results)
    if bad:
        return f"{len(results)} 项中有 {bad} 项不正常。请把本报告发给维护人员。"
    if notes:
        return f"{len(results)} 项中没有不正常的，有 {notes} 项需要注意。可以使用。"
    return f"{len(results)} 项全部检查完毕，没有发现问题。"


def as_text(results: Sequence[Result], facts: dict[str, str]) -> str:
    """The report to send: the machine, the conclusion, then one paragraph a check."""
    lines = ["项目支出绩效自评　自检报告", ""]
    lines += [f"{label}：{value}" for label, value in facts.items()]
    lines += ["", conclusion(results), ""]
    for result in results:
        lines.append(f"[{result.status.value}] {result.title}（{result.seconds:.2f} 秒）：{result.sentence}")
        lines += [f"    {fact}" for fact in result.facts]
    lines += ["", "本报告不含任何填报内容。其中的“~”代表用户自己的文件夹。", ""]
    return "\n".join(lines)


def as_json(results: Sequence[Result], facts: dict[str, str]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "machine": facts,
        "failed": failed(results),
        "checks": [
            {
                "check": result.name,
                "title": result.title,
                "status": result.status.name.lower(),
                "sentence": result.sentence,
                "facts": list(result.facts),
                "seconds": round(result.seconds, 3),
            }
            for result in results
        ],
    }
