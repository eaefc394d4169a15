"""Which two times of asking are compared with each other (the codes are those of `assessments.models.Timepoint`)."""

FOLLOW_UPS = ("m3", "m6", "m12", "m24")

# Change: the baseline against everything later. Keeping: the endline against everything after it. Shift of the own
# yardstick: the baseline as people judge it afterwards ("then") against the endline; it never replaces the baseline.
# Other waves (adhoc) have no place in time and are compared with none.
PAIRS: tuple[tuple[str, str], ...] = (
    *(("baseline", later) for later in ("endline", *FOLLOW_UPS)),
    *(("endline", later) for later in FOLLOW_UPS),
    ("retrospective", "endline"),
)

# Long-term impact comes first, then what was seen at the end of a program.
IMPACT_PAIRS = (("baseline", "m6"), ("baseline", "m12"), ("baseline", "m24"))
OUTCOME_PAIRS = (("baseline", "endline"), ("retrospective", "endline"), ("baseline", "m3"))
