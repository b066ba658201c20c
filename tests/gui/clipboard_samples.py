"""Two hundred clipboards: twenty blocks as ten programs put them there, with what a table must hold afterwards.

The dialects are written here from how these programs mark up cells; the blocks are invented.
"""

from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple

Rows = list[list[str]]
_COLUMNS = 3


class Cell(NamedTuple):
    """A cell that covers more than one place."""

    text: str
    across: int = 1
    down: int = 1


class Sample(NamedTuple):
    """A clipboard and the rows (item, planned, actual as the editor shows them) that it means."""

    name: str
    html: str
    text: str
    wanted: Rows
    said: str = ""


Block = list[list[str | Cell | None]]
"""None is a place that a merged cell covers."""
PLAIN = [["办公费", "1.5", "1.4"], ["差旅费", "2", "1.98"]]
BLOCKS: dict[str, tuple[Block, Rows, str]] = {
    "plain": ([[*row] for row in PLAIN], PLAIN, ""),
    "one row": ([["印刷费", "0.8", "0.8"]], [["印刷费", "0.8", "0.8"]], ""),
    "one column": ([["水费"], ["电费"], ["邮电费"]], [["水费", "", ""], ["电费", "", ""], ["邮电费", "", ""]], ""),
    "empty cells": ([["办公费", "", "1"], ["", "2", ""]], [["办公费", "", "1"], ["", "2", ""]], ""),
    "thousands": ([["租赁费", "1,234.50", "1,000"]], [["租赁费", "1234.50", "1000"]], ""),
    "yuan": ([["会议费", "8000元", "￥7,500.00元"]], [["会议费", "0.8", "0.75"]], ""),
    "full width": ([["培训费", "１２．５", "１２"]], [["培训费", "12.5", "12"]], ""),
    "six decimals": ([["劳务费", "0.123456", "0.100001"]], [["劳务费", "0.123456", "0.100001"]], ""),
    "dashes": ([["福利费", "—", "-"]], [["福利费", "", ""]], ""),
    "line break": ([["委托\n业务费", "3", "3"]], [["委托业务费", "3", "3"]], ""),
    "latin break": ([["A4 paper\n80 g", "3", "3"]], [["A4 paper 80 g", "3", "3"]], ""),
    "quotes": ([['“双拥”"标牌"', "3", "3"]], [['“双拥”"标牌"', "3", "3"]], ""),
    "markup": ([["R&D <设备>", "1", "1"]], [["R&D <设备>", "1", "1"]], ""),
    "formula text": ([["=1+1", "1", "1"]], [["=1+1", "1", "1"]], ""),
    "merged down": (
        [[Cell("物业管理费", down=2), "1", "1"], [None, "2", "2"]],
        [["物业管理费", "1", "1"], ["", "2", "2"]],
        "",
    ),
    "merged across": ([["维修（护）费", Cell("5", across=2), None]], [["维修（护）费", "5", ""]], ""),
    "heading and sum": (
        [
            ["支出内容", "计划支出数", "实际支出数"],
            ["办公费", "1.5", "1.4"],
            ["差旅费", "2", "1.98"],
            ["合计", "3.5", "3.38"],
        ],
        PLAIN,
        "合计行没有放入",
    ),
    "in yuan by heading": (
        [
            [Cell("项目支出明细", across=5), None, None, None, None],
            ["序号", "支出内容", "计划数（元）", "实际数（元）", "备注"],
            ["1", "办公费", "15000", "14,000.5", "甲"],
            ["2", "差旅费", "8000", "7999", ""],
        ],
        [["办公费", "1.5", "1.40005"], ["差旅费", "0.8", "0.7999"]],
        "换算成万元",
    ),
    "running numbers": (
        [["1", "办公费", "1", "1"], ["2", "差旅费", "2", "2"]],
        [["办公费", "1", "1"], ["差旅费", "2", "2"]],
        "序号列没有放入",
    ),
    "not understood": ([["办公费", "约5", "####"]], [["办公费", "约5", "####"]], "有 2 格没有看懂"),
}


def samples() -> Iterator[Sample]:
    """All of them."""
    for name, (block, wanted, said) in BLOCKS.items():
        for dialect, write in DIALECTS.items():
            html, text = write(block)
            yield Sample(f"{dialect}: {name}", html, text, wanted, said)


# --- text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "\n" in text or "\t" in text else text


def _text(block: Block, end: str, quote: Callable[[str], str] = _quoted) -> str:
    rows = ["\t".join(quote(_plain(cell)) for cell in row) for row in block]
    return end.join(rows) + end


def _plain(cell: str | Cell | None) -> str:
    return "" if cell is None else cell.text if isinstance(cell, Cell) else cell


# --- HTML


def _table(block: Block, cell: Callable[[str, str], str], row: str = "<tr>") -> str:
    lines = []
    for line in block:
        cells = []
        for entry in line:
            if entry is None:
                continue
            spans = ""
            if isinstance(entry, Cell):
                spans += f" colspan={entry.across}" if entry.across > 1 else ""
                spans += f" rowspan={entry.down}" if entry.down > 1 else ""
            cells.append(cell(_plain(entry), spans))
        lines.append(f"{row}{''.join(cells)}</tr>")
    return "\r\n".join(lines)


def _lines(text: str, end: str = "<br>") -> str:
    return escape(text, quote=False).replace("\n", end)


