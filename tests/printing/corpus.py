"""Invented official prose in any amount, the same on every run: units, people, events and figures do not exist."""

from collections.abc import Iterator
from random import Random

UNITS = (
    "云岭市全民健身服务中心",
    "青溪县水利工程管理站",
    "云岭市图书馆",
    "石泉区农业技术推广站",
    "临江镇人民政府",
)
PROJECTS = (
    "小型水库除险加固",
    "“书香云岭”全民阅读活动",
    "山地自行车公开赛",
    "村级道路硬化（二期）",
    "《云岭年鉴》编纂出版",
    "农作物病虫害监测预警系统",
    "城区老旧管网改造",
    "PM2.5自动监测站运行维护",
    "中小学生“阳光体育”联赛",
    "IPv6网络升级",
)
OFFICES = ("市财政局", "县发展和改革局", "市审计局", "自治区主管部门", "项目领导小组办公室", "镇财政所")
GAINS = (
    "群众满意度明显提高",
    "设施完好率保持稳定",
    "参与人数创历届新高",
    "运行成本有所下降",
    "覆盖面进一步扩大",
    "信息报送更加及时",
    "安全隐患得到消除",
    "资料归档完整、规范",
    "社会反响良好",
    "服务半径由5公里缩短为3公里",
)
FAULTS = (
    "前期论证不够充分",
    "预算编制偏粗",
    "部分指标难以量化",
    "后期管护责任不明确",
    "档案整理滞后",
    "采购周期偏长",
    "个别子项目进度缓慢",
    "宣传方式较为单一",
    "专业技术人员不足",
    "资金拨付时间集中在第四季度",
)
QUOTES = (
    "谁使用、谁负责",
    "事前有目标，事中有监控，事后有评价",
    "一项目一档案",
    "先批后建",
    "花钱必问效……",
    "以赛促练",
)


def paragraphs(seed: int, characters: int) -> Iterator[str]:
    """Paragraphs of one to seven sentences, together at least `characters` characters long."""
    random = Random(seed)
    while characters > 0:
        paragraph = "".join(random.choice(_SENTENCES)(random) for _ in range(random.randint(1, 7)))
        characters -= len(paragraph)
        yield paragraph


def _amount(random: Random) -> str:
    figure = random.choice(
        (f"{random.randint(1, 9)}", f"{random.uniform(0.1, 99):.2f}", f"{random.uniform(1e3, 9e5):,.2f}")
    )
    return figure + random.choice(("万元", "万元", "元", "亿元"))


def _rate(random: Random) -> str:
    return random.choice((f"{random.uniform(60, 100):.2f}%", "100%", f"{random.randint(50, 99)}％", "95.5%～98%"))


def _day(random: Random) -> str:
    return f"{random.randint(2017, 2026)}年{random.randint(1, 12)}月{random.randint(1, 28)}日"


def _some(random: Random, phrases: tuple[str, ...]) -> str:
    return random.choice(("、", "，", "；")).join(random.sample(phrases, random.randint(1, 4)))


def _basis(random: Random) -> str:
    issuer = random.choice(("财绩", "财预", "发改投资", "水建"))
    return (
        f"根据{random.choice(OFFICES)}《关于做好{random.randint(2017, 2026)}年度项目支出绩效自评工作的通知》"
        f"（云{issuer}〔{random.randint(2016, 2026)}〕{random.randint(1, 399)}号）要求，"
        f"{random.choice(UNITS)}于{_day(random)}组织对{random.choice(PROJECTS)}项目进行了自评。"
    )


def _money(random: Random) -> str:
    return (
        f"项目计划安排资金{_amount(random)}，实际到位{_amount(random)}"
        f"（其中：市级{_amount(random)}，县级{_amount(random)}），资金到位率{_rate(random)}；"
        f"截至{_day(random)}支出{_amount(random)}，结余{_amount(random)}，支出实现率{_rate(random)}。"
    )


def _result(random: Random) -> str:
    return (
        f"{random.choice(PROJECTS)}自{_day(random)}开工以来，"
        f"共完成第{random.randint(1, 9)}批{random.randint(2, 480)}处，"
        f"验收合格率{_rate(random)}，{_some(random, GAINS)}。"
    )


def _fault(random: Random) -> str:
    lead = random.choice(("存在问题", "主要不足", "需要说明的是"))
    return f"{lead}：{_some(random, FAULTS)}{random.choice(('。', '！', '……'))}"


def _principle(random: Random) -> str:
    first, second = random.sample(QUOTES, 2)
    return (
        f"评价组坚持“{first}”“{second}”的原则，"
        f"查阅凭证{random.randint(20, 900)}份——含电子凭证{random.randint(1, 19)}份，"
        f"并发放问卷{random.randint(100, 2000)}份（回收{_rate(random)}）。"
    )


def _contact(random: Random) -> str:
    return (
        f"资料可在 http://www.example.org/{random.randint(2018, 2026)}/report_{random.randint(1, 99)}.html 查阅，"
        f"意见请发至 pingjia{random.randint(1, 99)}@example.org，联系电话：0000-{random.randint(2000000, 8999999)}。"
    )


def _question(random: Random) -> str:
    return (
        f"{random.choice(UNITS)}为什么把“{random.choice(QUOTES)}”写进制度？"
        f"因为{_some(random, GAINS)}（见附件{random.randint(1, 9)}）。"
    )


_SENTENCES = (_basis, _money, _result, _fault, _principle, _question, _result) * 6 + (_contact,)
