"""What each computed figure is: every number on a page, in a file or in the API leads here."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Definition:
    code: str
    name: Promise
    text: Promise
    level: Promise


IMPACT = _("Outcome and impact")
QUALITY = _("Quality of the evidence")
OUTPUT = _("Output")
EQUITY = _("Equity")

LEVELS = [IMPACT, QUALITY, OUTPUT, EQUITY]  # in the order in which they are shown

DEFINITIONS = [
    Definition(
        code="change",
        name=_("Mean change"),
        text=_(
            "How the answers of the same people differ between two times: the mean of after less before, capacity by"
            " capacity, in points from 0 to 100. Only people who answered both times count, only answers to the same"
            " version of a questionnaire are compared, and only what people say of themselves. People who serve for"
            " comparison do not count: they took no part. With it stand the number of pairs and the 95 percent interval"
            " of Student's t."
        ),
        level=IMPACT,
    ),
    Definition(
        code="change_clustered",
        name=_("Change, allowing for organizations"),
        text=_(
            "The same mean change with an interval that does not take people of one organization for unrelated: it"
            " rests on the organizations (cluster-robust, CR1, t with one degree of freedom less than there are"
            " organizations and people without one). Where it is wider than the first interval, it is the safer one."
        ),
        level=IMPACT,
    ),
    Definition(
        code="compared_change",
        name=_("Change against the comparison group"),
        text=_(
            "The change of those who took part less the change of people who were asked the same at the same times and"
            " had no program meanwhile, for example because they were waiting (difference in differences, with an"
            " interval that allows for organizations). It is given where a cohort has such a group and both sides"
            " have at least ten pairs. Only this design allows a change to be put down to a program, as far as both"
            " groups were alike."
        ),
        level=IMPACT,
    ),
    Definition(
        code="effect",
        name=_("Standardized effect"),
        text=_(
            "The mean change over the spread of the answers (d_av: the root of the mean of both variances; Bonett"
            " 2008), with its 95 percent interval. It is given from 10 pairs on and lets figures from different scales"
            " be compared. It comes after the change in points, never before."
        ),
        level=IMPACT,
    ),
    Definition(
        code="signed_rank_p",
        name=_("Signed-rank test"),
        text=_(
            "How probable changes as one-sided as these would be if people had changed by chance alone (Wilcoxon's"
            " signed-rank test, two-sided; those without change left out). It is given from 10 pairs on. Beside it"
            " stands what it is among all such tests on the page or in the report that are shown, which are one"
            " declared family (Benjamini and Hochberg 1995): below 0.05 there, on average at most one finding in"
            " twenty is false."
        ),
        level=IMPACT,
    ),
    Definition(
        code="improved",
        name=_("Improved, unchanged, worse"),
        text=_(
            "The share of pairs that rose, stayed the same or fell, with Wilson's 95 percent interval. Where the"
            " questionnaire's reliability is known and there are ten pairs, only a change counts that exceeds its error"
            " of measurement (reliable change, Jacobson and Truax 1991, beyond 1.96 standard errors); elsewhere, one of"
            " at least half a point. Shares that would tell of fewer people than the threshold are not shown."
        ),
        level=IMPACT,
    ),
    Definition(
        code="response_rate",
        name=_("Response rate"),
        text=_("Those who answered among all who were asked (AAPOR RR1), with Wilson's 95 percent interval."),
        level=QUALITY,
    ),
    Definition(
        code="attrition",
        name=_("Attrition"),
        text=_("The share of those who had answered the baseline and did not answer this time."),
        level=QUALITY,
    ),
    Definition(
        code="leavers",
        name=_("Baseline of those who stayed against those who left"),
        text=_(
            "How far the first answers of those who answered again lie above or below those of people who did not, in"
            " standard deviations (Hedges' g). Far from zero, those who are compared are not like those who began. It"
            " is given from ten people who answered again and ten who did not on. n is the number of people who left."
        ),
        level=QUALITY,
    ),
    Definition(
        code="expected_artefact",
        name=_("Rise to expect by chance"),
        text=_(
            "Where people were admitted because their first answers were low, those answers rise again by themselves:"
            " by so much on average over all pairs had nothing happened (regression to the mean, Barnett and others"
            " 2005). n is the number of pairs admitted so."
        ),
        level=QUALITY,
    ),
    Definition(
        code="participants",
        name=_("Participants"),
        text=_(
            "Distinct people who were present, at least partly, in at least one session of the period. Somebody in"
            " two programs is one person. The region is her own, or else that of the organization she stands for."
        ),
        level=OUTPUT,
    ),
    Definition(
        code="participation_ratio",
        name=_("Participation against population"),
        text=_(
            "A region's share of all participants over its share of the population of all regions (Unicode CLDR 48.2,"
            " 2026). 1 means as present as in the population; 0.8 to 1.2 reads as comparable. The interval is Wilson's"
            " over the known share. Participants without a known region count in no region, but in the whole."
        ),
        level=OUTPUT,
    ),
    Definition(
        code="funnel",
        name=_("From application to follow-up"),
        text=_(
            "Distinct people who applied in the period, and how many of them were accepted, attended, completed and"
            " answered three months later or after. A step that few people left is not shown."
        ),
        level=OUTPUT,
    ),
    Definition(
        code="enrollments",
        name=_("Enrollments"),
        text=_(
            "Applications and enrollments made in the period, each cohort counted; n is the number of people."
        ),
        level=OUTPUT,
    ),
    Definition(
        code="sessions",
        name=_("Sessions"),
        text=_("Sessions that were held in the period; cancelled ones do not count."),
        level=OUTPUT,
    ),
    Definition(
        code="hours",
        name=_("Hours of participation"),
        text=_(
            "Hours that people were present in sessions of the period. Without noted minutes a session counts whole,"
            " and half for those who were partly there."
        ),
        level=OUTPUT,
    ),
    Definition(
        code="completion",
        name=_("Completion"),
        text=_(
            "Those who completed among all whose participation ended in the period, completed or not; with Wilson's"
            " 95 percent interval. Those who withdrew or moved to another cohort are not in it."
        ),
        level=OUTPUT,
    ),
    Definition(
        code="people_in_part",
        name=_("People who learn, teach, review, decide and hold roles"),
        text=_(
            "Distinct people of a group who took part in sessions; taught or mentored; sat on panels that review"
            " applications; coordinated programs; or represented an organization or sat on its board, at some time in"
            " the period. The group is her own, or else that of the organization she stands for. Somebody of two"
            " languages counts in both."
        ),
        level=EQUITY,
    ),
    Definition(
        code="part_ratio",
        name=_("Presence against a reference"),
        text=_(
            "A group's share of the people in a part over its share of the reference that is named beside it. 1 means"
            " as present as in the reference; 0.8 to 1.2 reads as comparable. The interval is Wilson's over the known"
            " share. People whose group is not known stay in the whole."
        ),
        level=EQUITY,
    ),
    Definition(
        code="funnel_by_group",
        name=_("From application to follow-up, by group"),
        text=_(
            "Distinct people by the furthest step they came to in the period, each in one group. Numbers that tell of"
            " few people are not shown, nor those from which they could be computed."
        ),
        level=EQUITY,
    ),
    Definition(
        code="gini",
        name=_("Gini coefficient"),
        text=_(
            "How unevenly seats or hours are shared among all listed affiliates, those that got nothing included: 0 is"
            " the same for each, 1 is everything for one (corrected for small numbers: Deltas 2003)."
        ),
        level=EQUITY,
    ),
    Definition(
        code="theil",
        name=_("Theil index"),
        text=_(
            "The same as Theil's T, which can be taken apart exactly into inequality between regions and within them"
            " (Theil 1967; Shorrocks 1980)."
        ),
        level=EQUITY,
    ),
    Definition(
        code="concentration",
        name=_("Concentration index"),
        text=_(
            "Whether affiliates in territories where fewer people are online get less (above 0) or more (below 0) than"
            " their share: -1 to 1, with a normal interval (Kakwani, Wagstaff and van Doorslaer 1997). Affiliates whose"
            " territory's share is not known are left out."
        ),
        level=EQUITY,
    ),
    Definition(
        code="beyond_training",
        name=_("Hours beyond training"),
        text=_(
            "The share of all hours of participation that were not training, an online course or a series of workshops."
        ),
        level=OUTPUT,
    ),
    Definition(
        code="offers",
        name=_("Offers"),
        text=_(
            "People and organizations who say at present that they offer a capacity to others, and those capacities."
        ),
        level=OUTPUT,
    ),
    Definition(
        code="follow_ups_on_time",
        name=_("Follow-ups on time"),
        text=_(
            "Of the follow-ups of cohorts whose day was more than a week ago, the share that opened within a week of"
            " it, with Wilson's 95 percent interval. What was missed counts as not on time; what was skipped for a"
            " reason does not count."
        ),
        level=QUALITY,
    ),
    Definition(
        code="answered_in_time",
        name=_("Recommendations answered in time"),
        text=_(
            "Of the recommendations of published evaluations that are answered, or whose day is over, the share that"
            " was answered by that day, with Wilson's 95 percent interval."
        ),
        level=QUALITY,
    ),
    Definition(
        code="substantiated",
        name=_("Outcomes confirmed from outside"),
        text=_(
            "Of the outcomes of programs whose words are settled, so that others could be asked about them, the share"
            " that somebody who took no part in the program has confirmed, at least in part, with Wilson's 95 percent"
            " interval."
        ),
        level=QUALITY,
    ),
    Definition(
        code="held_roles",
        name=_("People who have held a role"),
        text=_(
            "Distinct people who ever held a role in a program, represented an organization or sat on its board, since"
            " the portal knows of it. Roles that begin later are not counted."
        ),
        level=OUTPUT,
    ),
    Definition(
        code="left_roles",
        name=_("People who have left their roles"),
        text=_(
            "Of these people, those who hold no such role today; role by role, those who do not hold it today."
        ),
        level=OUTPUT,
    ),
    Definition(
        code="retention",
        name=_("Staying in a role"),
        text=_(
            "Of all people who ever held a role in a program, represented an organization or sat on its board: the"
            " share who still held one so long after their first, by the product-limit curve (Kaplan and Meier 1958),"
            " which also counts those who have not been there so long yet, for as long as they have. While nobody has"
            " left there is no interval. Somebody without any such role today counts as having left on the last day of"
            " her last one."
        ),
        level=IMPACT,
    ),
    Definition(
        code="members",
        name=_("Members of an organization"),
        text=_(
            "Distinct people whose part in an organization (as member, representative, employee or on its board) is"
            " confirmed and has not ended."
        ),
        level=OUTPUT,
    ),
    Definition(
        code="sent",
        name=_("People whom an organization sends"),
        text=_(
            "Distinct people who applied or enrolled on behalf of an organization, whatever came of it; of these, those"
            " who got a place, also in a cohort that has not begun, and those who completed a program. Somebody in"
            " several cohorts is one person here, and several lines in the list. Who may see these figures sees the"
            " people by name: nothing is hidden."
        ),
        level=OUTPUT,
    ),
    Definition(
        code="partner_programs",
        name=_("Programs that partners provide"),
        text=_("Public programs with a partner organization among those who provide them."),
        level=OUTPUT,
    ),
    Definition(
        code="partner_people",
        name=_("Participants on behalf of partners"),
        text=_(
            "Of all people who took part in sessions, the share who did so on behalf of a partner organization, with"
            " Wilson's 95 percent interval."
        ),
        level=OUTPUT,
    ),
]
ANCHORS = {
    "unchanged": "improved",
    "worse": "improved",
    "part_share": "part_ratio",
    "gini_corrected": "gini",
    "theil_within": "theil",
    "theil_between": "theil",
}


def definition_of(metric: str) -> Definition:
    code = ANCHORS.get(metric, metric)
    return next(each for each in DEFINITIONS if each.code == code)


def anchor_of(metric: str) -> str:
    return f"#{ANCHORS.get(metric, metric)}"
