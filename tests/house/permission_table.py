"""docs/permissions.md, drawn from the code: what each permission answers to each role, and which door asks which."""

from collections import defaultdict

from tests.cast.people import ROLES, Cast
from tests.house.doors import PUBLIC, Door, doors, permissions
from tests.house.knocking import Visit, subject_of

HEAD = """\
# Who may do what

Drawn from the code by `python3 dev.py permissions`: do not edit. Default is no. A test asks every permission for every
role, and knocks at every door as every role (`tests/house/test_permissions.py`); both must agree with this page.

## Roles

All stand around one program, one cohort of it and one affiliate, so “yes” means: for that one, not for others.
"""


def written() -> str:
    cast = Cast()
    visits = {role: Visit(cast, role) for role in ROLES}
    parts = [HEAD, *(f"- **{role}**: {words}" for role, words in ROLES.items())]
    parts += ["", "## Deeds", "", row("deed", "about", *ROLES), row(*["---"] * (len(ROLES) + 2))]
    for name in permissions():
        answers = ["yes" if visits[role].may(name) else "·" for role in ROLES]
        parts.append(row(f"`{name}`", subject_of(name) or "", *answers))
    parts += ["", "The pages of `/admin/` are for staff; which rows they may change, each page says.", ""]
    parts += ["## Rules", "", *(f"- `{name}`: {sentence(rule)}" for name, rule in permissions().items())]
    parts += ["", "## Doors", "", *doors_by_lock()]
    return "\n".join(parts) + "\n"


def row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def sentence(rule: object) -> str:
    words = str(rule).removeprefix("(").removesuffix(")") if str(rule).count("(") == 1 else str(rule)
    for sign, word in {" | ": " or ", " & ": " and ", "~": "not ", "_": " "}.items():
        words = words.replace(sign, word)
    return words


def doors_by_lock() -> list[str]:
    found: dict[str, set[str]] = defaultdict(set)
    for door in doors():
        if door.is_ours:
            found[lock_of(door)].add(f"`{door.pattern}`")
    return [f"- {lock}: {', '.join(sorted(addresses))}" for lock, addresses in sorted(found.items())]


def lock_of(door: Door) -> str:
    if door.name in PUBLIC:
        return "**open to everybody** (what they show is public, or narrowed to what one may see)"
    if not door.permissions:
        return "**any account**, which sees its own"
    return " and ".join(f"`{name}`" for name in door.permissions)
