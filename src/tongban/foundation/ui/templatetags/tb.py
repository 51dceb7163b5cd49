"""The components as tags and filters. The library is built in: templates need no {% load %}. Samples: README.md."""

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.template.context import Context
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tongban.foundation.ui import rules
from tongban.foundation.ui.contracts import OpinionBox, Step, TimeLeft
from tongban.foundation.ui.listing import Listing, Page
from tongban.foundation.ui.registries import menu as menus
from tongban.foundation.ui.views import may_open, visible

register = template.Library()

URGENCIES = {"特提": "fill", "特急": "fill", "加急": "line", "平急": "mild"}
STATES = {"wait", "taken", "done", "returned", "future", "paused"}
CARDS = {"warning": "预警", "yellow": "黄牌", "red": "红牌"}
TIME_ICONS = {"soon": "clock", "over": "alert-triangle", "paused": "player-pause"}


@register.simple_tag
def icon(name: str, label: str = "", size: int = 16) -> SafeString:
    """An icon of the sprite, decorative unless it has a label. Sizes: 14, 16, 18, 24, 40."""
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    use = f"{static('tongban_assets/icons.svg')}#{name}"
    return format_html('<svg class="tb-icon tb-icon-{}" {}><use href="{}"/></svg>', size, voice, use)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _now(context: Context) -> datetime:
    return _local(context["now"])


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime | date | None, none: str = "", plain: bool = False) -> SafeString:
    """A time as lists write it (`plain`: as papers do), the whole in its title. A date without a time is a day.

    On paper 今天 and 昨天 are printed as dates.
    """
    if moment is None:
        return format_html("{}", none)
    if not isinstance(moment, datetime):
        text = rules.day_text(moment, _now(context).date())
        return format_html(
            '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), rules.long_date(moment), text
        )
    local, now = _local(moment), _now(context)
    stamp = rules.stamp_text(local, now)
    text = stamp if plain else rules.when_text(local, now)
    title = f"{rules.long_date(local.date())} {local:%H:%M}"
    day = format_html(' data-day="{}"', stamp) if text != stamp else SafeString("")
    return format_html('<time datetime="{}" title="{}"{}>{}</time>', local.isoformat(), title, day, text)


@register.filter
def longdate(moment: datetime | date | None) -> str:
    """2026年11月18日, for sentences and documents."""
    if moment is None:
        return ""
    return rules.long_date(_local(moment).date() if isinstance(moment, datetime) else moment)


@register.filter
def today(moment: datetime) -> str:
    """2026年11月18日 星期三 ・ 第47周."""
    return rules.today_text(_local(moment).date())


@register.simple_tag(takes_context=True)
def timeleft(
    context: Context,
    due: datetime | TimeLeft | None,
    now: datetime | None = None,
    workdays: int | None = None,
    paused: str = "",
) -> SafeString:
    """The badge of a time limit, from its due time or from a TimeLeft. Rendered once: nothing counts down."""
    if isinstance(due, TimeLeft):
        left = due
    else:
        moment = _local(now) if now else _now(context)
        left = rules.time_left(_local(due) if due else None, moment, workdays=workdays, paused=paused)
    sign = icon(TIME_ICONS[left.kind], size=14) if left.kind in TIME_ICONS else ""
    return format_html(
        '<span class="tb-time tb-time-{}" title="{}">{}{}</span>', left.kind, left.title, sign, left.text
    )


@register.simple_tag
def urgency(word: str) -> SafeString:
    """特急, 加急, 平急 or 特提 as a mark; anything else shows nothing."""
    kind = URGENCIES.get(word)
    return format_html('<span class="tb-urgency tb-urgency-{}">{}</span>', kind, word) if kind else SafeString("")


@register.simple_tag
def kind(label: str) -> SafeString:
    """What kind of matter: 发文, 收文, 会签."""
    return format_html('<span class="tb-kind">{}</span>', label)


@register.simple_tag
def state(name: str, label: str) -> SafeString:
    """A state as shape and word. Shapes: wait (hollow amber), taken (blue), done (green), returned (red square), future, paused."""
    if name not in STATES:
        raise template.TemplateSyntaxError(f"no state {name!r}; there are {sorted(STATES)}")
    return format_html('<span class="tb-state tb-state-{}">{}</span>', name, label)


@register.simple_tag
def card_mark(name: str, label: str = "", withdrawn: bool = False) -> SafeString:
    """A card of the supervision: warning, yellow, red; hatched and struck when withdrawn."""
    word = label or CARDS[name]
    kinds = f"{name} tb-card-withdrawn" if withdrawn else name
    text = format_html("<s>{}</s> 已撤销", word) if withdrawn else word
    return format_html('<span class="tb-mark tb-mark-{}">{}</span>', kinds, text)


@register.filter
def masked(value: object) -> str:
    """Personal data in lists and on phones: 138****0626."""
    return rules.masked(str(value)) if value else ""


@register.filter
def capped(value: int | None, cap: int = rules.COUNT_CAP) -> str:
    """99+ above the cap; nothing for none."""
    return rules.capped(value, cap) if value else ""


@register.filter
def thousands(value: int) -> str:
    return f"{value:,}"


@register.filter
def spread(label: str) -> str:
    """标题 → 标　　题."""
    return rules.spread(label)


@register.filter
def filesize(value: int) -> str:
    return rules.size_text(value)


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """A value of a mapping by a key known only at run time."""
    return mapping.get(key)


