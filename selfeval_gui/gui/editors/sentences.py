"""What the editors say to people: one place for every sentence. No widgets."""

PROBLEMS = {
    "money": "“{text}”不是金额。请填写数字（单位：万元），如 0.8；也可写明单位，如 8000元。",
    "score": "“{text}”不是分数。请填写 0 至 100 的数字。",
    "day": "“{text}”不是日期。请按年月日填写，如 2026年3月12日 或 20260312。",
    "month": "“{text}”不是年月。请按年月填写，如 2025年12月 或 202512。",
    "year": "“{text}”不是年份。请填写四位数字，如 2025。",
}
"""By kind of blank: why a text in it is no value, and what to write."""
NOTES = {"money": "不是金额", "score": "不是分数", "day": "不是日期", "month": "不是年月", "year": "不是年份"}
"""The same in a word or two, for the end of the field."""
EXAMPLES = {"day": "如 20260312", "month": "如 2025年12月"}
"""What an empty field shows in grey."""


def too_long(label: str, count: int, limit: int) -> str:
    """Why a text was not taken; counts in characters."""
    return f"“{label}”最多 {limit} 字，这次输入后共 {count} 字，未采用。原内容没有改动。"
