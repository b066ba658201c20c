"""Which tab a blank stands on, by its path, without building the tabs."""

TAB_NAMES = {
    "tab.cover_basic": "封面与基本概况",
    "tab.expenditures": "项目支出明细",
    "tab.performance": "绩效目标与完成情况",
    "tab.evaluators": "评价人员",
    "tab.narrative": "自评报告正文",
}
SHORTER = (
    ("封面概况", "支出明细", "绩效情况", "评价人员", "报告正文"),
    ("封面", "支出", "绩效", "人员", "正文"),
)
"""What the tabs say where the titles do not fit beside each other, the longer ones first; in the tabs' order."""
_BEGINNINGS = (
    ("expenditures", "tab.expenditures"),
    ("performance.", "tab.performance"),
    ("evaluators", "tab.evaluators"),
    ("signatures.", "tab.evaluators"),
    ("narrative.", "tab.narrative"),
)


def tab_of(path: str) -> str:
    """The object name of the tab that holds a blank."""
    return next((tab for beginning, tab in _BEGINNINGS if path.startswith(beginning)), "tab.cover_basic")