def mounted(name: str) -> str:
    """The address of a page, or nothing where this process does not open its site (TONGBAN_SITES)."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def opens(context: Context, url_name: str) -> str:
    """The address of a page, for {% opens "documents:new" as address %}; empty where the viewer may not open it."""
    return mounted(url_name) if may_open(context["request"], url_name) else ""


@register.inclusion_tag("ui/parts/menu.html", takes_context=True)
def menu(context: Context, site: str, shape: str = "side") -> dict[str, Any]:
    """The entries of a menu that the viewer may see, with counts; the current one is marked."""
    request = context["request"]
    here = request.resolver_match.view_name if request.resolver_match else ""
    here = context.get("menu_current", here)
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in menus.of(site):
        url = mounted(item.url_name)
        if url and visible(request, item):
            count = context["shell"].counts.get(item.count, 0) if item.count else 0
            row = {"item": item, "url": url, "count": count}
            row["current"] = here == item.url_name or here in item.covers
            groups.setdefault(item.group, []).append(row)
    return {"groups": groups, "shape": shape, "site": site}


@register.inclusion_tag("ui/parts/ask.html")
def ask(bound: forms.BoundField, label: str = "", hint: str = "", width: str = "") -> dict[str, Any]:
    """The same for a public page: large, hint and message stand between label and control."""
    return field(bound, label, hint, width)


@register.inclusion_tag("ui/parts/field.html")
def field(bound: forms.BoundField, label: str = "", hint: str = "", width: str = "") -> dict[str, Any]:
    """Label, hint, control and message of one field. `width`: "" (full), short, half."""
    hint = hint or str(bound.help_text or "")
    described = [f"{bound.auto_id}_{part}" for part, there in (("hint", hint), ("error", bound.errors)) if there]
    attrs: dict[str, Any] = {"placeholder": False}  # labels say it; placeholders vanish while typing
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    control = type(bound.field.widget).__name__
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": hint,
        "width": width,
        "control": bound.as_widget(attrs={**attrs, **_control_class(bound)}),
        "group": bound.use_fieldset or control in {"UnitPicker", "PersonPicker", "PeoplePicker"},
        "inline": control == "CheckboxInput",
    }


def _control_class(bound: forms.BoundField) -> dict[str, str]:
    widget = bound.field.widget
    base = {
        "Select": "tb-select",
        "SelectMultiple": "tb-select",
        "Textarea": "tb-textarea",
        "CheckboxInput": "tb-check",
    }
    own = base.get(type(widget).__name__, "" if bound.use_fieldset else "tb-input")
    return {"class": f"{own} {widget.attrs.get('class', '')}".strip()} if own else {}


@register.inclusion_tag("ui/parts/errors.html")
def errors(form: forms.Form) -> dict[str, Any]:
    """The summary above a form: how many, and a link to each field. Shows nothing when there is nothing."""
    wrong = [field for field in form if field.errors]
    return {"general": form.non_field_errors(), "fields": wrong, "count": len(wrong)}


@register.inclusion_tag("ui/parts/wrong.html")
def wrong(form: forms.Form) -> dict[str, Any]:
    """The same for a public page: it takes the focus without script."""
    return errors(form)


@register.filter
def anchor(bound: forms.BoundField) -> str:
    """The id of the control that a message leads to."""
    return bound.id_for_label or f"{bound.auto_id}_0"


@register.inclusion_tag("ui/parts/steps.html", takes_context=True)
def steps(context: Context, track: list[Step], shape: str = "vertical") -> dict[str, Any]:
    """The track of a matter: vertical in panels, "horizontal" for up to six steps."""
    return {"track": track, "shape": shape, "now": context["now"]}


@register.inclusion_tag("ui/parts/opinion_box.html", takes_context=True)
def opinion_box(context: Context, box: OpinionBox) -> dict[str, Any]:
    """A box of the 处理单 with its opinions."""
    return {"box": box, "now": context["now"]}


@register.inclusion_tag("ui/parts/sort_head.html")
def sort_head(listing: Listing, word: str, label: str, align: str = "") -> dict[str, Any]:
    """A head cell that sorts. `align`: "num" for numbers."""
    return {"url": listing.sort_url(word), "direction": listing.direction(word), "label": label, "align": align}


@register.inclusion_tag("ui/parts/pagination.html")
def pagination(page: Page, what: str = "条") -> dict[str, Any]:
    """The foot of a list: total (capped), page links, rows a page."""
    return {"page": page, "what": what}


@register.simple_tag
def progress(value: int | None, top: int = 100, label: str = "") -> SafeString:
    """A bar of long work; without a value its length is unknown."""
    shown = format_html(' value="{}"', value) if value is not None else ""
    return format_html('<progress class="tb-progress" max="{}"{} aria-label="{}"></progress>', top, shown, label)


@register.simple_tag
def bar(*parts: Any) -> SafeString:
    """One stacked bar from pairs (kind, share): {% bar "done" 12 "taken" 18 "wait" 5 "returned" 1 %}. Name the parts beside it."""
    pairs = [(str(parts[i]), float(parts[i + 1])) for i in range(0, len(parts) - 1, 2)]
    total = sum(share for _, share in pairs) or 1
    cells, start = [], 0.0
    for name, share in pairs:
        width = share / total * 1000
        cell = '<rect class="tb-bar-{}" x="{:.1f}" width="{:.1f}" height="12"/>'
        cells.append(format_html(cell.replace(":.1f", ""), name, round(start, 1), round(max(width - 1.5, 0), 1)))
        start += width
    body = SafeString("".join(cells))
    return format_html(
        '<svg class="tb-bar" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">{}</svg>', body
    )


@register.simple_tag(takes_context=True)
def home_card(context: Context, card: Any) -> str:
    """A card of a home page, drawn in this page's context and its own."""
    backend: Any = get_template(card.template)
    with context.push(**card.data):
        return str(backend.template.render(context))
