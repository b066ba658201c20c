"""Breaks a title into balanced lines by sense, as GB/T 9704-2012 asks: no word torn, the lines forming a
trapezium or a diamond.

It must not know fonts, points or pages; lengths are em of the title's type size.  What a line may begin and
end with comes from `prohibition`; the paragraphs of the text are the business of `linebreak`.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final

from selfeval_gui.printing.linebreak import Advance, break_paragraph, natural_widths
from selfeval_gui.printing.prohibition import SPACES, Hold, holds

_JOINTS: Final = "的和与及暨或、，；：）》”〕" + SPACES  # a line may well end with one of these
_NEVER_FIRST: Final = "的和与及暨或等了"

# Words of titles in this field that are not torn; compounds are listed by their parts.
_WORD_LIST: Final = (
    "部门 单位 项目 支出 收入 绩效 自评 评价 报告 资金 专项 经费 预算 决算 "
    "财政 年度 建设 工程 管理 改造 服务 中心 补助 补贴 维护 运行 设备 购置 "
    "采购 系统 平台 信息化 公共 基础 设施 农村 城市 乡村 振兴 教育 卫生 文化 "
    "体育 旅游 环境 保护 生态 治理 修复 河道 道路 饮水 安全 监测 监督 检查 "
    "培训 宣传 活动 会议 比赛 大赛 展览 调查 普查 规划 发展 改革 促进 示范 "
    "试点 推广 技术 科技 人才 就业 社会 保障 救助 民政 医疗 保险 养老 残疾人 "
    "妇女 儿童 青少年 委员会 办公室 管理局 人民 政府 机关 事务 学校 医院 图书馆 "
    "博物馆 文化馆 体育馆 广播 电视 档案 交通 运输 水利 农业 林业 畜牧 粮食 "
    "应急 消防 气象 地震 自然 资源 住房 公积金 市场 监管 税务 统计 审计 实施 "
    "方案 工作 总结 情况 自治区 自治县 街道 有限 公司 研究 研究院 研究所 委托 "
    "第三方 机构 一期 二期 三期 提升 升级 更新 整治 综合 长效 少数 民族 城乡 "
    "居民 水库 艺术 山歌 展演 非物质 遗产 传承 教学 仪器"
)
_WORDS: Final = tuple(_WORD_LIST.split())

_QUOTED: Final = ("“”", "《》", "（）")
_SHORT_QUOTE: Final = 9  # characters; longer quotations may be broken like any text

# Ugliness of ending a line there; balance is measured in squares of the share of the width.
_AT_PART: Final = 0.0
_NOT_AT_PART: Final = 0.25  # added to all below when there are parts
_AT_JOINT: Final = 0.08
_AT_WORD: Final = 0.15
_ANYWHERE: Final = 0.3
_BEFORE_JOINT: Final = 1.0
_IN_WORD: Final = 3.0
_ANOTHER_LINE: Final = 0.1
_SHORT_LAST: Final = 0.3  # for a last line of two characters; one alone is never left
# Characters around the even place within which a line end is looked for, for 2, 3, 4 and more lines.
_REACH: Final = (6, 4, 3, 2)


def balance(text: str, advance: Advance, width: float, max_lines: int = 4) -> tuple[str, ...]:
    """Break a title into as few balanced lines of at most `width` em as sense allows, the longer ones first.

    Concatenated, the lines are `text` without the spaces at the breaks.  A text that even `max_lines` lines
    do not hold is broken first-fit into as many as it takes: set it smaller.
    """
    return balance_parts((text,), advance, width, max_lines)


def balance_parts(parts: Sequence[str], advance: Advance, width: float, max_lines: int = 4) -> tuple[str, ...]:
    """Break the title that `parts` make together (unit, project, report), best between the parts.

    Lines as with `balance`.
    """
    text = "".join(parts)
    widths = natural_widths(text, advance)
    if widths(0, len(text)) <= width:
        return (text,)
    costs = _costs(text, frozenset(accumulate(map(len, parts))))

    def line_width(start: int, end: int) -> float:
        while end > start and text[end - 1] in SPACES:
            end -= 1
        return widths(start, end) if end > start else 0.0

    least, best = float("inf"), ()  # type: tuple[float, tuple[int, ...]]
    for lines in range(2, max_lines + 1):
        if best and lines > len(best) + 1:  # a line more than needed may be more even, two more never are
            break
        for ends in _ways(costs, line_width, width, len(text), lines):
            ugliness = _ugliness(ends, costs, line_width, width) + _ANOTHER_LINE * lines
            if ugliness < least - 1e-9:
                least, best = ugliness, ends
    if not best:
        return tuple(line.text for line in break_paragraph(text, advance, width, justify=False))
    return tuple(text[start:end].rstrip(SPACES) for start, end in pairwise((0, *best)))


def _costs(text: str, part_ends: frozenset[int]) -> dict[int, float]:
    """Ugliness of every place in `text` where a line may end at all."""
    strengths, _ = holds(text)
    inside: set[int] = set()
    borders: set[int] = set()
    for word in _WORDS:
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            inside.update(range(start + 1, end))
            borders.update((start, end))
            start = text.find(word, end)
    for first, last in _QUOTED:
        start = text.find(first)
        while start >= 0:
            end = text.find(last, start)
            if 0 < end <= start + _SHORT_QUOTE:
                inside.update(range(start + 1, end + 1))
            start = text.find(first, start + 1)
    elsewhere = _NOT_AT_PART if len(part_ends) > 1 else 0.0
    costs: dict[int, float] = {}
    for at in range(1, len(text)):
        if strengths[at] < Hold.FREE:
            continue
        if at in part_ends:
            costs[at] = _AT_PART
        elif text[at] in _NEVER_FIRST:
            costs[at] = elsewhere + _BEFORE_JOINT
        elif at in inside:
            costs[at] = elsewhere + _IN_WORD
        elif text[at - 1] in _JOINTS:
            costs[at] = elsewhere + _AT_JOINT
        else:
            costs[at] = elsewhere + (_AT_WORD if at in borders else _ANYWHERE)
    return costs


def _ways(
    costs: dict[int, float], line_width: Callable[[int, int], float], width: float, size: int, lines: int
) -> Iterator[tuple[int, ...]]:
    """All ways to end `lines` lines near even places or between two parts, none wider than `width`."""
    # The ways grow with the power of the lines: six lines of a very long name must not hold up typing.
    reach = _REACH[min(lines, len(_REACH) + 1) - 2]
    near = [
        [at for at, cost in costs.items() if abs(at - size * line / lines) <= reach or cost == _AT_PART]
        for line in range(1, lines)
    ] + [[size]]

    def continued(ends: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(ends) == lines:
            yield ends
            return
        start = ends[-1] if ends else 0
        for end in near[len(ends)]:
            if end > start and line_width(start, end) <= width:
                yield from continued((*ends, end))

    return (ends for ends in continued(()) if size - ends[-2] > 1)


def _ugliness(
    ends: tuple[int, ...], costs: dict[int, float], line_width: Callable[[int, int], float], width: float
) -> float:
    widths = [line_width(start, end) / width for start, end in pairwise((0, *ends))]
    even = sum(widths) / len(widths)
    ugly = sum(costs[end] for end in ends[:-1]) + sum((wide - even) ** 2 for wide in widths)
    if ends[-1] - ends[-2] <= 2:
        ugly += _SHORT_LAST
    ugly += 0.2 * max(0.0, widths[-1] - widths[0])  # the longer line first
    for before, wide, after in zip(widths, widths[1:], widths[2:], strict=False):
        ugly += 2.0 * max(0.0, min(before, after) - wide)  # an hourglass is neither trapezium nor diamond
    return ugly
