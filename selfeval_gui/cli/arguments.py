"""The words of the command line: commands, options, their help, and argparse's own sentences in Chinese.

It must not run anything: the entry looks up the command and does that.
"""

import argparse
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn, cast

from selfeval_gui import __version__
from selfeval_gui.cli.console import Misused

PROGRAM = "selfeval"
FIRST_YEAR, LAST_YEAR = 1949, 2100
_DESCRIPTION = "项目支出绩效自评报告：导入、导出、检查。不需要图形界面。"
_EPILOGUE = (
    "退出状态：0 完成；1 完成，但检查出错误；2 命令写法不对；3 文件读不了或写不了。"
    "“selfeval 命令 --help”显示各命令的说明。"
)

_SENTENCES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"the following arguments are required: (.*)", lambda m: f"缺少 {m[1]}"),
    (r"unrecognized arguments: (.*)", lambda m: f"不认识的参数：{m[1]}"),
    (r"argument ([^:]+): (.*)", lambda m: f"{m[1]}：{translated(m[2])}"),
    (r"expected one argument", lambda _: "后面要写一个值"),
    (r"expected at least one argument", lambda _: "后面至少要写一个值"),
    (r"expected (\d+) arguments?", lambda m: f"后面要写 {m[1]} 个值"),
    (r"invalid choice: '?(.*?)'? \(choose from (.*)\)", lambda m: f"没有“{m[1]}”，可以写 {_listed(m[2])}"),
    (r"not allowed with argument (.*)", lambda m: f"不能与 {m[1]} 同时使用"),
    (r"one of the arguments (.*) is required", lambda m: f"{'、'.join(m[1].split())} 要写其中一个"),
    (r"ignored explicit argument '?(.*?)'?", lambda m: f"后面不能带值“{m[1]}”"),
    (r"ambiguous option: (\S+) could match .*", lambda m: f"选项“{m[1]}”不明确"),
)


def translated(message: str) -> str:
    """argparse's message in Chinese; a message that is Chinese already as it is."""
    for pattern, sentence in _SENTENCES:
        if match := re.fullmatch(pattern, message, re.DOTALL):  # compiled when one is wanted
            return sentence(match)
    return message if re.search("[\u4e00-\u9fff]", message) else "参数写法不对"