def excel(block: Block) -> tuple[str, str]:
    def cell(text: str, spans: str) -> str:
        return f"<td{spans} class=xl65 style='border-left:none;mso-number-format:General'>{_lines(text)}</td>\r\n"

    head = (
        "<style>td{mso-ignore:padding;} .xl65{text-align:left}</style><!--[if !mso]><style>v\\:*{}</style><![endif]-->"
    )
    table = _table(block, cell, "<tr height=19 style='height:14.25pt'>\r\n ")
    return (
        f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>{head}</head><body link=blue>'
        "<table border=0 cellpadding=0 width=216 style='border-collapse:collapse;width:162pt'><col width=72 span=3>"
        f"<!--StartFragment-->\r\n{table}<!--EndFragment--></table></body></html>",
        _text(block, "\r\n"),
    )


def excel_hidden_rows(block: Block) -> tuple[str, str]:
    """A filtered sheet: rows that are not shown are in the HTML, hidden, and not in the text."""
    html, text = excel(block)
    hidden = "<tr style='mso-height-source:userset;display:none'><td>隐藏费</td><td>9</td><td>9</td></tr>"
    return html.replace("<!--EndFragment-->", f"{hidden}<!--EndFragment-->"), text


def excel_text_only(block: Block) -> tuple[str, str]:
    return "", _text(block, "\r\n")


def wps_sheet(block: Block) -> tuple[str, str]:
    def cell(text: str, spans: str) -> str:
        return f'<td{spans} class="et2" height="19" width="72" x:str>{_lines(text)}</td>'

    style = "<style>.et2{mso-protection:locked visible;}</style>"
    return f"<html><head>{style}</head><body><table>{_table(block, cell)}</table></body></html>", _text(block, "\n")


def wps_text_only(block: Block) -> tuple[str, str]:
    return "", _text(block, "\n")


def word(block: Block) -> tuple[str, str]:
    def cell(text: str, spans: str) -> str:
        inner = "".join(
            f"<p class=MsoNormal align=center style='text-align:center'><span lang=EN-US style='font-size:\r\n12.0pt;"
            f"font-family:仿宋_GB2312'>{escape(line, quote=False) or '<o:p>&nbsp;</o:p>'}</span></p>"
            for line in text.split("\n")
        )
        style = "width:106.5pt;border:solid windowtext 1.0pt"
        return f"<td width=142 valign=top{spans} style='{style}'>\r\n  {inner}\r\n  </td>"

    table = _table(block, cell, "<tr style='mso-yfti-irow:0'>\r\n  ")
    return (
        "<html xmlns:w='urn:schemas-microsoft-com:office:word'><head><meta name=Generator content='Microsoft Word 15'>"
        f"</head><body lang=ZH-CN><!--StartFragment-->\r\n<table class=MsoTableGrid border=1>{table}</table>\r\n"
        "<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p><!--EndFragment--></body></html>",
        _text(block, "\r\n", lambda text: text.replace("\n", "\r")),
    )


def wps_writer(block: Block) -> tuple[str, str]:
    def cell(text: str, spans: str) -> str:
        inner = "".join(
            f'<p class="MsoNormal"><font face="宋体">{_lines(line)}</font></p>' for line in text.split("\n")
        )
        return f'<td width="142"{spans} valign="center">{inner}</td>'

    return f'<html><body><table class="MsoTableGrid">{_table(block, cell)}</table></body></html>', ""


def calc(block: Block) -> tuple[str, str]:
    def cell(text: str, spans: str) -> str:
        value = text.replace(",", "")
        number = f' sdval="{value}" sdnum="2052;"' if value.replace(".", "", 1).isdigit() else ""
        face = '<font face="Noto Sans CJK SC">'
        return f'\t\t<td{spans} height="17" align="left"{number}>{face}{_lines(text, "<br>")}</font></td>\n'

    table = f'<table cellspacing="0" border="0"><colgroup span="3" width="85"></colgroup>{_table(block, cell)}</table>'
    meta = '<meta http-equiv="content-type" content="text/html; charset=utf-8"/>'
    return f"<!DOCTYPE html><html><head>{meta}</head><body>{table}</body></html>", _text(block, "\n")


def browser(block: Block) -> tuple[str, str]:
    def cell(text: str, spans: str) -> str:
        return f'<td{spans} style="padding: 4px">\n      <div><span>{_lines(text)}</span></div>\n    </td>'

    return f'<meta charset="utf-8"><table><tbody>{_table(block, cell)}</tbody></table>', _text(block, "\n")


def windows_raw(block: Block) -> tuple[str, str]:
    """The clipboard format of Windows with its own lines in front, as some programs hand it on."""
    html, text = excel(block)
    return f"Version:1.0\r\nStartHTML:0000000105\r\nEndHTML:0000001000\r\nStartFragment:0000000141\r\n{html}", text


DIALECTS: dict[str, Callable[[Block], tuple[str, str]]] = {
    "Excel": excel,
    "Excel, filtered": excel_hidden_rows,
    "Excel, text": excel_text_only,
    "WPS sheet": wps_sheet,
    "WPS sheet, text": wps_text_only,
    "Word": word,
    "WPS writer": wps_writer,
    "Calc": calc,
    "browser": browser,
    "Windows raw": windows_raw,
}
