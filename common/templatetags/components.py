"""Components: a typed signature here, a template and a style sheet of the same name (gallery: /components/).

A misspelt or missing attribute fails when the template is compiled.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from django import forms, template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from common import charts, cldr, formats
from common.facets.options import Option
from common.kept import Kept

register = template.Library()
DRAWN_CHARTS: "Kept[SafeString]" = Kept(300)

# State -> tone, for every state of the house (its label comes from the model). One not named here is "notice".
TONES = {
    "success": {
        "accepted", "active", "approved", "completed", "confirmed", "delivered", "enrolled", "enrolling",
        "locked", "done", "need_met", "present", "published", "recorded", "recommended", "resolved", "running",
        "submitted", "substantiated", "verified",
    },
    "warning": {
        "computing", "disclosure_check", "excused", "freezing", "in_review", "late", "need_open", "offered",
        "opened", "peer_review", "queued", "requested", "response_due", "returned", "review", "stale", "started",
        "suggested", "waitlisted",
    },
    "error": {
        "absent", "bounced", "contested", "contradicts", "dead", "disagree", "failed", "missed", "need_unmet",
        "rejected",
    },
}  # fmt: skip
TONE_ICONS = {"notice": "info", "success": "success", "warning": "alert", "error": "error"}


# --- Marks and words ---


@register.simple_tag
def icon(*, name: str, label: str = "") -> SafeString:
    return _icon(name, label)


@lru_cache(maxsize=1000)
def _icon(name: str, label: str) -> SafeString:
    try:
        drawing = icons()[name]
    except KeyError as unknown:
        raise template.TemplateSyntaxError(
            f"No icon {name!r}: docs/vendoring/codex.mjs lists those we carry."
        ) from unknown
    context = {"path": mark_safe(drawing["path"]), "flip": drawing["flip"], "label": label}  # noqa: S308 - vendored
    return render_to_string("components/icon.html", context)


@lru_cache
def icons() -> dict[str, Any]:
    return json.loads(
        (Path(settings.STATICFILES_DIRS[0]) / "vendor" / "codex-icons" / "icons.json").read_text()
    )


@register.simple_tag
def state_pill(*, state: str, label: str) -> SafeString:
    return _state_pill(str(state), str(label))


@lru_cache(maxsize=1000)
def _state_pill(state: str, label: str) -> SafeString:
    return render_to_string("components/state_pill.html", {"tone": tone_of(state), "label": label})


def tone_of(state: str) -> str:
    return next((tone for tone, states in TONES.items() if state in states), "notice")


@register.inclusion_tag("components/demo_note.html")
def demo_note(*, shown: bool = True) -> dict[str, Any]:
    return {"shown": shown}


@register.inclusion_tag("components/language_note.html")
def language_note(*, language: str) -> dict[str, Any]:
    """Says which language a text is in, where it is not the reader's."""
    foreign = bool(language) and language != get_language()
    return {
        "foreign": foreign,
        "code": language,
        "autonym": formats.autonym(language),
        **_direction(language),
    }


@register.simple_block_tag
def fragment(content: str, *, language: str) -> SafeString:
    """A text in its own language and direction."""
    return format_html('<div lang="{}" dir="{}">{}</div>', language, formats.direction(language), content)


@register.simple_tag
def text_in(*, text: str, language: str) -> SafeString:
    """The same for a few words inside a line."""
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', language, formats.direction(language), text)


@register.inclusion_tag("components/local_time.html")
def local_time(*, moment: datetime) -> dict[str, Any]:
    return {"iso": moment.isoformat(), "text": formats.moment(moment), "zone": formats.zone_of(moment)}


@register.filter
def number(value: float | None) -> str:
    return "" if value is None else formats.number(value)


@register.filter
def percent(share: float | None) -> str:
    return "" if share is None else formats.percent(share)


@register.filter
def signed(value: float | None, digits: int = 2) -> str:
    return "" if value is None else formats.signed(value, digits=digits)


@register.filter
def day(value: date | None) -> str:
    return "" if value is None else formats.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    return "" if value is None else formats.moment(value)


