"""What every template and style sheet must keep to: no other host, nothing that the CSP forbids, no colours of newer browsers only."""

import re
from pathlib import Path

import pytest
import tongban_assets
from django.template import engines

import tongban
from tongban.foundation.ui.context import local_now
from tongban.foundation.ui.contracts import Opinion, OpinionBox, Step
from tongban.foundation.ui.registries import menu

SOURCE = Path(tongban.__file__).parent
TEMPLATES = [p for p in SOURCE.rglob("templates/**/*.html") if "/allauth/" not in str(p)]
STYLES = list(SOURCE.rglob("static/**/*.css"))
SCRIPTS = list(SOURCE.rglob("static/**/*.js"))
NEWER = ("oklch(", "light-dark(", "color-mix(", ":has(", "@container", "@layer", "inset:", "dvh", "&:")
SPRITE = set(tongban_assets.icons())


def named(paths):
    return {"argvalues": paths, "ids": [str(p.relative_to(SOURCE)) for p in paths]}


@pytest.mark.feature("F-OPS-09")
@pytest.mark.parametrize("path", **named([*TEMPLATES, *STYLES, *SCRIPTS]))
def test_no_page_names_another_host(path):
    text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.findall(r"""(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}""", text)


@pytest.mark.parametrize("path", **named(TEMPLATES))
def test_no_template_needs_what_the_csp_forbids(path):
    text = path.read_text("utf-8")
    assert not re.search(r"<[^>]+\s(?:style|on[a-z]+|hx-on[^=]*)\s*=", text), "use a class, or an attribute data-tb-…"
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), "put the script into a file"
    assert "<style" not in text


@pytest.mark.parametrize("path", **named(TEMPLATES))
def test_every_icon_is_in_the_sprite(path):
    asked = re.findall(r"""\{% icon "([^"]+)\"""", path.read_text("utf-8"))
    assert set(asked) <= SPRITE


def test_the_icons_of_the_menus_are_in_the_sprite():
    assert {item.icon for item in menu} <= SPRITE


@pytest.mark.parametrize("path", **named(STYLES))
def test_styles_work_in_the_browsers_of_2020(path):
    text = path.read_text("utf-8")
    assert [word for word in NEWER if word in text] == []


@pytest.mark.parametrize("path", **named(STYLES))
def test_colours_come_from_the_tokens_or_are_plain(path):
    assert not re.search(r"\b(?:rgb|hsl)\((?!\d+, \d+, \d+\))", path.read_text("utf-8"))


def _channel(value):
    value /= 255
    return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4


def _contrast(one, other):
    def light(colour):
        red, green, blue = (_channel(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "bg", 4.5), ("ink-2", "bg", 4.5), ("ink-3", "bg", 4.5), ("ink-3", "surface-2", 4.5), ("action", "bg", 4.5),
        ("action-strong", "action-tint", 4.5), ("ok", "ok-tint", 4.5), ("warn", "warn-tint", 4.5), ("bad", "bad-tint", 4.5),
        ("brand", "surface", 4.5), ("surface", "bad-fill", 4.5), ("surface", "action", 4.5), ("control", "surface", 3.0),
        ("warn-line", "surface", 3.0), ("control", "bg", 3.0),
    ],
)  # fmt: skip
def test_tokens_keep_the_contrast(text, ground, least):
    tokens = (SOURCE / "foundation/ui/static/ui/tokens.css").read_text("utf-8")
    colours = dict(re.findall(r"--tb-([a-z0-9-]+): (#[0-9a-f]{6});", tokens))
    assert _contrast(colours[text], colours[ground]) >= least


def draw(source, **context):
    return engines["django"].from_string(source).render({"now": local_now(), **context})


def test_marks_never_speak_by_colour_alone():
    page = draw('{% state "wait" "未签收" %}{% card_mark "red" %}{% urgency "特急" %}{% urgency "普通" %}')
    assert "未签收" in page
    assert "红牌" in page
    assert page.count("tb-urgency ") == 1


def test_an_unknown_state_is_an_error_of_the_author():
    with pytest.raises(Exception, match="no state"):
        draw('{% state "waiting" "未签收" %}')


def test_opinions_are_escaped():
    box = OpinionBox(label="签发", opinions=(Opinion(text="<b>同意</b>", signer="秦怀川", at=local_now()),))
    page = draw("{% opinion_box box %}", box=box)
    assert "&lt;b&gt;同意" in page
    assert "今天" not in page, "opinions are printed: no words for days"


def test_a_track_says_its_states_in_words():
    page = draw("{% steps track %}", track=[Step(label="拟稿", state="done"), Step(label="审核", state="current")])
    assert "已办" in page
    assert 'aria-current="step"' in page
