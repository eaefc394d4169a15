"""Ids and addresses elsewhere: what is understood, where it leads, and what is refused."""

import pytest

from programs.logic import links


@pytest.mark.parametrize(
    ("code", "text", "kept", "address"),
    [
        ("wikidata", "q42", "Q42", "https://www.wikidata.org/wiki/Q42"),
        ("wikidata", "https://www.wikidata.org/wiki/Q42", "Q42", "https://www.wikidata.org/wiki/Q42"),
        (
            "dashboard",
            "Sample_Users/Stories_(spring)",
            "Sample_Users/Stories_(spring)",
            "https://outreachdashboard.wmflabs.org/courses/Sample_Users/Stories_(spring)",
        ),
        (
            "dashboard",
            "https://outreachdashboard.wmflabs.org/courses/A/B_(C)",
            "A/B_(C)",
            "https://outreachdashboard.wmflabs.org/courses/A/B_(C)",
        ),
        (
            "event_page",
            "https://meta.wikimedia.org/wiki/Event:Stories",
            "https://meta.wikimedia.org/wiki/Event:Stories",
            "https://meta.wikimedia.org/wiki/Event:Stories",
        ),
        (
            "course",
            "https://learn.example.org/c/7",
            "https://learn.example.org/c/7",
            "https://learn.example.org/c/7",
        ),
        ("course", "  ", "", ""),
    ],
)
def test_what_is_kept_and_where_it_leads(code, text, kept, address):
    assert (links.read(code, text), links.address(code, kept) if kept else "") == (kept, address)


@pytest.mark.parametrize(
    ("code", "text", "problem"),
    [
        ("wikidata", "P31", "wikidata"),
        ("wikidata", "Q0", "wikidata"),
        ("wikidata", "Q1 Q2", "wikidata"),
        ("dashboard", "Stories", "dashboard"),
        ("dashboard", "https://example.org/courses/A/B", "dashboard"),
        ("event_page", "https://example.org/wiki/Event:Stories", "event_page"),
        ("event_page", "https://evilwikipedia.org/wiki/X", "event_page"),
        ("event_page", "https://meta.wikimedia.org/", "event_page"),
        ("course", "javascript:alert(1)", "address"),
        ("course", "http://learn.example.org", "address"),
        ("course", "https://user@learn.example.org/", "address"),
        ("course", "https://[", "address"),
        ("course", "https://learn.example.org/" + "x" * 500, "address"),
        ("course", "https://learn.example.org/\0", "address"),
    ],
)
def test_what_is_refused(code, text, problem):
    with pytest.raises(ValueError, match=f"^{problem}$"):
        links.read(code, text)
