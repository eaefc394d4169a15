"""The random keys under which people and organizations appear in evaluation."""

from collections.abc import Collection

from django.db import connection

ENSURE = """
    INSERT INTO evaluation_pseudonym (stakeholder_id, key, is_demo)
    SELECT stakeholder.id, gen_random_uuid(), stakeholder.is_demo FROM capacity_stakeholder AS stakeholder
    WHERE {which} AND NOT EXISTS (
        SELECT 1 FROM capacity_user AS account WHERE account.id = stakeholder.user_id AND account.erased_at IS NOT NULL
    ) AND NOT EXISTS (SELECT 1 FROM evaluation_pseudonym AS own WHERE own.stakeholder_id = stakeholder.id)
    ON CONFLICT DO NOTHING
"""


def ensure(stakeholder_ids: Collection[int]) -> None:
    """Gives a key to those of them who have none; a person who was erased never gets one again."""
    with connection.cursor() as cursor:
        cursor.execute(ENSURE.format(which="stakeholder.id = ANY(%s)"), [list(stakeholder_ids)])


def ensure_for_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ENSURE.format(which="true"))
