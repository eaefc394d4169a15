"""The values of a facet as a page shows them: each with its count, and with the link that turns it on or off."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import TextChoices

Pairs = list[tuple[str, str]]  # a query string without its page


@dataclass(frozen=True)
class Option:
    key: str  # an id on the page, so that the focus stays where it is
    value: str
    label: str
    count: int
    href: str
    selected: bool


def options(
    name: str, labels: Mapping[str, str], counts: Mapping[str, int], pairs: Pairs, *, is_single: bool = False
) -> list[Option]:
    """Those that would find something, and the chosen ones, whose links take them back.

    Of a single facet, one value takes the place of another.
    """
    rest = urlencode([pair for pair in pairs if not (is_single and pair[0] == name)])
    chosen = {value for key, value in pairs if key == name}
    made = []
    for code, label in labels.items():
        selected, count = code in chosen, counts.get(code, 0)
        if not (selected or count):
            continue
        if selected:
            link = href([pair for pair in pairs if pair != (name, code)])
        else:
            own = urlencode([(name, code)])
            link = f"?{rest}&{own}" if rest else f"?{own}"
        made.append(Option(f"{name}-{code}", code, label, count, link, selected))
    return made


def href(pairs: Pairs) -> str:
    return f"?{urlencode(pairs)}" if pairs else "?"


def labels_of(choices: type[TextChoices]) -> dict[str, str]:
    return {str(code): str(label) for code, label in choices.choices}
