import re

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from common.facets.options import Option
from common.templatetags.components import icons, tone_of
from tests.markup import flat


def render(source: str, **context: object) -> str:
    return re.sub(r"\s+", " ", Template(source).render(Context(context))).strip()


@pytest.mark.parametrize(
    "source",
    [
        "{% card titel='x' %}{% endcard %}",
        "{% card %}{% endcard %}",
        "{% card 'x' %}{% endcard %}",
        "{% card title='x' %}",
        "{% stat label='x' %}",
        "{% state_pill state='draft' %}",
        "{% page_heading %}{% endpage_heading %}",
        "{% pagination before='?' %}",
        "{% local_time '2026' %}",
        "{% chart %}",
    ],
)
def test_a_misused_component_does_not_compile(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% icon name='unicorn' %}",
        "{% button label='x' look='loud' %}",
        "{% message tone='happy' %}{% endmessage %}",
    ],
)
def test_an_unknown_look_is_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        render(source)


def test_what_a_component_is_given_is_escaped() -> None:
    shown = render("{% card title=title kicker=title %}{{ title }}{% endcard %}", title="<script>")
    assert shown.count("<script>") == 0
    assert shown.count("&lt;script&gt;") == 3


@pytest.mark.parametrize(
    ("state", "tone"),
    [
        ("enrolled", "success"),
        ("waitlisted", "warning"),
        ("failed", "error"),
        ("draft", "notice"),
        ("enrolling", "success"),
        ("open", "notice"),  # neither done nor late
        ("need_open", "warning"),
        ("need_met", "success"),
        ("need_unmet", "error"),
    ],
)
def test_state_pill_decides_the_tone(state: str, tone: str) -> None:
    assert tone_of(state) == tone
    assert f"cdx-info-chip--{tone}" in render("{% state_pill state=s label='word' %}", s=state)


def test_stat_shows_its_n_and_where_it_is_defined() -> None:
    shown = render("{% stat label='Completed' value='71 %' n=1212 interval='66 to 76 %' definition='/d' %}")
    assert "71 %" in shown
    assert "1,212 people counted" in shown
    assert 'href="/d"' in shown


def test_a_suppressed_stat_shows_nothing_but_its_reason() -> None:
    shown = render(
        "{% stat label='Completed' value='3' n=3 interval='1 to 5' suppressed='Too few people.' %}"
    )
    assert "Too few people." in shown
    assert re.findall(r">[^<]*\d[^<]*<", shown) == []


def test_language_note_speaks_only_of_a_foreign_text() -> None:
    assert render("{% language_note language='en' %}") == ""
    assert 'lang="ar" dir="rtl"' in render("{% language_note language='ar' %}")


def test_a_fragment_carries_its_own_language_and_direction() -> None:
    assert render("{% fragment language='ar' %}س{% endfragment %}") == '<div lang="ar" dir="rtl">س</div>'
    assert (
        render("{% text_in text=text language='en' %}", text="a<b") == '<bdi lang="en" dir="ltr">a&lt;b</bdi>'
    )


def test_pagination_without_neighbors_is_nothing() -> None:
    assert render("{% pagination %}") == ""


def test_pagination_links_to_its_neighbors() -> None:
    shown = render("{% pagination previous='?before=1' next='?after=2&amp;q=x' %}")
    assert re.findall(r'rel="(\w+)" href="([^"]+)"', shown) == [
        ("prev", "?before=1"),
        ("next", "?after=2&amp;q=x"),
    ]


def test_a_facet_says_that_it_is_chosen() -> None:
    options = [
        Option(key="format-online", value="online", label="Online", count=1200, href="?a", selected=True),
        Option(key="", value="<b>", label="<b>&", count=3, href='?b="&c', selected=False),
    ]
    shown = render("{% facet_group title='Method' options=options %}", options=options)
    assert shown.count('aria-current="true"') == 1
    assert "1,200" in shown
    assert 'id="format-online" class="facet facet--selected"' in shown
    assert '<a class="facet" href="?b=&quot;&amp;c" rel="nofollow">' in shown
    assert "&lt;b&gt;&amp;" in shown


@pytest.mark.parametrize(("value", "maximum", "text"), [(64, 100, "64%"), (120, 100, "100%"), (1, 0, "0%")])
def test_progress_never_passes_its_end(value: int, maximum: int, text: str) -> None:
    shown = render(
        "{% progress label='Counting' value=value maximum=maximum %}", value=value, maximum=maximum
    )
    assert f">{text}</progress>" in shown


def test_directed_icons_turn_around() -> None:
    turning = {name for name, drawing in icons().items() if drawing["flip"]}
    assert {"arrow-next", "previous", "next"} <= turning
    assert not {"add", "clock", "check"} & turning


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As others know you.")
    email = forms.EmailField(label="E-mail", required=False)
    way = forms.ChoiceField(label="Way", widget=forms.RadioSelect, choices=[("o", "Online")])

    def clean(self) -> None:
        raise forms.ValidationError("These do not go together.")


def test_a_wrong_form_keeps_what_was_typed_and_links_each_error() -> None:
    shown = render("{% form form=form submit='Save' %}", form=Sample({"email": "nobody"}))
    assert 'value="nobody"' in shown
    assert re.findall(r'<a href="#(\w+)">', shown) == ["id_name", "id_email", "id_way"]
    assert "<li>These do not go together.</li>" in shown
    assert shown.count('role="alert"') == 1
    for target in ("id_name", "id_email", "id_way"):
        assert shown.count(f'id="{target}"') == 1


def test_help_and_errors_describe_their_field() -> None:
    shown = render("{{ form }}", form=Sample({}))
    described = re.search(r'<input type="text" name="name"[^>]*>', shown)
    assert described is not None
    assert 'aria-describedby="id_name_helptext id_name_error"' in described[0]
    assert 'aria-invalid="true"' in described[0]
    for target in ("id_name_helptext", "id_name_error", "id_way_error"):
        assert shown.count(f'id="{target}"') == 1


def test_a_clean_form_has_no_summary_and_marks_what_is_optional() -> None:
    shown = render("{{ form }}", form=Sample())
    assert "error-summary" not in shown
    assert shown.count("(optional)") == 1


def test_every_field_has_a_label() -> None:
    shown = render("{{ form }}", form=Sample())
    labels = set(re.findall(r'<label[^>]* for="(\w+)"', shown))
    assert labels == set(re.findall(r'<input[^>]* id="(\w+)"', shown))


def test_components_speak_the_readers_language() -> None:
    with translation.override("ar"):
        assert render("{{ 1234.5|number }} {{ none|number }}", none=None) == "1,234.5"
        assert 'dir="ltr">English</bdi>' in flat(render("{% language_note language='en' %}"))
