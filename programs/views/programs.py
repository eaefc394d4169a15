"""The catalog, and a program's page."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from babel.lists import format_list
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from common import anonymous, formats, pages
from common.facets.options import Pairs, href
from common.formats import direction
from common.kept import Kept
from common.paging import CursorError, Page, page_of
from programs.filters import SORTS, STARTS, CatalogFilter, ProgramFilter
from programs.formats import structured
from programs.http.cards import drawn_cards
from programs.http.catalog import feed_address, problems_of, worded
from programs.models import Program
from programs.queries import catalog, details, facets, kept_catalog
from programs.queries.catalog import Criteria
from programs.queries.kept_catalog import KeptCatalog
from programs.queries.vocabulary import Vocabulary, vocabulary

DAYS = ("starts_from", "starts_to")
LISTS: "Kept[SafeString]" = Kept(300)
PAGES: "Kept[Parts]" = Kept(500)


class ProgramList(View):
    """The public catalog. What of the address is not understood is named and passed over."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kept = kept_catalog.fresh()
        stamp = kept and kept.stamp()
        if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
            response = HttpResponse(catalog_list(request, kept))
        else:
            response = pages.draw(
                request,
                "programs/program_list.html",
                lambda: {"catalog": catalog_list(request, kept)},
                stamp=stamp,
            )
            anonymous.may_be_kept(response, stamp=stamp, ask=kept_catalog.stamp)
        patch_vary_headers(response, ["HX-Request"])
        return response


