"""What is recorded of a person's attendance, in one word."""


def in_words(status: str, minutes: int | None) -> str:
    """As a page can carry it and bring it back: `present`, `partly:40`."""
    return status if minutes is None else f"{status}:{minutes}"
