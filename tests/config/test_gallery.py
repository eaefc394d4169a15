import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from common.templatetags.components import register
from tests.markup import flat

pytestmark = pytest.mark.django_db

SOURCE = Path(settings.ROOT, "templates", "gallery.html").read_text()


@pytest.mark.parametrize("name", sorted(register.tags))
def test_every_component_is_in_the_gallery(name: str) -> None:
    if not name.startswith("end"):
        assert re.search(rf"{{% {name}\b", SOURCE) is not None


@pytest.mark.parametrize("name", sorted(register.filters))
def test_every_format_is_in_the_gallery(name: str) -> None:
    assert f"|{name}" in SOURCE


@pytest.mark.parametrize(
    ("language", "direction", "sheet"), [("en", "ltr", "portal.css"), ("ar", "rtl", "portal-rtl.css")]
)
def test_gallery_renders_in_both_directions(
    client: Client, language: str, direction: str, sheet: str
) -> None:
    page = flat(client.get("/components/", {"uselang": language}))
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert re.findall(r'rel="stylesheet" href="/static/([^"]+)"', page) == [sheet]
    assert page.count('<svg class="chart__drawing') == 7


def test_ids_are_unique_and_links_within_the_page_lead_somewhere(client: Client) -> None:
    page = client.get("/components/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) - set(ids) == set()


def test_nothing_is_inline(client: Client) -> None:
    page = client.get("/components/").content.decode()
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page) == []