class ProgramDetail(View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        kept = kept_catalog.fresh()
        program = details.kept_program(slug, kept) if kept else None
        is_kept = program is not None
        if program is None:  # it may be one that she alone may see
            seen = details.with_facts(Program.objects.visible_to(request.user))
            program = details.with_links(get_object_or_404(seen, slug=slug))
        may_edit = request.user.has_perm("programs.edit_program", program)
        crowd = details.crowd_of(program.pk, request.user)
        stamp = (kept.stamp_of(program.pk), crowd) if kept and is_kept else None
        key = (program.pk, stamp, get_language(), timezone.get_current_timezone_name(), may_edit)

        def context() -> dict[str, Any]:
            words = kept.vocabulary() if kept else vocabulary()
            parts = PAGES.get(key) if stamp else None
            if parts is None:
                parts = program_parts(program, crowd, words, may_edit=may_edit)
                if stamp:
                    PAGES.put(key, parts)
            return {"program": program, "parts": parts, "words": words}

        has_record = hasattr(program, "record")  # whose page says more than its parts, and is not kept
        whole = None if stamp is None or has_record else key
        response = pages.draw(request, "programs/program_detail.html", context, stamp=whole)
        if not has_record:
            anonymous.may_be_kept(response, stamp=stamp, ask=partial(stamp_for_strangers, program.pk))
        return response


@dataclass(frozen=True)
class Parts:
    """Of a program's page, around what came of it, which is read each time."""

    head: SafeString
    top: SafeString
    main: SafeString
    aside: SafeString


def program_parts(program: Any, crowd: details.Crowd, words: Vocabulary, *, may_edit: bool) -> Parts:
    context = details.program_page(program, crowd, words)
    context["may_edit"] = may_edit
    context["shared"] = {
        "address": structured.address(program),
        "title": program.title,
        "description": program.summary,
        "structured": structured.course(
            program,
            providers=context["providers"],
            languages=[code for code, _name in context["languages"]],
            capacities=[str(aim.capacity) for aim in context["aims"]],
            cohorts=[cohort for cohort, _standing in context["coming"]],
        ),
    }
    context |= {"language": get_language(), "direction": direction(get_language() or "en")}
    context["site_name"] = settings.SITE_NAME
    names = ("_sharing", "_program_top", "_program_main", "_program_aside")
    return Parts(*(render_to_string(f"programs/{name}.html", context) for name in names))


def stamp_for_strangers(pk: int) -> object:
    kept = kept_catalog.fresh()
    return kept and (kept.stamp_of(pk), details.crowd_of(pk, AnonymousUser()))


def catalog_list(request: HttpRequest, kept: KeptCatalog | None) -> SafeString:
    """Facets, search and results: the same for every reader of a language who asks the same."""
    address = request.META.get("QUERY_STRING", "")
    key = (kept and kept.stamp(), get_language(), timezone.get_current_timezone_name(), address)
    return (LISTS.get(key) if kept else None) or make_list(request, kept, key)


def make_list(request: HttpRequest, kept: KeptCatalog | None, key: tuple[Any, ...]) -> SafeString:
    words = kept.vocabulary() if kept else vocabulary()
    asked = CatalogFilter(request.GET, queryset=Program.objects.public(), words=words)
    context = catalog_context(asked, request.GET.get("page", ""), kept)
    made = render_to_string("programs/_catalog.html", context)
    return LISTS.put(key, made) if kept else made


def catalog_context(asked: ProgramFilter, cursor: str, kept: KeptCatalog | None) -> dict[str, Any]:
    words = asked.words
    counts = kept.counts(asked.criteria) if kept else catalog.facet_counts(asked.criteria)
    page, lost = read_page(asked, cursor, kept)
    pairs = [pair for pair in asked.pairs if pair[0] != "sort" or pair[1] == asked.sorted_by]
    starts = {code: str(label) for code, label in STARTS.items()}
    shown = facets.facets(counts, words, pairs, starts, asked.criteria.zones)
    found = drawn_cards([row.pk for row in page.rows], words, kept)
    return {
        "cards": [card for card, _drawn in found],
        "drawn": found,
        "total": counts.get("total", {}).get("", 0),
        "facets": shown,
        "chips": [(words, href([each for each in pairs if each != pair])) for pair, words in worded(asked)],
        "compared": titles_of([value for name, value in pairs if name == "compare"], pairs),
        "save": f"{reverse('programs:search-save')}?{asked.query}",
        "feed": feed_address(asked.query),
        "unfolded": any(name != "q" for name, _value in asked.wishes),
        "q": asked.criteria.q,
        "hidden": [pair for pair in pairs if pair[0] not in {"q", "sort"}],
        "days": [asked.form[name] for name in DAYS],
        "besides_days": [pair for pair in pairs if pair[0] not in DAYS],
        "sorts": [
            (code, label, code == asked.sorted_by)
            for code, label in SORTS.items()
            if code != "match" or asked.criteria.q
        ],
        "calendar": reverse("programs:search-calendar") + href(asked.wishes),
        "notes": notes_on(asked, lost=lost),
        "previous": href([*pairs, ("page", page.previous)]) if page.previous else "",
        "next": href([*pairs, ("page", page.next)]) if page.next else "",
    }


def titles_of(slugs: list[str], pairs: Pairs) -> list[tuple[str, str, str]]:
    """Of programs chosen for comparison: address name, title, and the link that takes it away."""
    if not slugs:
        return []
    chosen = {program.slug: program.title for program in Program.objects.public().filter(slug__in=slugs)}
    return [
        (slug, chosen[slug], href([pair for pair in pairs if pair != ("compare", slug)]))
        for slug in slugs
        if slug in chosen
    ]


def read_page(asked: ProgramFilter, cursor: str, kept: KeptCatalog | None) -> tuple[Page, bool]:
    """The page at the cursor, or the first one where the cursor is not ours (True)."""
    few = kept.few(asked.criteria) if kept else None
    rows, ordering = catalog.keys(asked.criteria, sort=asked.sorted_by, few=few)
    try:
        return page_of(rows, ordering=ordering, cursor=cursor, size=settings.PAGE_ROWS), False
    except CursorError:
        return page_of(rows, ordering=ordering, size=settings.PAGE_ROWS), True


def mistakes_in(asked: Criteria) -> list[str]:
    """Words that were taken for others."""
    pairs = zip(catalog.words_of(asked.q), asked.spellings, strict=True)
    return [
        _("No program says “%(typed)s”. These say: %(meant)s.")
        % {"typed": word, "meant": format_list(spelled, style="or", locale=formats.locale())}
        for word, spelled in pairs
        if word not in spelled
    ]


def notes_on(asked: ProgramFilter, *, lost: bool) -> list[str]:
    """What of the address was not understood."""
    notes = [*problems_of(asked), *mistakes_in(asked.criteria)]
    first, last = asked.criteria.starts_from, asked.criteria.starts_to
    if first and last and last < first:
        notes.append(_("The last day of the search is before its first."))
    if lost:
        notes.append(
            _("The address of this page of the list is not known (any more). This is its first page.")
        )
    return notes