@register.filter
def told(text: str, row: Any) -> str:
    return formats.told(text, row)


@register.filter
def zone(value: datetime | None) -> str:
    """The name of the zone that `moment` writes it in."""
    return "" if value is None else formats.zone_of(value)


@register.filter
def zone_name(zone: str) -> str:
    """A time zone's territory and city."""
    return cldr.zone_name(zone)


# --- What the reader can do ---


@register.inclusion_tag("components/button.html")
def button(
    *, label: str, look: str = "normal", icon: str = "", name: str = "", value: str = "", form: str = ""
) -> dict[str, Any]:
    """`look` is normal, primary (one a page), quiet or destructive."""
    return {"label": label, "icon": icon, "name": name, "value": value, "form": form, "classes": _look(look)}


@register.inclusion_tag("components/link_button.html")
def link_button(*, label: str, href: str, look: str = "normal", icon: str = "") -> dict[str, Any]:
    return {"label": label, "href": href, "icon": icon, "classes": _look(look)}


LOOKS = {
    "normal": "",
    "primary": "cdx-button--action-progressive cdx-button--weight-primary",
    "quiet": "cdx-button--weight-quiet",
    "destructive": "cdx-button--action-destructive",
}


def _look(look: str) -> str:
    try:
        return LOOKS[look]
    except KeyError as unknown:
        raise template.TemplateSyntaxError(
            f"A button looks like one of {', '.join(LOOKS)}, not {look!r}."
        ) from unknown


