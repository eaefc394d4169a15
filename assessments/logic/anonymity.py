"""How an anonymous answer is told apart from others, and linked to the same person's next one, without naming her."""

import hashlib
import hmac
from uuid import UUID


def anonymous_key(*, secret: str, plan: UUID, account: UUID) -> str:
    """A keyed hash of the account, with a secret of its own for each plan.

    The plan's secret is derived from the portal's and the plan's public id, and stored nowhere. So answers of one plan
    can be paired, answers of two plans cannot; and who has the database alone learns nothing. Whoever also has the
    portal's secret could try every account: nobody without access to the server's configuration can.
    """
    plan_secret = hmac.digest(secret.encode(), b"assessments.plan:" + plan.bytes, "sha256")
    return hmac.new(plan_secret, account.bytes, hashlib.sha256).hexdigest()
