"""Sources lie one per component and are served joined (docs/decisions/0010-joined-assets.md)."""

import gzip
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import allauth
import django_htmx
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

CODEX = [
    "Icon", "CdxButton", "CdxLabel", "CdxField", "CdxTextInput", "CdxTextArea", "CdxSelect", "CdxCheckbox", "CdxRadio",
    "CdxSearchInput", "CdxCard", "CdxInfoChip", "CdxMessage", "CdxTable", "CdxTabs", "CdxAccordion",
]  # fmt: skip
PASSKEYS = ["mfa/js/webauthn-json.js", "mfa/js/webauthn.js", "account/js/onload.js"]
COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)
REMARK = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
INDENT = re.compile(r"\n\s*")


class JoinedFinder(BaseFinder):
    """Offers the joined files to whitenoise in development and to collectstatic in production."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=settings.JOINED_ASSETS)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in JOINED:
            return [] if find_all else None
        found = str(join(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in JOINED:
            join(name)
            yield name, self.storage
            if getattr(settings, "WHITENOISE_USE_FINDERS", False):  # collectstatic makes its own
                yield f"{name}.gz", self.storage


def join(name: str) -> Path:
    """Write the joined file and its compressed twin, unless what lies there says the same."""
    target = Path(settings.JOINED_ASSETS) / name
    text = JOINED[name]().encode()
    if not target.exists() or target.read_bytes() != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target.with_name(f"{name}.gz"), gzip.compress(text, mtime=0))
        _replace(target, text)
    return target


def _replace(target: Path, content: bytes) -> None:
    """In one step: several processes may start at once, and none may read half a file."""
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(target)


def sheet(suffix: str = "") -> str:
    codex = _source() / "vendor" / "codex"
    parts = [
        (codex / "tokens.css").read_text(),
        dark((codex / "tokens-dark.css").read_text()),
        *((codex / f"{name}{suffix}.css").read_text() for name in CODEX),
    ]
    css = _source() / "css"
    own = [
        css / "tokens.css",
        css / "base.css",
        *sorted(css.glob("components/*.css")),
        *sorted(css.glob("pages/*.css")),
    ]
    parts += [path.read_text() for path in own]
    return (
        "/*! Contains Codex, GPL-2.0-or-later: see vendor/VERSIONS */\n"
        + "\n".join(map(squeeze, parts))
        + "\n"
    )


def dark(tokens: str) -> str:
    """The dark tokens twice: as the device says, unless the reader chose light; and where the reader chose dark."""
    rules = COMMENT.sub("", tokens)
    as_device = rules.replace(":root", ':root:not([data-theme="light"])')
    chosen = rules.replace(":root", ':root[data-theme="dark"]')
    return f"@media screen and (prefers-color-scheme: dark) {{{as_device}}}\n@media screen {{{chosen}}}"


def squeeze(css: str) -> str:
    return INDENT.sub("\n", COMMENT.sub("", css)).strip()


def script() -> str:
    """Each behavior in a block of its own: a module's names stay its own after joining."""
    sources = sorted((_source() / "js").glob("*.js"))
    return "\n".join(f"{{ // {path.name}\n{uncommented(path.read_text())}\n}}" for path in sources) + "\n"


def uncommented(script: str) -> str:
    """Without the lines that are comments from their beginning: readers of the page do not need them."""
    return REMARK.sub("", script).strip()


def _apart(name: str) -> str:
    """A behavior of one page: too heavy to be sent with every page."""
    return (_source() / "js" / "apart" / name).read_text()


def _packaged(package: ModuleType, name: str) -> str:
    places = Path(str(package.__file__)).parent.glob(f"**/static/{name}")
    return next(places).read_text()


def _source() -> Path:
    return Path(settings.STATICFILES_DIRS[0])


JOINED: dict[str, Callable[[], str]] = {
    "portal.css": sheet,
    "portal-rtl.css": lambda: sheet("-rtl"),
    "portal.js": script,
    "htmx.js": lambda: _packaged(django_htmx, "django_htmx/htmx-2.min.js"),
    "attendance.js": lambda: _apart("attendance.js"),
    "diagram.js": lambda: _apart("diagram.js"),
    "passkeys.js": lambda: ";\n".join(_packaged(allauth, name) for name in PASSKEYS),
    "world.svg": lambda: (_source() / "vendor" / "world" / "world.svg").read_text(),
}
