"""All that is held of a person, as a file of hers."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from capacity.models import ExportKind
from common.personal_data import Held


def as_json(tables: Iterable[Held], made_at: datetime) -> str:
    data = {
        "portal": settings.SITE_ADDRESS,
        "made_at": made_at.isoformat(),
        "tables": {each.holding.label: each.rows for each in tables},
    }
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def as_html(tables: Iterable[Held], made_at: datetime) -> str:
    return render_to_string("my_data_file.html", {"tables": tables, "made_at": made_at})


FORMATS: dict[str, Callable[[Iterable[Held], datetime], str]] = {
    ExportKind.JSON: as_json,
    ExportKind.HTML: as_html,
}
CONTENT_TYPES = {ExportKind.JSON: "application/json", ExportKind.HTML: "text/html; charset=utf-8"}
