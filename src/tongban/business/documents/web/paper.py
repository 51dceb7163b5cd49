"""The 处理单 as data: boxes in the order of the paper form, facts below, the track beside it."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from tongban.business.documents.models import Document, Handling, Incoming, Reading
from tongban.business.documents.rules import urgency
from tongban.engines.flow import api as flow
from tongban.foundation.pictures import api as pictures
from tongban.foundation.ui import api as ui

OUTGOING = ("签发", "会签", "核稿", "审核", "拟稿", "复核")
RECEIVED = ("批办", "拟办", "承办", "传阅", "初审", "办结")
SHAPES = {"done": "done", "returned": "returned", "withdrawn": "returned", "current": "current", "future": "future"}


def boxes(
    names: Iterable[str], works: list[flow.Work], mine: flow.Work | None, parts: Mapping[int, str] = {}
) -> list[ui.OpinionBox]:
    """Opinions stand in their boxes with name and time; the box that waits for the viewer is framed.

    `parts`: how a unit that a step is about is called, by its id (综合科（主办）).
    """
    signatures = pictures.Signatures([w.person_id for w in works if w.opinion])
    return [_box(name, [w for w in works if w.box == name], mine, parts, signatures) for name in names]


def received_boxes(
    works: list[flow.Work],
    mine: flow.Work | None,
    handled: list[tuple[Handling, flow.Work | None]],
    readings: list[Reading],
) -> list[ui.OpinionBox]:
    """收文处理单: as `boxes`, with who leads in 承办, and who has read it in 传阅."""
    several = len(handled) > 1
    parts = {h.unit_id: f"{h.unit_name}{_part(h) if several else ''}" for h, _ in handled}
    found = {box.label: box for box in boxes(RECEIVED, works, mine, parts)}
    if several:
        done = sum(step is not None and step.state == flow.Work.DONE for _, step in handled)
        found["承办"] = replace(found["承办"], count=f"{done} / {len(handled)} 个科室")
    found["传阅"] = _circulation(readings)
    return [found[name] for name in RECEIVED]


def _part(handling: Handling) -> str:
    return "（主办）" if handling.lead else "（协办）"


def _circulation(readings: list[Reading]) -> ui.OpinionBox:
    """已阅 with name and time; below, who has not read it yet."""
    read = [reading for reading in readings if reading.read_at]
    said = tuple(ui.Opinion(text="已阅", signer=r.person_name, at=r.read_at) for r in read)
    waiting = "、".join(r.person_name for r in readings if not r.read_at)
    count = f"{len(read)} / {len(readings)} 人" if readings else ""
    return ui.OpinionBox(label="传阅", opinions=said, hint=f"待 {waiting}" if waiting else "", count=count)


def _box(
    name: str, works: list[flow.Work], mine: flow.Work | None, parts: Mapping[int, str], signatures: pictures.Signatures
) -> ui.OpinionBox:
    said = [
        _opinion(w, parts, signatures) for w in works if w.state in (flow.Work.DONE, flow.Work.RETURNED) and w.opinion
    ]
    waiting = [w for w in works if w.state == flow.Work.OPEN]
    is_mine = mine is not None and mine.box == name
    hint = "待您填写" if is_mine else "".join(f"待 {w.names}" for w in waiting[:3])
    done = sum(w.state == flow.Work.DONE for w in works)
    count = f"{done} / {done + len(waiting)} 家" if name == "会签" and works else ""
    return ui.OpinionBox(label=name, opinions=tuple(said), hint=hint, mine=is_mine, count=count)


def _opinion(work: flow.Work, parts: Mapping[int, str], signatures: pictures.Signatures) -> ui.Opinion:
    return ui.Opinion(
        text=work.opinion,
        signer=work.person_name,
        unit=parts.get(work.place_id, work.unit_name) if work.place_id else "",
        at=work.done_at,
        kind="returned" if work.state == flow.Work.RETURNED else "",
        recorded=recorded_words(work),
        signature=_signature(work, signatures),
    )


def _signature(work: flow.Work, signatures: pictures.Signatures) -> str:
    """The picture of the signer's own signature; what somebody else wrote down for him carries none until he confirms it."""
    if work.recorded_by and not work.confirmed_at:
        return ""
    return signatures.of(work.person_id, work.done_at)


def recorded_words(work: flow.Work) -> str:
    """代录: by which way the leader said it and who wrote it down; until he confirms it, that it waits for him."""
    if not work.recorded_by:
        return ""
    waits = "" if work.confirmed_at else "，待本人确认"
    return f"{work.recorded_way}，{work.recorded_by} 代录{waits}"


def facts(document: Document) -> list[ui.Fact]:
    return [
        ui.Fact(label="标题", value=document.title),
        ui.Fact(label="主送", value=document.main_recipients),
        ui.Fact(label="抄送", value=document.cc),
        ui.Fact(label="附注", value=document.note),
    ]


def incoming_facts(incoming: Incoming) -> list[ui.Fact]:
    return [
        ui.Fact(label="来文单位", value=incoming.from_unit),
        ui.Fact(label="来文字号", value=incoming.from_number),
        ui.Fact(label="标题", value=incoming.title),
        ui.Fact(label="收文日期", value=f"{incoming.registered_at:%Y-%m-%d}"),
        ui.Fact(label="办理限时", value=str(incoming.limit or "")),
    ]


def track(lines: list[flow.TrackLine], *, without: Collection[str] = ()) -> list[ui.Step]:
    """办理过程. `without`: steps ahead that this kind of document passes by."""
    found: list[ui.Step] = []
    for line in lines:
        if line.state == "future" and line.element in without:
            continue
        step = ui.Step(
            label=line.step, state=SHAPES[line.state], who=line.who, at=None if line.state == "future" else line.at
        )
        found.append(step)
    return found


def passed_by(document: Document) -> list[str]:
    """The steps that a kind without number or seal does not have."""
    needed = {"number": document.needs_number, "seal": document.needs_seal}
    return [element for element, needs in needed.items() if not needs]


def open_number(document: Document) -> str:
    """A number not yet given stays an open space: 临政办发〔2026〕　号. Kinds without a number say so."""
    if not document.needs_number:
        return "不编号"
    if document.number_text:
        return document.number_text
    return f"{document.plaque.word}〔{document.created_at:%Y}〕　号"


def urgency_label(word: str) -> str:
    return urgency.LABEL[word]


_LEVELS = (
    (re.compile(r"^[一二三四五六七八九十]+、"), "h3"),
    (re.compile(r"^（[一二三四五六七八九十]+）"), "h4"),
)


def preview(body: str) -> list[tuple[str, str]]:
    """The body as the screen shows it before the pages exist: (tag, text) a paragraph. Text stays text."""
    found = []
    for line in body.splitlines():
        text = line.strip().lstrip("#").strip()
        if text:
            tag = next((tag for pattern, tag in _LEVELS if pattern.match(text)), "p")
            found.append((tag if len(text) < 30 else "p", text))
    return found
