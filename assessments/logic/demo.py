"""How demo people answer: scores before and after that belong together, change by method, and fading afterwards."""

from dataclasses import dataclass
from math import sqrt
from random import Random

LOWEST, HIGHEST = 0, 5
CORRELATION = 0.7  # of what is behind the answers; rounding to a scale of six values brings it to about 0.6
SPREAD = 0.19
GAIN = 0.16  # of the whole scale, at the endline of the middling method
ASIDE = 0.3  # of the gain reaches capacities at which the program does not aim
LEFT = {"baseline": 0.0, "endline": 1.0, "m6": 0.75, "m12": 0.6}  # of the gain
ANSWER_RATE = {"baseline": 0.9, "endline": 0.82, "m6": 0.68, "m12": 0.6}  # of those asked
MISSING = 0.03  # of the answers
MISSING_CODES = ["skipped", "dont_know", "not_applicable", "refused"]
METHOD = "mean.v1"
STEM = (
    "How would you describe what you can do today: {}?",
    "ما مدى قدرتك اليوم: {}؟",
)
ANCHORS = [
    ("I have not met this yet", "لم أتعرف على هذا بعد"),
    ("I know what it is", "أعرف ما هو"),
    ("I can do it with help", "أستطيعه بمساعدة"),
    ("I can do it alone", "أستطيعه وحدي"),
    ("I can help others with it", "أستطيع أن أساعد الآخرين فيه"),
    ("I can teach it", "أستطيع أن أعلّمه"),
]


@dataclass(frozen=True, slots=True)
class DemoWave:
    timepoint: str
    opens: int
    closes: int
    state: str


@dataclass(frozen=True, slots=True)
class DemoFact:
    """A pair of scores of one enrollment in one capacity."""

    person: int
    enrollment: int
    capacity: int
    from_timepoint: str
    to_timepoint: str
    before: float
    after: float
    before_response: int
    after_response: int
    day: int
    opened: int  # when the later wave did


def waves(starts: int, ends: int) -> list[DemoWave]:
    """A cohort's waves, as they stand on the day of the load; those of cohorts to come are planned."""
    windows = [
        ("baseline", starts - 7, starts + 10),
        ("endline", ends - 10, ends + 18),
        ("m6", ends + 182, ends + 203),
        ("m12", ends + 365, ends + 386),
    ]
    return [
        DemoWave(timepoint, opens, closes, "planned" if opens >= 0 else "open" if closes > 0 else "analyzed")
        for timepoint, opens, closes in windows
        if opens < 120
    ]


class Talent:
    """One person's scores of one capacity, at any timepoint: correlated, and moving with what the program does."""

    __slots__ = ("gain", "middle", "own")

    def __init__(self, dice: Random, *, method: int, capacity: int, aimed: bool) -> None:
        self.middle = 0.34 + 0.03 * (capacity % 6)
        self.own = dice.gauss(0, 1)
        gain = GAIN * (0.7 + 0.1 * (method % 8)) * (0.8 + 0.1 * (capacity % 5))
        self.gain = gain if aimed else gain * ASIDE

    def value(self, dice: Random, timepoint: str) -> int:
        noise = dice.gauss(0, 1)
        latent = (
            CORRELATION * self.own + sqrt(1 - CORRELATION**2) * noise if timepoint != "baseline" else self.own
        )
        share = self.middle + self.gain * LEFT[timepoint] + SPREAD * latent
        return min(HIGHEST, max(LOWEST, round(share * HIGHEST)))
