"""Message catalogs without gettext's programs: what is translatable is found here, Babel reads and writes the files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, Token, TokenType

PYTHON_WORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PACKAGES = ["common", "capacity", "programs", "assessments", "evaluation", "config", "templates"]

# Babel puts the last two of Arabic's six forms the other way round; this is CLDR's order, and Django's.
PLURAL_FORMS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5"
}

QUOTED = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TRANSLATE = re.compile(rf"^(?:translate|trans)\s+{QUOTED}(?:.*?\bcontext\s+{QUOTED})?")
BLOCK = re.compile(rf"^(?:blocktranslate|blocktrans)\b(?:.*?\bcontext\s+{QUOTED})?")
INLINE = re.compile(rf"\b_\({QUOTED}\)")


@dataclass(frozen=True)
class Found:
    """A message as it stands in a source file; `plural` and `context` are empty where there is none."""

    text: str
    plural: str
    context: str
    path: str
    comments: tuple[str, ...] = ()


def in_python(source: Path, path: str) -> Iterator[Found]:
    with source.open("rb") as file:
        for _line, word, arguments, comments in extract_python(
            file, list(PYTHON_WORDS), ["Translators:"], {}
        ):
            given = (
                [arguments] if isinstance(arguments, str) else list(arguments or ())
            )  # a variable: marked elsewhere
            context = given.pop(0) if "pgettext" in str(word) else ""
            plural = given[1] if str(word).startswith("n") and len(given) > 1 else ""
            if given and isinstance(given[0], str):
                yield Found(given[0], plural or "", context or "", path, tuple(comments))


def in_template(source: Path, path: str) -> Iterator[Found]:
    tokens = iter(Lexer(source.read_text()).tokenize())
    for token in tokens:
        for match in INLINE.finditer(token.contents) if token.token_type != TokenType.TEXT else ():
            yield Found(unquoted(match[1]), "", "", path)
        if token.token_type != TokenType.BLOCK:
            continue
        if line := TRANSLATE.match(token.contents):
            yield Found(unquoted(line[1]), "", unquoted(line[2]) if line[2] else "", path)
        elif start := BLOCK.match(token.contents):
            yield block(token, tokens, unquoted(start[1]) if start[1] else "", path)


def block(start: Token, tokens: Iterator[Token], context: str, path: str) -> Found:
    """The message of a {% blocktranslate %}, as Django's own tag will look it up."""
    parts: dict[str, list[str]] = {"singular": [], "plural": []}
    number = "singular"
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents.startswith("endblocktrans"):
            break
        if token.token_type == TokenType.BLOCK and token.contents.strip() == "plural":
            number = "plural"
        elif token.token_type == TokenType.VAR:
            parts[number].append(f"%({token.contents})s")
        else:
            parts[number].append(token.contents.replace("%", "%%"))
    texts = {number: "".join(pieces) for number, pieces in parts.items()}
    if "trimmed" in start.contents.split():
        texts = {
            number: " ".join(line.strip() for line in text.strip().splitlines())
            for number, text in texts.items()
        }
    return Found(texts["singular"], texts["plural"], context, path)


def unquoted(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal[1:-1])


def all_messages(root: Path) -> list[Found]:
    """Every translatable message of the project, in the order of its files."""
    found: list[Found] = []
    for package in PACKAGES:
        for source in sorted((root / package).rglob("*")):
            path = source.relative_to(root).as_posix()
            if source.suffix == ".py" and "migrations" not in source.parts:
                found += in_python(source, path)
            elif source.suffix in {".html", ".txt"} and package == "templates":
                found += in_template(source, path)
    return found


def template_of(found: list[Found]) -> Catalog:
    catalog = Catalog(project="Capacity Portal", charset="utf-8")
    for message in found:
        text = (message.text, message.plural) if message.plural else message.text
        catalog.add(
            text,
            locations=[(message.path, 0)],
            context=message.context or None,
            user_comments=(),
            auto_comments=message.comments,
        )
    return catalog


def catalog_path(root: Path, language: str) -> Path:
    """`pt-br` lies in locale/pt_BR, `zh-hans` in locale/zh_Hans, as Django wants it."""
    head, _dash, tail = language.partition("-")
    folder = f"{head}_{tail.upper() if len(tail) == 2 else tail.title()}" if tail else head
    return root / "locale" / folder / "LC_MESSAGES" / "django.po"


def read(root: Path, language: str) -> Catalog:
    path = catalog_path(root, language)
    locale = path.parent.parent.name
    if not path.exists():
        return Catalog(locale=locale, project="Capacity Portal", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update(root: Path, language: str, template: Catalog) -> Catalog:
    """Bring a language's catalog in line with the sources: new messages empty, old ones dropped, translations kept."""
    catalog = read(root, language)
    kept = {key(message): message.string for message in catalog if message.id}
    fresh = Catalog(locale=catalog.locale, project="Capacity Portal", charset="utf-8", fuzzy=False)
    fresh.header_comment = f"# {fresh.locale} translation of the Capacity Portal, GPL-3.0-or-later."
    for message in template:
        if message.id:
            added = fresh.add(
                message.id,
                kept.get(key(message)),
                locations=message.locations,
                auto_comments=message.auto_comments,
                context=message.context,
            )
            added.flags.discard("fuzzy")
    if language in PLURAL_FORMS:
        fresh.mime_headers = [("Plural-Forms", PLURAL_FORMS[language])]
    path = catalog_path(root, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.revision_date = fresh.creation_date = catalog.creation_date
    with path.open("wb") as file:
        write_po(file, fresh, width=110, include_lineno=False, sort_by_file=True, omit_header=False)
    return fresh


def key(message: Message) -> tuple[str, object]:
    return (message.context or "", message.id if isinstance(message.id, str) else tuple(message.id))


def problems(root: Path, language: str, template: Catalog) -> list[str]:
    """What a complete catalog lacks (messages, translations, placeholders) and what it has too much."""
    catalog = {key(message): message for message in read(root, language) if message.id}
    wanted = {key(message) for message in template if message.id}
    missing = [
        f"{language}: not in the catalog (run dev.py messages): {text!r}" for text in wanted - catalog.keys()
    ]
    extra = [
        f"{language}: no longer in the sources (run dev.py messages): {text!r}"
        for text in catalog.keys() - wanted
    ]
    return missing + extra + [fault for message in catalog.values() for fault in faults(language, message)]


def faults(language: str, message: Message) -> Iterator[str]:
    translations = [message.string] if isinstance(message.string, str) else list(message.string)
    if not all(translations) or not translations:
        yield f"{language}: not translated: {message.id!r}"
        return
    if "fuzzy" in message.flags:
        yield f"{language}: marked fuzzy: {message.id!r}"
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = set().union(*(placeholders(text) for text in originals))
    for text in translations:
        if not placeholders(text) <= allowed:
            yield f"{language}: other placeholders than the original: {message.id!r}"
    if len(originals) == 1 and placeholders(translations[0]) != allowed:
        yield f"{language}: lacks a placeholder of the original: {message.id!r}"
    for error in message.check():
        yield f"{language}: {error}: {message.id!r}"


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}", text))
