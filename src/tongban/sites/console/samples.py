"""Invented people and papers for the gallery of components. Nothing here is read from the database."""

from datetime import datetime, timedelta

from tongban.foundation.ui.api import (
    Fact,
    Figure,
    FilterChip,
    Opinion,
    OpinionBox,
    PersonChoice,
    Step,
    Tab,
    TimeLeft,
    TodoRow,
    UnitNode,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def todo_rows(now: datetime) -> list[TodoRow]:
    """Every state of a to-do row, the most urgent first."""
    evening = now.replace(hour=23, minute=30)
    return [
        TodoRow(
            kind_label="收文", urgency="特急", title="关于切实加强汛期山洪灾害防御工作的紧急通知", unread=True,
            number="清江市政府办公室 ・ 清政办电〔2026〕58号", from_unit="清江市政府办公室", from_person="电子来文",
            step="拟办", received_at=now - 3 * HOUR, due_at=now - 80 * timedelta(minutes=1), url="#1", reference="d:1",
        ),
        TodoRow(
            kind_label="发文", urgency="加急", title="关于开展全县自建房安全隐患排查整治“回头看”工作并按月报送进展的通知",
            number="临政办发〔2026〕　号 ・ 第3稿", from_unit="综合科", from_person="陆知夏", step="核稿", unread=True,
            received_at=now - 2 * HOUR, due_at=now + 3 * HOUR, url="document", reference="d:2",
        ),
        TodoRow(
            kind_label="会签", title="关于优化县城公共停车泊位管理的实施意见", number="临住建〔2026〕　号 ・ 会签第2家",
            from_unit="县住房和城乡建设局", from_person="方思源", step="会签", received_at=now - DAY, due_at=evening,
            url="#3", reference="d:3",
        ),
        TodoRow(
            kind_label="督查", urgency="平急", title="农村饮水安全工程进展情况（第2期）", number="督〔2026〕041号",
            from_unit="政府督查室", from_person="秦朗", step="填报进展", received_at=now - 2 * DAY,
            time_left=TimeLeft("soon", "剩 1个工作日", "按工作日计"), url="#4", reference="d:4",
        ),
        TodoRow(
            kind_label="收文", title="关于报送二季度安全生产检查数据的函", number="清应急函〔2026〕73号", unread=True,
            from_unit="清江市应急管理局", from_person="收发室 余安", step="承办", received_at=now - 3 * DAY,
            time_left=TimeLeft("plain", "剩 4个工作日"), url="#5", reference="d:5",
        ),
        TodoRow(
            kind_label="发文", title="关于印发《临江县政务信息系统运行维护管理办法》的通知", number="第2稿",
            from_unit="综合科", from_person="沈一鸣", step="退回修改", received_at=now - 4 * DAY, taken_by="顾清和",
            url="#6", reference="d:6",
        ),
        TodoRow(
            kind_label="办件", title="取水许可新办", number="LJ20261029000733", from_unit="县水利局", step="审查",
            received_at=now - 5 * DAY, time_left=TimeLeft("paused", "计时暂停：检测"), url="#7", reference="d:7",
        ),
        TodoRow(
            kind_label="收文", title="关于征求《清江市公共机构节能办法》意见的函", number="清管函〔2026〕19号",
            from_unit="清江市机关事务管理局", from_person="收发室 余安", step="承办", received_at=now - 400 * DAY,
            url="#8", reference="d:8",
        ),
    ]  # fmt: skip


def read_rows(now: datetime) -> list[TodoRow]:
    rows = (
        ("传阅", "县政府常务会议纪要（第12期）", "机要室", True, HOUR),
        ("抄送", "关于表扬防汛抢险工作成绩突出集体的通报", "中共临江县委", True, DAY),
        ("阅件", "清江政务信息第87期", "清江市政府办公室", False, 2 * DAY),
    )
    return [
        TodoRow(kind_label=k, title=t, from_unit=u, unread=n, received_at=now - ago, url="#")
        for k, t, u, n, ago in rows
    ]


FIGURES = (
    Figure(label="待办", value="23", unit="件", url="#", notes=(("over", "超时 1"), ("soon", "今日到期 4"))),
    Figure(label="待阅", value="12", unit="件", url="#"),
    Figure(label="发文跟踪", value="9", unit="件", url="#", notes=(("", "会签中 3"),)),
    Figure(label="已发文未签收", value="5", unit="个单位", url="#", notes=(("soon", "超过1天"),)),
    Figure(label="督查信箱", value="2", unit="件", url="#"),
    Figure(label="本月已办", value="1,037", unit="件", notes=(("", "按时率 97.2%"),)),
)
TABS = (
    Tab(label="全部", url="?", count=23, current=True),
    Tab(label="发文", url="?tab=out", count=9),
    Tab(label="收文", url="?tab=in", count=7),
    Tab(label="会签", url="?tab=co", count=3),
    Tab(label="我的视图：本周", url="?tab=own"),
)
CHIPS = (FilterChip(label="本月", url="?"), FilterChip(label="单位：县水利局", url="?"))
FACTS = (
    Fact(label="带班领导", value="江晚晴 副县长"),
    Fact(label="值班员", value="余安、白露"),
    Fact(label="值班电话", value="0999-620 1234"),
    Fact(label="值班表", value="本周", url="#"),
)


def track(now: datetime) -> list[Step]:
    return [
        Step(label="拟稿", state="done", who="陆知夏", at=now - 4 * DAY),
        Step(label="审核", state="returned", who="段文博", note="退回", at=now - 3 * DAY),
        Step(label="拟稿", state="done", who="陆知夏", note="改第2稿", at=now - 2 * DAY),
        Step(label="审核", state="done", who="段文博", at=now - 2 * DAY),
        Step(
            label="会签", state="done", who="2 / 2 家同意",
            branches=(
                Step(label="发改", state="done", who="县发展和改革局", at=now - DAY),
                Step(label="财政", state="done", who="县财政局", at=now - DAY),
            ),
        ),
        Step(label="核稿", state="current", who="您", at=now - HOUR),
        Step(label="签发", who="秦怀川 副县长"),
        Step(label="复核", who="机要室"),
        Step(label="编号", who="用印、分发 36 个单位"),
    ]  # fmt: skip


def short_track(now: datetime) -> list[Step]:
    return [
        Step(label="拟稿", state="done", who="陆知夏"),
        Step(label="审核", state="returned", who="退回 1 次"),
        Step(label="会签", state="done", who="2 / 2"),
        Step(label="核稿", state="current", who="您"),
        Step(label="签发", who="秦怀川"),
    ]


def boxes(now: datetime) -> list[OpinionBox]:
    """Every state of an opinion box."""
    ago = now - DAY
    returned = Opinion(text="第三条缺依据，请补充。", signer="段文博", at=now - 3 * DAY, kind="returned")
    return [
        OpinionBox(label="签发", hint="待 秦怀川 副县长"),
        OpinionBox(
            label="会签", count="2 / 2 家",
            opinions=(
                Opinion(text="同意。", signer="齐思远", unit="县发展和改革局", at=ago),
                Opinion(text="同意，经费由部门预算解决。", signer="冯清扬", unit="县财政局", at=ago, kind="reserved"),
            ),
        ),
        OpinionBox(label="核稿", hint="待您填写：请核对文种、依据、格式和主送范围", mine=True),
        OpinionBox(
            label="审核", count="第 2 次送审",
            opinions=(returned, Opinion(text="内容属实，格式规范，请会签后送核稿。", signer="段文博", at=ago)),
        ),
        OpinionBox(label="拟稿", opinions=(Opinion(text="按县政府常务会议要求拟稿，请审核。", signer="陆知夏", at=ago),)),
        OpinionBox(
            label="批示",
            opinions=(
                Opinion(
                    text="请县水利局阅办。", signer="秦怀川", at=ago, recorded="电话指示，何静 代录，待本人确认"
                ),
            ),
        ),
    ]  # fmt: skip


UNITS = (
    UnitNode(id=1, name="各乡镇人民政府", search="gxzrmzf", choosable=False),
    UnitNode(id=2, name="青石乡人民政府", parent=1, search="青石 qsx"),
    UnitNode(id=3, name="云岭乡人民政府", parent=1, search="云岭 ylx", warning="收发员空缺"),
    UnitNode(id=4, name="白沙镇人民政府", parent=1, search="白沙 bsz"),
    UnitNode(id=5, name="县直各单位", search="xzgdw", choosable=False),
    UnitNode(id=6, name="县水利局", parent=5, search="水利 slj"),
    UnitNode(id=7, name="县财政局", parent=5, search="财政 czj"),
    UnitNode(id=8, name="县发展和改革局", parent=5, search="发改 fgj"),
)
PEOPLE = (
    PersonChoice(id=1, name="秦怀川", post="副县长", search="qhc", reason="分管政务服务"),
    PersonChoice(id=2, name="江晚晴", post="县长", search="jwq", reason="上次选择"),
    PersonChoice(id=3, name="顾长风", post="副县长", search="gcf", absence="出差至 11-20，由 秦怀川 代行"),
    PersonChoice(id=4, name="余安", post="科员", unit="收发室", search="ya"),
    PersonChoice(id=5, name="余安", post="股长", unit="县水利局", search="ya"),
)
DELIVERIES = (
    ("青石乡人民政府", "returned", "退回", "石见山", "1小时18分", "无"),
    ("柳河镇人民政府", "wait", "未签收", "", "18小时40分", ""),
    ("白沙镇人民政府", "wait", "未签收", "", "18小时40分", ""),
    ("城关镇人民政府", "done", "已办结", "江一鸣", "4分", "城政收〔2026〕311号"),
    ("县住房和城乡建设局", "taken", "已签收", "方知行", "9分", "临住建收〔2026〕528号"),
    ("县民政局", "taken", "已签收", "叶青禾", "17分", "临民收〔2026〕402号"),
)
