"""What the tree of capacities allows, and why a change of it is refused."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

DEEPEST = 3  # levels of the tree: the catalog's facets and the questionnaires count on them
OWN_CODES = "cp"  # codes given here begin so; those from elsewhere are numbers


class TaxonomyError(Exception):
    """`message` can be shown as it is."""

    message = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class NamelessError(TaxonomyError):
    message = _("A capacity that is shown needs an English name.")


class CircleError(TaxonomyError):
    message = _("A capacity cannot become part of itself or of one of its own parts.")


class TooDeepError(TaxonomyError):
    message = _(
        "The tree has three levels. There this capacity, or one of its parts, would stand below the third."
    )


class IntoItselfError(TaxonomyError):
    message = _("A capacity cannot be merged into itself or into one of its own parts.")


class MergedError(TaxonomyError):
    message = _("This capacity was merged into another one. What it was can no longer be changed.")


class HasPartsError(TaxonomyError):
    message = _("This capacity has parts that are shown. Move, merge or hide them first.")


class WholeIsHiddenError(TaxonomyError):
    message = _("What it is part of is hidden. Show that first, or choose another place.")


class NothingChangesError(TaxonomyError):
    message = _("That is what it is already.")


class UnknownLanguageError(TaxonomyError):
    message = _("Descriptions are kept in the languages of the interface only.")


class TooManyOpenError(TaxonomyError):
    message = _(
        "You have many suggestions that still wait for an answer. Please wait for some of them first."
    )


class OwnSuggestionError(TaxonomyError):
    message = _("Nobody decides about her or his own suggestion.")


def next_code(codes: Iterable[str]) -> str:
    """The first of our own that is free: cp1, cp2, …"""
    numbers = [code.removeprefix(OWN_CODES) for code in codes if code.startswith(OWN_CODES)]
    return f"{OWN_CODES}{max((int(number) for number in numbers if number.isdecimal()), default=0) + 1}"


def path_under(path: str, code: str) -> str:
    return f"{path}/{code}" if path else code


def is_within(path: str, whole: str) -> bool:
    """Whether what stands at `path` is the whole or part of it."""
    return path == whole or path.startswith(f"{whole}/")