def _listed(choices: str) -> str:
    return "、".join(choice.strip(" '") for choice in choices.split(","))


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Any, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that says everything in Chinese and leaves the exit to the entry."""

    def __init__(self, **given: Any) -> None:
        named: dict[str, Any] = {"add_help": False, "allow_abbrev": False, "formatter_class": _Formatter} | given
        super().__init__(**named)
        self.places = self.add_argument_group("参数")
        self.options = self.add_argument_group("选项")
        self.options.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        raise Misused(f"{translated(message)}。", self.format_usage())


class _Unasked:
    """Stands for the parser of a command that is not asked for: making all fifteen takes 5 ms of every call."""

    def __init__(self) -> None:
        self.places = self.options = self

    def add_argument(self, *_names: str, **_given: Any) -> None:
        """Forgets it."""

    def add_mutually_exclusive_group(self) -> "_Unasked":
        return self


def parser(asked: str = "") -> Parser:
    """The command line: of the command `asked` alone, or all of it when there is no such command.

    Parsing raises `Misused`; --help and --version raise SystemExit(0).
    """
    top = Parser(prog=PROGRAM, description=_DESCRIPTION, epilog=_EPILOGUE)
    top.options.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}", help="显示版本")
    commands = top.add_subparsers(dest="command", metavar="命令", title="命令", required=True, parser_class=Parser)

    def command(name: str, text: str) -> Parser:
        if asked not in ("", name):
            return cast("Parser", _Unasked())
        made: Parser = commands.add_parser(name, help=text, description=f"{text}。")
        made.options.add_argument("--debug", action="store_true", help="出错时显示技术细节")
        return made

    one = command("import", "把 Word、Excel、文本等文件转换成本程序的报告文件")
    one.places.add_argument(
        "files",
        metavar="文件",
        type=Path,
        nargs="+",
        help="要导入的文件，也可以是本程序的报告文件；有 --to 时可以是文件夹",
    )
    _output(one, required=False)
    one.options.add_argument("--to", metavar="文件夹", type=Path, help="许多文件各自导入成这个文件夹里的报告文件")
    _jobs(one)
    one.options.add_argument("--report", metavar="N", type=_number, help="文件里有几份报告时，导入第 N 份")
    one.options.add_argument("--json", action="store_true", help="把识别结果以 JSON 写到标准输出")

    one = command("rollover", "用上年的报告生成下一年的草稿，沿用的内容标为“未核对”")
    one.places.add_argument("input", metavar="上年文件", type=Path, help="上年的报告，也可以是 Word、Excel、文本等文件")
    one.options.add_argument("--report", metavar="N", type=_number, help="文件里有几份报告时，用第 N 份")
    _output(one)
    one.options.add_argument("--year", metavar="年份", type=_year, help="新的评价年度；不写时，为上年的下一年")

    one = command("check", "合规检查：找出合计、日期、得分、正文与表格之间的问题")
    one.places.add_argument(
        "files", metavar="文件", type=Path, nargs="+", help="要检查的报告文件，可以有多个，也可以是文件夹"
    )
    _jobs(one)
    _fonts(one)
    one.options.add_argument("--json", action="store_true", help="把检查结果以 JSON 写到标准输出")
    one.options.add_argument("--last", metavar="上年文件", type=Path, help="与这份上年的报告对比，查找沿用的旧内容")
    one.options.add_argument("--record", metavar="记录文件", type=Path, help="写出审核记录（.pdf 或 .xlsx）")
    one.options.add_argument("--force", action="store_true", help="覆盖已有的记录文件")

    one = command("finalize", "定稿：没有错误、警告都已说明的报告不再改动，另存一份定稿副本")
    one.places.add_argument("file", metavar="文件", type=Path, help="要定稿的报告文件")
    one.options.add_argument("--reason", metavar="理由", help="还有错误或没有说明的警告时，写明为什么仍要定稿")
    one.options.add_argument("--undo", action="store_true", help="取消定稿，报告又是草稿")
    _fonts(one)

    one = command("export", "把报告文件导出为 PDF、Word、Excel")
    one.places.add_argument(
        "files", metavar="文件", type=Path, nargs="+", help="本程序保存的报告文件；有 --to 时可以是文件夹"
    )
    one.options.add_argument(
        "--pdf", metavar="PDF文件", type=_ending(".pdf"), help="写入这个 PDF 文件（只能有一个报告文件）"
    )
    one.options.add_argument(
        "--template",
        metavar="空白表样",
        type=Path,
        help="把 --docx 写成填好的这份空白表样（本单位或财政局的 .docx），版面不动",
    )
    one.options.add_argument(
        "--docx",
        metavar="Word文件",
        type=_ending(".docx"),
        help="写入这个 .docx 文件，可再次导入（只能有一个报告文件）",
    )
    one.options.add_argument(
        "--xlsx",
        metavar="Excel文件",
        type=_ending(".xlsx"),
        help="写入这个 .xlsx 文件，可再次导入（只能有一个报告文件）",
    )
    one.options.add_argument("--to", metavar="文件夹", type=Path, help="每个报告在这个文件夹里写成一个 PDF 文件")
    one.options.add_argument(
        "--formats",
        metavar="格式",
        type=_formats,
        help="--to 时写哪些格式，用逗号分开，如 pdf,docx,xlsx；不写时只写 pdf",
    )
    _jobs(one)
    one.options.add_argument("--no-data", action="store_true", help="PDF、Word 文件里不附带可再次导入的报告数据")
    mark = one.options.add_mutually_exclusive_group()
    mark.add_argument("--draft", action="store_true", help="每页印上“草稿”")
    mark.add_argument("--final", action="store_true", help="不印“草稿”，即使还有没改正的错误")
    _bundled(one)
    one.options.add_argument("--force", action="store_true", help="覆盖已有的文件")

    one = command("summary", "把许多报告汇总成一张 Excel 表，每份一行")
    one.places.add_argument("files", metavar="文件或文件夹", type=Path, nargs="+", help="报告文件，或放着它们的文件夹")
    one.options.add_argument(
        "-o",
        "--output",
        metavar="汇总表",
        type=_ending(".xlsx"),
        required=True,
        help="写入这个 .xlsx 文件（如 汇总表.xlsx）",
    )
    _jobs(one)
    one.options.add_argument("--force", action="store_true", help="覆盖已有的文件")

    one = command("handover", "把许多报告合并成一个 PDF，或打包成一个压缩包上报")
    one.places.add_argument("files", metavar="文件或文件夹", type=Path, nargs="+", help="报告文件，或放着它们的文件夹")
    one.options.add_argument("--pdf", metavar="PDF文件", type=_ending(".pdf"), help="合并成这个 PDF 文件，每份有书签")
    one.options.add_argument(
        "--zip",
        metavar="压缩包",
        type=_ending(".zip"),
        help="打包成这个 .zip 文件：每份的 PDF、Word、Excel、数据、审核记录，另有汇总表",
    )
    one.options.add_argument("--continuous", action="store_true", help="PDF 页码连续编排；不写时每份各自编排")
    one.options.add_argument("--double-sided", action="store_true", help="PDF 里每份从新的一张纸开始（双面打印时用）")
    mark = one.options.add_mutually_exclusive_group()
    mark.add_argument("--draft", action="store_true", help="每页印上“草稿”")
    mark.add_argument("--final", action="store_true", help="不印“草稿”，即使还有没改正的错误")
    _bundled(one)
    _jobs(one)
    one.options.add_argument("--force", action="store_true", help="覆盖已有的文件")

    one = command("compare", "比较两份报告：哪些栏目、哪些句子不同")
    one.places.add_argument(
        "old", metavar="原来的文件", type=Path, help="上年的报告或草稿，也可以是 Word、Excel、PDF 等文件"
    )
    one.places.add_argument("new", metavar="现在的文件", type=Path, help="本年的报告或定稿")
    one.options.add_argument(
        "-o", "--output", metavar="对比表", type=Path, help="写出对比表（.pdf 或 .xlsx）；不写时列在屏幕上"
    )
    one.options.add_argument("--json", action="store_true", help="把比较结果以 JSON 写到标准输出")
    one.options.add_argument("--force", action="store_true", help="覆盖已有的文件")

    one = command("new", "新建一份空白报告")
    _output(one)
    one.options.add_argument(
        "--year", metavar="年份", type=_year, help="评价年度；不写时，上半年为上一年，下半年为本年"
    )

    _output(command("sample", "写出一份填好的样例报告（虚构单位）"))

    one = command("validate", "检查一个报告文件能不能打开，是哪个结构版本，打开时会怎样升级")
    one.places.add_argument("input", metavar="文件", type=Path, help="要检查的报告文件")
    one.options.add_argument("--json", action="store_true", help="把结果以 JSON 写到标准输出")

    one = command("recover", "列出窗口自动留底的未保存内容，或把其中一份写成报告文件")
    one.places.add_argument("number", metavar="编号", type=_number, nargs="?", help="要写出的那一份的编号")
    _output(one, required=False)
    one.options.add_argument("--all", action="store_true", help="也列出处理过的：已保存、不保存、忽略、恢复过的")
    beside = "也找留在这个报告文件旁边的（程序自己的磁盘满了时会留在那里）"
    one.options.add_argument("--beside", metavar="报告文件", type=Path, help=beside)
    one.options.add_argument("--json", action="store_true", help="把列表以 JSON 写到标准输出")

    one = command("selftest", "自检：在本机试一遍存盘、文件锁、字体、导出和导入，写出可以发给维护人员的报告")
    one.options.add_argument("-o", "--output", metavar="报告文件", type=Path, help="把自检报告写入这个文本文件")
    one.options.add_argument("--force", action="store_true", help="覆盖已有的文件")
    one.options.add_argument("--json", action="store_true", help="把结果以 JSON 写到标准输出")

    one = command("backup", "把报告、以前的版本和设置备份成一个文件，写完后逐项核对")
    one.places.add_argument("files", metavar="报告文件", type=Path, nargs="*", help="另外要备份的报告文件，可以不写")
    one.options.add_argument(
        "-o", "--output", metavar="备份文件", type=_ending(".zip"), required=True, help="写入这个 .zip 文件"
    )
    one.options.add_argument("--force", action="store_true", help="覆盖已有的文件")

    one = command("restore", "从备份文件恢复，不覆盖任何已有的文件")
    one.places.add_argument("input", metavar="备份文件", type=Path, help="“备份全部”或 backup 命令做出的 .zip 文件")
    one.options.add_argument("--to", metavar="文件夹", type=Path, required=True, help="报告恢复到这个文件夹")
    one.options.add_argument(
        "--history", action="store_true", help="以前的版本和设置放回本机程序里；不写时放在上面的文件夹里"
    )

    one = command("fonts", "列出表样的各种字体在本机用的是哪个字库，缺字时用哪个补")
    _bundled(one)
    one.options.add_argument("--json", action="store_true", help="把结果以 JSON 写到标准输出")
    return top if commands.choices else parser()


def _output(made: Parser, required: bool = True) -> None:
    made.options.add_argument(
        "-o",
        "--output",
        metavar="报告文件",
        type=_ending(".json", ".zxzp"),  # what the window offers to open, and what is looked for in a folder
        required=required,
        help="写入这个报告文件（如 报告.zxzp.json）",
    )
    made.options.add_argument("--force", action="store_true", help="覆盖已有的文件")


def _jobs(made: Parser) -> None:
    made.options.add_argument(
        "--jobs", metavar="N", type=_number, help="同时用几个进程处理许多文件；不写时与处理器核数相同"
    )


def _formats(text: str) -> list[str]:
    from selfeval_gui.exporting.products import SUFFIXES

    names = [name.strip() for name in text.replace("，", ",").split(",")]
    if all(name in SUFFIXES for name in names):
        return names
    raise argparse.ArgumentTypeError(f"“{text}”里有不认识的格式，可以写 {'、'.join(SUFFIXES)}")


def _fonts(made: Parser) -> None:
    """Which fonts the check looks at."""
    _bundled(made)
    made.options.add_argument("--official-fonts", action="store_true", help="本机没有安装官方字体时给出警告")


def _bundled(made: Parser) -> None:
    made.options.add_argument(
        "--bundled-fonts", action="store_true", help="只用随程序提供的字体，在任何电脑上输出都相同"
    )


def _ending(*suffixes: str) -> Callable[[str], Path]:
    """A file to write, whose name must say what is in it: a double click must open it in the right program."""

    def read(text: str) -> Path:
        if text.lower().endswith(suffixes):
            return Path(text)
        raise argparse.ArgumentTypeError(f"文件名“{text}”要以 {suffixes[0]} 结尾")

    return read


def _year(text: str) -> int:
    if re.fullmatch("[0-9]{4}", text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}”不是年份，应当是 {FIRST_YEAR} 至 {LAST_YEAR} 的四位数字")


def _number(text: str) -> int:
    if re.fullmatch("[1-9][0-9]{0,3}", text):
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}”不是序号，应当是 1、2、3……")
