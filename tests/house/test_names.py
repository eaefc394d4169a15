"""Names that Python cannot check by itself: urls, tasks, letters, templates."""

import re
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

APPS = ["common", "capacity", "programs", "assessments", "evaluation", "config"]
SOURCES = [
    path for app in APPS for path in (settings.ROOT / app).rglob("*.py") if "migrations" not in path.parts
]
TEMPLATES = sorted(
    path for path in (settings.ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"}
)


def relative(path: Path) -> str:
    return path.relative_to(settings.ROOT / "templates").as_posix()


def url_names(resolver=None, namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from url_names(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield namespace + entry.name


def named_in(paths, pattern):
    """What a pattern finds, with the file it stands in."""
    for path in paths:
        for name in re.findall(pattern, path.read_text()):
            yield name, path.relative_to(settings.ROOT).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_every_template_compiles(path):
    assert get_template(relative(path)).template.name == relative(path)


def test_every_url_named_in_a_template_exists():
    named = set(named_in(TEMPLATES, r"""{%-?\s*url\s+["']([\w:-]+)["'](?!\|)"""))
    assert {pair for pair in named if pair[0] not in set(url_names())} == set()


def test_every_url_named_in_code_exists():
    pattern = r"""\b(?:reverse|reverse_lazy|redirect)\(\s*["']([\w:-]+)["']"""
    named = set(named_in(SOURCES, pattern))
    assert {pair for pair in named if pair[0] not in set(url_names())} == set()


def test_every_enqueued_task_is_registered():
    current_app.loader.import_default_modules()
    named = set(named_in(SOURCES, r"""enqueue\(\s*["']([\w.]+)["']"""))
    assert {pair for pair in named if pair[0] not in current_app.tasks} == set()


def test_every_scheduled_task_is_registered():
    current_app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled - set(current_app.tasks) == set()


def test_every_letter_has_its_text():
    letters = set(named_in(SOURCES, r"""template=["']([\w/]+)["']"""))
    lacking = {pair for pair in letters if not (settings.ROOT / f"templates/letters/{pair[0]}.txt").exists()}
    assert lacking == set()


def test_every_blocktranslate_is_trimmed():
    untrimmed = named_in(TEMPLATES, r"{%\s*blocktranslate(?![^%]*\btrimmed\b)[^%]*%}")
    assert set(untrimmed) == set()


def test_no_template_has_inline_style_or_script():
    inline = named_in(TEMPLATES, r"""(\sstyle=["']|\son\w+=["']|<script(?![^>]*\bsrc=)[^>]*>)""")
    allowed = {"application/ld+json", "application/json"}
    assert {pair for pair in inline if not any(kind in pair[0] for kind in allowed)} == set()
