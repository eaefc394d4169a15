"""The columns of tables of demographic answers: how far people came."""

from capacity.states import ConsentPurpose

TOOK_PART, APPLIED = "took_part", "applied"
COMPLETED, NOT_COMPLETED = "completed", "not_completed"
COLUMNS = {
    ConsentPurpose.PARTICIPATION: (TOOK_PART, APPLIED),
    ConsentPurpose.OUTCOMES: (COMPLETED, NOT_COMPLETED),
}
ALL = "all"
