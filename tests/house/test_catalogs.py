"""Translations: what is offered to readers is complete."""

import ast

import pytest
from babel.messages.catalog import Message
from django.conf import settings

from config.logic import catalogs

APPS = ("common", "capacity", "programs", "assessments", "evaluation", "config")


def test_the_arabic_plural_forms_are_those_of_cldr():
    assert catalogs.read(settings.ROOT, "ar").num_plurals == 6


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (Message("One", string=""), ["xx: not translated: 'One'"]),
        (Message("One", string="Eins"), []),
        (Message("%(n)s of us", string="wir"), ["xx: lacks a placeholder of the original: '%(n)s of us'"]),
        (Message("us", string="%(n)s"), ["xx: other placeholders than the original: 'us'", "xx: lacks"]),
        (Message("One", string="Eins", flags=["fuzzy"]), ["xx: marked fuzzy: 'One'"]),
    ],
)
def test_a_fault_of_a_translation_is_named(message, expected):
    found = list(catalogs.faults("xx", message))
    assert [fault[: len(wanted)] for fault, wanted in zip(found, expected, strict=True)] == expected


def test_messages_of_python_are_found_also_where_they_are_only_marked(tmp_path):
    module = tmp_path / "module.py"
    module.write_text('_("One")\ngettext_noop("Two")\ngettext(words)\nngettext("a", "b", n)\n')
    found = [(m.text, m.plural) for m in catalogs.in_python(module, "module.py")]
    assert found == [("One", ""), ("Two", ""), ("a", "b")]


def test_messages_of_templates_are_found_as_django_looks_them_up(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "{% translate 'Plain' %}{% translate \"May\" context \"month\" %}{{ _('Inline') }}"
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} seat\n{% plural %}\n  {{ n }} seats\n{% endblocktranslate %}"
    )
    found = [(m.text, m.plural, m.context) for m in catalogs.in_template(page, "page.html")]
    assert found == [
        ("Plain", "", ""),
        ("May", "", "month"),
        ("Inline", "", ""),
        ("%(n)s seat", "%(n)s seats", ""),
    ]


EAGER = {"gettext", "ngettext", "pgettext", "npgettext"}


def eager(node, names):
    """Lines in which words are looked up as the module is loaded: not inside of a function."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.Lambda):
            outside = [*getattr(child, "decorator_list", []), *child.args.defaults, *child.args.kw_defaults]
            for each in filter(None, outside):
                yield from eager(ast.Expression(each), names)
            continue
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in names:
            yield child.lineno
        yield from eager(child, names)


def eager_lines(text):
    tree = ast.parse(text)
    imported = [
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
    ]
    return list(eager(tree, {name.asname or name.name for name in imported if name.name in EAGER}))


def test_no_words_are_looked_up_before_the_readers_language_is_known():
    """They would be English for everybody."""
    text = (
        "from django.utils.translation import gettext as _, gettext_lazy\n"
        'class View:\n    submit = _("Save")\n    done = gettext_lazy("Saved")\n'
        '    def act(self, words=_("Said")):\n        return _("Now")\n'
    )
    assert eager_lines(text) == [3, 5]
    modules = [path for app in APPS for path in (settings.ROOT / app).rglob("*.py")]
    found = {str(path.relative_to(settings.ROOT)): eager_lines(path.read_text()) for path in modules}
    assert {path: lines for path, lines in found.items() if lines} == {}