@register.inclusion_tag("components/form.html", takes_context=True)
def form(
    context: Context,
    *,
    form: forms.BaseForm,
    submit: str,
    action: str = "",
    method: str = "post",
    icon: str = "",
    look: str = "primary",
    cancel: str = "",
    held: Iterable[tuple[str, str]] = (),
) -> dict[str, Any]:
    """A whole form: summary of errors, fields, one button, and a way back where `cancel` says where to. `held` is sent
    along unseen.
    """
    return {
        "form": form,
        "submit": submit,
        "action": action,
        "method": method,
        "icon": icon,
        "look": look,
        "cancel": cancel,
        "held": held,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/facet_group.html")
def facet_group(*, title: str, options: Iterable[Option], unfolded: bool = True) -> dict[str, Any]:
    return {"title": title, "lines": [_facet(option) for option in options], "unfolded": unfolded}


# Without a template: a page has some ninety of these, each with an address of its own, and they were a third of it.
FACET = (
    '<li><a{key} class="facet{look}" href="{href}" rel="nofollow"{current}>{mark}'
    '<span class="facet__label">{label}</span> <span class="facet__count">{count}</span></a></li>'
)


def _facet(option: Option) -> SafeString:
    chosen = option.selected
    line = FACET.format(
        key=f' id="{escape(option.key)}"' if option.key else "",
        look=" facet--selected" if chosen else "",
        href=escape(option.href),
        current=' aria-current="true"' if chosen else "",
        mark=icon(name="check", label=_("Chosen:")) if chosen else "",
        label=escape(option.label),
        count=escape(formats.number(option.count)),
    )
    return mark_safe(line)  # noqa: S308 - each part is escaped above


@register.inclusion_tag("components/pagination.html")
def pagination(*, previous: str = "", next: str = "") -> dict[str, Any]:  # noqa: A002 - as in rel="next"
    """Keyset pages: only the neighbors are known, and each is an address."""
    return {"previous": previous, "next": next}


@register.simple_block_tag
def tabs(content: str, *, label: str) -> SafeString:
    return _block("tabs", content, label=label)


@register.inclusion_tag("components/tab.html")
def tab(*, label: str, href: str, current: bool = False) -> dict[str, Any]:
    return {"label": label, "href": href, "current": current}


@register.simple_block_tag
def breadcrumb(content: str) -> SafeString:
    return _block("breadcrumb", content)


@register.inclusion_tag("components/crumb.html")
def crumb(*, label: str, href: str = "") -> dict[str, Any]:
    return {"label": label, "href": href}


# --- What the page says ---


@register.simple_block_tag
def page_heading(
    content: str, *, title: str, lead: str = "", kicker: str = "", language: str = ""
) -> SafeString:
    """The page's one h1; inside stand its state and its actions. `language` is the title's, if not the page's."""
    return _block("page_heading", content, title=title, lead=lead, kicker=kicker, **_direction(language))


@register.simple_block_tag
def card(
    content: str, *, title: str, href: str = "", kicker: str = "", level: int = 3, language: str = ""
) -> SafeString:
    return _block("card", content, title=title, href=href, kicker=kicker, level=level, **_direction(language))


@register.simple_block_tag
def empty_state(content: str, *, title: str, text: str = "") -> SafeString:
    """Says what belongs here; inside stands the next step."""
    return _block("empty_state", content, title=title, text=text)


@register.simple_block_tag
def message(content: str, *, tone: str = "notice", title: str = "") -> SafeString:
    if tone not in TONE_ICONS:
        raise template.TemplateSyntaxError(f"A message is one of {', '.join(TONE_ICONS)}, not {tone!r}.")
    return _block("message", content, tone=tone, title=title)


@register.inclusion_tag("components/stat.html")
def stat(
    *,
    label: str,
    value: str,
    n: int | None = None,
    interval: str = "",
    unit: str = "",
    definition: str = "",
    suppressed: str = "",
    rows: str = "",
) -> dict[str, Any]:
    """A figure with its n. `suppressed` is the reason why it is not shown, and then nothing of it is. `rows` is where
    those stand who are counted, for a reader who may see them.
    """
    if suppressed:
        value, n, interval = "", None, ""
    return {
        "label": label,
        "value": value,
        "n": n,
        "interval": interval,
        "unit": unit,
        "definition": definition,
        "suppressed": suppressed,
        "rows": rows,
    }


@register.simple_block_tag
def table(content: str, *, caption: str, hide_caption: bool = False) -> SafeString:
    """Inside stand thead and tbody; on a narrow screen it scrolls inside its own frame, also by keyboard."""
    return _block("table", content, caption=caption, hide_caption=hide_caption)


@register.simple_block_tag
def definition_list(content: str) -> SafeString:
    return _block("definition_list", content)


@register.simple_block_tag
def term(content: str, *, label: str) -> SafeString:
    return _block("term", content, label=label)


@register.inclusion_tag("components/progress.html")
def progress(*, label: str, value: int, maximum: int = 100) -> dict[str, Any]:
    share = min(value / maximum, 1) if maximum else 0
    return {"label": label, "value": min(value, maximum), "maximum": maximum, "text": formats.percent(share)}


@register.simple_tag
def chart(*, chart: charts.Chart, is_headed: bool = False, is_tabled: bool = False) -> SafeString:
    """Drawn once for what it shows: its rows, in a language and direction. `is_headed`: the heading above says its
    title already. `is_tabled`: the page has a table of the same figures beside it.
    """
    told = hashlib.sha256(repr((chart, is_headed, is_tabled)).encode()).digest()
    return DRAWN_CHARTS.get_or_make(
        (told, get_language()), lambda: _chart(chart, is_headed=is_headed, is_tabled=is_tabled)
    )


def _chart(chart: charts.Chart, *, is_headed: bool, is_tabled: bool) -> SafeString:
    context = {
        "chart": chart,
        "is_headed": is_headed,
        "is_tabled": is_tabled,
        "drawing": chart.drawing(rtl=get_language_bidi()),
        "legend": chart.legend(),
        "table": chart.table(),
        "caveat": _("Borders are drawn as they are held, by Natural Earth. They take no side in any dispute.")
        if isinstance(chart, charts.Choropleth)
        else "",
    }
    return render_to_string("components/chart.html", context)


def _block(name: str, content: str, **context: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", {"content": content, **context})


def _direction(language: str) -> dict[str, str]:
    return {"language": language, "direction": formats.direction(language) if language else ""}
