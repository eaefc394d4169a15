"""Addresses as QR codes."""

import segno
from django.utils.safestring import SafeString, mark_safe


def drawn(address: str) -> SafeString:
    """An SVG that scales, without any inline style: the page's style sheet gives its size and its paper."""
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(svgclass="qr-code__drawing", lineclass=None, omitsize=True, border=4)
    return mark_safe(drawing)  # noqa: S308 - drawn from squares
