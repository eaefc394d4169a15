"""Codes with which people check in by themselves, and when they may."""

import secrets
from datetime import datetime, timedelta

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without those that are taken for one another: I L O 0 1
LENGTH = 6
EARLY = timedelta(minutes=30)  # people arrive before it begins
LATE = timedelta(minutes=30)  # and the line of those who check in is longer than the session


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def tidy(typed: str) -> str:
    """As it may have been typed: small letters, with spaces or dashes between."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def spaced(code: str) -> str:
    """As it is read out: in two halves."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"


def may_check_in(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    return starts_at - EARLY <= now <= ends_at + LATE
