"""The tables of this app, as they were when the portal was first put together."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import assessments.models.wave
import common.tables


class Migration(migrations.Migration):
    replaces = [
        ("assessments", "0001_initial"),
        ("assessments", "0002_dimensions_follow_merges"),
        ("assessments", "0003_consensus_plans_needs"),
        ("assessments", "0004_answers_with_evidence"),
        ("assessments", "0005_documents_and_statistics"),
    ]

    initial = True

    dependencies = [
        ("programs", "0002_changes_of_lists_are_told"),
    ]

    operations = [
        common.tables.InOneGo(
            operations=[
                migrations.CreateModel(
                    name="Instrument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        ("code", models.SlugField(max_length=80, unique=True, verbose_name="code")),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("title_en", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_ar", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_es", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_fr", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_hi", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_ind", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_pt_br", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_ru", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_sw", models.CharField(max_length=200, null=True, verbose_name="title")),
                        ("title_zh_hans", models.CharField(max_length=200, null=True, verbose_name="title")),
                        (
                            "introduction",
                            models.TextField(blank=True, verbose_name="introduction for respondents"),
                        ),
                        (
                            "introduction_en",
                            models.TextField(
                                blank=True, null=True, verbose_name="introduction for respondents"
                            ),
                        ),
                        (
                            "introduction_ar",
                            models.TextField(
                                blank=True, null=True, verbose_name="introduction for respondents"
                            ),
                        ),
                        (
                            "introduction_es",
                            models.TextField(
                                blank=True, null=True, verbose_name="introduction for respondents"
                            ),
                        ),
                        (
                            "introduction_fr",
                            models.TextField(
                                blank=True, null=True, verbose_name="introduction for respondents"
                            ),
                        ),
                        (
                            "introduction_hi",
                            models.TextField(
                                blank=True, null=True, verbose_name="introduction for respondents"
                            ),
                        ),
                        (
                            "introduction_ind",
                            models.TextField(
                                blank=True, null=True, verbose_name="introduction for respondents"
                            ),
                        ),
                        (
                            "introduction_pt_br",
                            models.TextField(
                                blank=True, null=True, verbose_name="introduction for respondents"
                            ),
                        ),
                        (
                            "introduction_ru",
                            models.TextField(
                                blank=True, null=True, verbose_name="introduction for respondents"
                            ),
                        ),
                        (
                            "introduction_sw",
                            models.TextField(
                                blank=True, null=True, verbose_name="introduction for respondents"
                            ),
                        ),
                        (
                            "introduction_zh_hans",
                            models.TextField(
                                blank=True, null=True, verbose_name="introduction for respondents"
                            ),
                        ),
                        (
                            "family",
                            models.CharField(
                                choices=[
                                    ("capacity", "capacity"),
                                    ("performance", "performance"),
                                    ("knowledge", "knowledge"),
                                    ("reaction", "reaction"),
                                    ("needs", "needs"),
                                    ("observer", "observer rating"),
                                ],
                                max_length=12,
                                verbose_name="family",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("person", "person"),
                                    ("affiliate", "organization"),
                                    ("community", "community"),
                                    ("program", "program or event"),
                                ],
                                max_length=10,
                                verbose_name="about",
                            ),
                        ),
                        ("publisher", models.CharField(blank=True, max_length=200, verbose_name="publisher")),
                        (
                            "edition",
                            models.CharField(blank=True, max_length=80, verbose_name="edition in the source"),
                        ),
                        ("license", models.CharField(blank=True, max_length=300, verbose_name="license")),
                        (
                            "completeness",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="how complete it is here"
                            ),
                        ),
                        (
                            "principles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=200),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="principles",
                            ),
                        ),
                        (
                            "facts",
                            models.JSONField(
                                blank=True, default=dict, verbose_name="further facts of the source"
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "begun_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="begun by",
                            ),
                        ),
                        (
                            "sources",
                            models.ManyToManyField(
                                blank=True,
                                related_name="instruments",
                                to="capacity.source",
                                verbose_name="sources",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "instrument",
                        "verbose_name_plural": "instruments",
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "family__in",
                                        [
                                            "capacity",
                                            "performance",
                                            "knowledge",
                                            "reaction",
                                            "needs",
                                            "observer",
                                        ],
                                    )
                                ),
                                name="instrument_known_family",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unit__in", ["person", "affiliate", "community", "program"])
                                ),
                                name="instrument_known_unit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        ("is_anonymous", models.BooleanField(default=False, verbose_name="anonymous")),
                        (
                            "secret",
                            models.BinaryField(
                                default=assessments.models.wave.new_secret,
                                null=True,
                                verbose_name="secret that links anonymous answers",
                            ),
                        ),
                        (
                            "unlinked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="secret destroyed at"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "cohort",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessment_plans",
                                to="programs.cohort",
                                verbose_name="cohort",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessment_plans",
                                to="capacity.stakeholder",
                                verbose_name="organization",
                            ),
                        ),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="assessments.instrument",
                                verbose_name="instrument",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "assessment plan",
                        "verbose_name_plural": "assessment plans",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cohort__isnull", False), ("organization", None)),
                                    models.Q(("cohort", None), ("organization__isnull", False)),
                                    _connector="OR",
                                ),
                                name="plan_for_cohort_or_organization",
                            ),
                            models.UniqueConstraint(
                                fields=("cohort", "organization", "instrument"),
                                name="one_plan_per_instrument",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("unlinked_at", None), ("secret", None), _connector="OR"),
                                name="destroyed_secret_is_gone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InstrumentVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        ("major", models.PositiveSmallIntegerField(default=1, verbose_name="major")),
                        ("minor", models.PositiveSmallIntegerField(default=0, verbose_name="minor")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("retired", "retired"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "content_hash",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="hash of the content (SHA-256)"
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="published at"),
                        ),
                        (
                            "comparability",
                            models.CharField(
                                choices=[
                                    ("identical", "identical"),
                                    ("minor_wording", "small changes of wording"),
                                    ("bridged", "bridged by a table"),
                                    ("not_comparable", "not comparable"),
                                ],
                                default="identical",
                                max_length=14,
                                verbose_name="comparability with the version before",
                            ),
                        ),
                        (
                            "scoring_rule",
                            models.CharField(
                                choices=[
                                    ("mean", "mean of the items"),
                                    ("sum", "sum of the items"),
                                    ("weighted", "weighted mean"),
                                    ("rubric_min", "lowest level reached"),
                                ],
                                default="mean",
                                max_length=10,
                                verbose_name="scoring",
                            ),
                        ),
                        (
                            "min_answered_share",
                            models.DecimalField(
                                decimal_places=2,
                                default="0.80",
                                max_digits=3,
                                verbose_name="share of items that must be answered",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "instrument",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="assessments.instrument",
                                verbose_name="instrument",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="review asked for by",
                            ),
                        ),
                        (
                            "supersedes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.instrumentversion",
                                verbose_name="supersedes",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "instrument version",
                        "verbose_name_plural": "instrument versions",
                        "ordering": ["instrument", "-major", "-minor"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("instrument", "major", "minor"), name="each_version_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published")),
                                fields=("instrument", "major"),
                                name="one_published_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "in_review", "published", "retired"])
                                ),
                                name="version_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "in_review"]),
                                    models.Q(
                                        ("published_at__isnull", False),
                                        models.Q(("content_hash", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="published_version_is_dated_and_hashed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("min_answered_share__gte", 0), ("min_answered_share__lte", 1)
                                ),
                                name="answered_share_is_a_share",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Dimension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=80, verbose_name="code")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("name_en", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_ar", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_es", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_fr", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_hi", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_ind", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_pt_br", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_ru", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_sw", models.CharField(max_length=200, null=True, verbose_name="name")),
                        ("name_zh_hans", models.CharField(max_length=200, null=True, verbose_name="name")),
                        (
                            "weight",
                            models.DecimalField(
                                decimal_places=2, default=1, max_digits=5, verbose_name="weight"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        (
                            "capacity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dimensions",
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="dimensions",
                                to="assessments.instrumentversion",
                                verbose_name="version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "dimension",
                        "verbose_name_plural": "dimensions",
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "code"), name="one_dimension_per_code")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Scale",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=60, verbose_name="code")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("likert", "agreement"),
                                    ("frequency", "frequency"),
                                    ("maturity", "maturity"),
                                    ("rubric", "rubric"),
                                    ("numeric", "number"),
                                    ("boolean", "yes or no"),
                                    ("choice", "list to choose from"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "minimum",
                            models.DecimalField(decimal_places=3, max_digits=9, verbose_name="lowest"),
                        ),
                        (
                            "maximum",
                            models.DecimalField(decimal_places=3, max_digits=9, verbose_name="highest"),
                        ),
                        (
                            "step",
                            models.DecimalField(
                                decimal_places=3, default=1, max_digits=9, verbose_name="step"
                            ),
                        ),
                        (
                            "higher_is_better",
                            models.BooleanField(default=True, verbose_name="higher is better"),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scales",
                                to="assessments.instrumentversion",
                                verbose_name="version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "scale",
                        "verbose_name_plural": "scales",
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "code"), name="one_scale_per_code"),
                            models.CheckConstraint(
                                condition=models.Q(("maximum__gt", models.F("minimum"))),
                                name="scale_has_width",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("step__gt", 0)), name="scale_step_is_positive"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "likert",
                                            "frequency",
                                            "maturity",
                                            "rubric",
                                            "numeric",
                                            "boolean",
                                            "choice",
                                        ],
                                    )
                                ),
                                name="scale_known_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VersionFigures",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("language", models.CharField(max_length=12, verbose_name="language")),
                        ("n", models.PositiveIntegerField(default=0, verbose_name="people")),
                        ("changes", models.PositiveIntegerField(default=0, verbose_name="changes since")),
                        ("content", models.JSONField(blank=True, default=dict, verbose_name="figures")),
                        (
                            "computed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="computed at"),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="assessments.instrumentversion",
                                verbose_name="version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "figures of a version",
                        "verbose_name_plural": "figures of versions",
                        "ordering": ["version", "-n", "language"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "language"), name="one_figure_per_language"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VersionTranslation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        ("language", models.CharField(max_length=12, verbose_name="language")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("machine", "by a machine"),
                                    ("draft", "draft"),
                                    ("reviewed", "reviewed"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reviewed by",
                            ),
                        ),
                        (
                            "translated_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="translated by",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="translations",
                                to="assessments.instrumentversion",
                                verbose_name="version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "translation of a version",
                        "verbose_name_plural": "translations of versions",
                        "ordering": ["language"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "language"), name="each_language_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["machine", "draft", "reviewed"])),
                                name="translation_known_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Wave",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        (
                            "timepoint",
                            models.CharField(
                                choices=[
                                    ("baseline", "baseline"),
                                    ("endline", "endline"),
                                    ("retrospective", "retrospective baseline"),
                                    ("m3", "3 months after"),
                                    ("m6", "6 months after"),
                                    ("m12", "12 months after"),
                                    ("m24", "24 months after"),
                                    ("adhoc", "other"),
                                ],
                                max_length=14,
                                verbose_name="timepoint",
                            ),
                        ),
                        ("opens_at", models.DateTimeField(verbose_name="opens at")),
                        ("closes_at", models.DateTimeField(verbose_name="closes at")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("open", "open"),
                                    ("closing", "closing"),
                                    ("closed", "closed"),
                                    ("analyzed", "analyzed"),
                                    ("published", "published"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waves",
                                to="assessments.assessmentplan",
                                verbose_name="plan",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waves",
                                to="assessments.instrumentversion",
                                verbose_name="version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "wave",
                        "verbose_name_plural": "waves",
                        "ordering": ["opens_at", "id"],
                        "indexes": [
                            models.Index(fields=["state", "opens_at"], name="assessments_state_a4275a_idx")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("timepoint", "adhoc"), _negated=True),
                                fields=("plan", "timepoint"),
                                name="one_wave_per_timepoint",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                                name="wave_closes_after_opening",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["planned", "open", "closing", "closed", "analyzed", "published"],
                                    )
                                ),
                                name="wave_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "timepoint__in",
                                        [
                                            "baseline",
                                            "endline",
                                            "retrospective",
                                            "m3",
                                            "m6",
                                            "m12",
                                            "m24",
                                            "adhoc",
                                        ],
                                    )
                                ),
                                name="wave_known_timepoint",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Item",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=80, verbose_name="code")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("scale", "scale"),
                                    ("rubric", "maturity rubric"),
                                    ("frequency", "frequency"),
                                    ("single", "one choice"),
                                    ("multiple", "several choices"),
                                    ("number", "number"),
                                    ("open", "open text"),
                                ],
                                default="scale",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("stem", models.TextField(verbose_name="question")),
                        ("stem_en", models.TextField(null=True, verbose_name="question")),
                        ("stem_ar", models.TextField(null=True, verbose_name="question")),
                        ("stem_es", models.TextField(null=True, verbose_name="question")),
                        ("stem_fr", models.TextField(null=True, verbose_name="question")),
                        ("stem_hi", models.TextField(null=True, verbose_name="question")),
                        ("stem_ind", models.TextField(null=True, verbose_name="question")),
                        ("stem_pt_br", models.TextField(null=True, verbose_name="question")),
                        ("stem_ru", models.TextField(null=True, verbose_name="question")),
                        ("stem_sw", models.TextField(null=True, verbose_name="question")),
                        ("stem_zh_hans", models.TextField(null=True, verbose_name="question")),
                        ("help_text", models.TextField(blank=True, verbose_name="explanation")),
                        ("help_text_en", models.TextField(blank=True, null=True, verbose_name="explanation")),
                        ("help_text_ar", models.TextField(blank=True, null=True, verbose_name="explanation")),
                        ("help_text_es", models.TextField(blank=True, null=True, verbose_name="explanation")),
                        ("help_text_fr", models.TextField(blank=True, null=True, verbose_name="explanation")),
                        ("help_text_hi", models.TextField(blank=True, null=True, verbose_name="explanation")),
                        (
                            "help_text_ind",
                            models.TextField(blank=True, null=True, verbose_name="explanation"),
                        ),
                        (
                            "help_text_pt_br",
                            models.TextField(blank=True, null=True, verbose_name="explanation"),
                        ),
                        ("help_text_ru", models.TextField(blank=True, null=True, verbose_name="explanation")),
                        ("help_text_sw", models.TextField(blank=True, null=True, verbose_name="explanation")),
                        (
                            "help_text_zh_hans",
                            models.TextField(blank=True, null=True, verbose_name="explanation"),
                        ),
                        ("is_reversed", models.BooleanField(default=False, verbose_name="reverse-scored")),
                        ("is_required", models.BooleanField(default=False, verbose_name="must be answered")),
                        (
                            "relevance",
                            models.CharField(blank=True, max_length=500, verbose_name="asked only if"),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        (
                            "dimension",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="assessments.dimension",
                                verbose_name="dimension",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="assessments.instrumentversion",
                                verbose_name="version",
                            ),
                        ),
                        (
                            "scale",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="assessments.scale",
                                verbose_name="scale",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "item",
                        "verbose_name_plural": "items",
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "code"), name="one_item_per_code"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "scale",
                                            "rubric",
                                            "frequency",
                                            "single",
                                            "multiple",
                                            "number",
                                            "open",
                                        ],
                                    )
                                ),
                                name="item_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["number", "open"]),
                                    ("scale__isnull", False),
                                    _connector="OR",
                                ),
                                name="rated_items_have_a_scale",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemSums",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("language", models.CharField(max_length=12, verbose_name="language")),
                        (
                            "items",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), size=None, verbose_name="items"
                            ),
                        ),
                        ("n", models.PositiveIntegerField(default=0, verbose_name="people")),
                        (
                            "sums",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DecimalField(decimal_places=3, max_digits=20),
                                size=None,
                                verbose_name="sums",
                            ),
                        ),
                        (
                            "products",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DecimalField(decimal_places=6, max_digits=26),
                                size=None,
                                verbose_name="sums of products",
                            ),
                        ),
                        (
                            "dimension",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="assessments.dimension",
                                verbose_name="dimension",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="assessments.instrumentversion",
                                verbose_name="version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sums of items",
                        "verbose_name_plural": "sums of items",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "dimension", "language"),
                                name="one_sum_per_part",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScaleAnchor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=3, max_digits=9, verbose_name="value")),
                        ("label", models.CharField(max_length=200, verbose_name="label")),
                        ("label_en", models.CharField(max_length=200, null=True, verbose_name="label")),
                        ("label_ar", models.CharField(max_length=200, null=True, verbose_name="label")),
                        ("label_es", models.CharField(max_length=200, null=True, verbose_name="label")),
                        ("label_fr", models.CharField(max_length=200, null=True, verbose_name="label")),
                        ("label_hi", models.CharField(max_length=200, null=True, verbose_name="label")),
                        ("label_ind", models.CharField(max_length=200, null=True, verbose_name="label")),
                        ("label_pt_br", models.CharField(max_length=200, null=True, verbose_name="label")),
                        ("label_ru", models.CharField(max_length=200, null=True, verbose_name="label")),
                        ("label_sw", models.CharField(max_length=200, null=True, verbose_name="label")),
                        ("label_zh_hans", models.CharField(max_length=200, null=True, verbose_name="label")),
                        ("descriptor", models.TextField(blank=True, verbose_name="what it looks like")),
                        (
                            "descriptor_en",
                            models.TextField(blank=True, null=True, verbose_name="what it looks like"),
                        ),
                        (
                            "descriptor_ar",
                            models.TextField(blank=True, null=True, verbose_name="what it looks like"),
                        ),
                        (
                            "descriptor_es",
                            models.TextField(blank=True, null=True, verbose_name="what it looks like"),
                        ),
                        (
                            "descriptor_fr",
                            models.TextField(blank=True, null=True, verbose_name="what it looks like"),
                        ),
                        (
                            "descriptor_hi",
                            models.TextField(blank=True, null=True, verbose_name="what it looks like"),
                        ),
                        (
                            "descriptor_ind",
                            models.TextField(blank=True, null=True, verbose_name="what it looks like"),
                        ),
                        (
                            "descriptor_pt_br",
                            models.TextField(blank=True, null=True, verbose_name="what it looks like"),
                        ),
                        (
                            "descriptor_ru",
                            models.TextField(blank=True, null=True, verbose_name="what it looks like"),
                        ),
                        (
                            "descriptor_sw",
                            models.TextField(blank=True, null=True, verbose_name="what it looks like"),
                        ),
                        (
                            "descriptor_zh_hans",
                            models.TextField(blank=True, null=True, verbose_name="what it looks like"),
                        ),
                        (
                            "evidence_required",
                            models.BooleanField(default=False, verbose_name="evidence required"),
                        ),
                        (
                            "scale",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="anchors",
                                to="assessments.scale",
                                verbose_name="scale",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "scale anchor",
                        "verbose_name_plural": "scale anchors",
                        "ordering": ["value"],
                        "constraints": [
                            models.UniqueConstraint(fields=("scale", "value"), name="one_anchor_per_value")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WaveTarget",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "enrollment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="programs.enrollment",
                                verbose_name="enrollment",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.stakeholder",
                                verbose_name="organization",
                            ),
                        ),
                        (
                            "region",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.region",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.stakeholder",
                                verbose_name="about",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.territory",
                                verbose_name="territory",
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="assessments.wave",
                                verbose_name="wave",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "target of a wave",
                        "verbose_name_plural": "targets of waves",
                        "constraints": [
                            models.UniqueConstraint(fields=("wave", "subject"), name="each_target_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnswerCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("language", models.CharField(max_length=12, verbose_name="language")),
                        (
                            "stratum",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                max_digits=20,
                                null=True,
                                verbose_name="sum over the part",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=3, max_digits=9, null=True, verbose_name="value"
                            ),
                        ),
                        (
                            "missing_code",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_asked", "not asked"),
                                    ("not_applicable", "does not apply to me"),
                                    ("dont_know", "I don't know"),
                                    ("refused", "I would rather not say"),
                                    ("skipped", "skipped"),
                                ],
                                max_length=16,
                                verbose_name="missing because",
                            ),
                        ),
                        ("n", models.IntegerField(default=0, verbose_name="people")),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="assessments.item",
                                verbose_name="item",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "count of answers",
                        "verbose_name_plural": "counts of answers",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("item", "language", "stratum", "value", "missing_code"),
                                name="one_count_per_answer",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("n__gte", 0)), name="count_is_not_negative"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        (
                            "perspective",
                            models.CharField(
                                choices=[
                                    ("self", "self"),
                                    ("observer", "observer"),
                                    ("consensus", "consensus"),
                                ],
                                default="self",
                                max_length=10,
                                verbose_name="perspective",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("sent", "sent"),
                                    ("opened", "opened"),
                                    ("started", "started"),
                                    ("submitted", "submitted"),
                                    ("declined", "declined"),
                                    ("bounced", "bounced"),
                                    ("expired", "expired"),
                                    ("opted_out", "opted out"),
                                    ("ineligible", "not eligible"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                        (
                            "reminders",
                            models.PositiveSmallIntegerField(default=0, verbose_name="reminders sent"),
                        ),
                        (
                            "reminded_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="last reminded at"),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "respondent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="capacity.stakeholder",
                                verbose_name="respondent",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="assessments.wavetarget",
                                verbose_name="target",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "invitation",
                        "verbose_name_plural": "invitations",
                        "ordering": ["-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("target", "respondent", "perspective"), name="each_invitation_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "planned",
                                            "sent",
                                            "opened",
                                            "started",
                                            "submitted",
                                            "declined",
                                            "bounced",
                                            "expired",
                                            "opted_out",
                                            "ineligible",
                                        ],
                                    )
                                ),
                                name="invitation_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reminders__lte", 3)), name="at_most_three_reminders"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Response",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        ("respondent_key", models.CharField(max_length=64, verbose_name="respondent")),
                        (
                            "perspective",
                            models.CharField(
                                choices=[
                                    ("self", "self"),
                                    ("observer", "observer"),
                                    ("consensus", "consensus"),
                                ],
                                default="self",
                                max_length=10,
                                verbose_name="perspective",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("web", "web page"),
                                    ("interview", "interview"),
                                    ("import", "import"),
                                ],
                                default="web",
                                max_length=10,
                                verbose_name="answered by",
                            ),
                        ),
                        ("language", models.CharField(max_length=12, verbose_name="language answered in")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("submitted", "submitted"),
                                    ("withdrawn", "withdrawn"),
                                    ("superseded", "superseded"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="submitted at"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "invitation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="responses",
                                to="assessments.invitation",
                                verbose_name="invitation",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="responses",
                                to="capacity.stakeholder",
                                verbose_name="about",
                            ),
                        ),
                        (
                            "supersedes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.response",
                                verbose_name="supersedes",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.instrumentversion",
                                verbose_name="version",
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="responses",
                                to="assessments.wave",
                                verbose_name="wave",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "response",
                        "verbose_name_plural": "responses",
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(fields=["updated_at"], name="assessments_updated_948e0c_idx"),
                            models.Index(
                                fields=["version", "respondent_key"], name="assessments_version_5089ac_idx"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "submitted")),
                                fields=("wave", "subject", "respondent_key", "perspective"),
                                name="one_submitted_response",
                                nulls_distinct=False,
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")),
                                fields=("wave", "subject", "respondent_key", "perspective"),
                                name="one_draft_response",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "submitted", "withdrawn", "superseded"])
                                ),
                                name="response_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "withdrawn"]),
                                    ("submitted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="submitted_response_is_dated",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=3, max_digits=9, null=True, verbose_name="value"
                            ),
                        ),
                        ("text", models.TextField(blank=True, null=True, verbose_name="text")),
                        (
                            "choices",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DecimalField(decimal_places=3, max_digits=9),
                                blank=True,
                                null=True,
                                size=None,
                                verbose_name="choices",
                            ),
                        ),
                        (
                            "missing_code",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_asked", "not asked"),
                                    ("not_applicable", "does not apply to me"),
                                    ("dont_know", "I don't know"),
                                    ("refused", "I would rather not say"),
                                    ("skipped", "skipped"),
                                ],
                                max_length=16,
                                null=True,
                                verbose_name="missing because",
                            ),
                        ),
                        ("evidence", models.TextField(blank=True, verbose_name="what shows it")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="assessments.item",
                                verbose_name="item",
                            ),
                        ),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="assessments.response",
                                verbose_name="response",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "answer",
                        "verbose_name_plural": "answers",
                        "constraints": [
                            models.UniqueConstraint(fields=("response", "item"), name="one_answer_per_item"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("choices", None),
                                        ("missing_code", None),
                                        ("text", None),
                                        ("value__isnull", False),
                                    ),
                                    models.Q(
                                        ("choices", None),
                                        ("missing_code", None),
                                        ("text__isnull", False),
                                        ("value", None),
                                    ),
                                    models.Q(
                                        ("choices__isnull", False),
                                        ("missing_code", None),
                                        ("text", None),
                                        ("value", None),
                                    ),
                                    models.Q(
                                        ("choices", None),
                                        (
                                            "missing_code__in",
                                            [
                                                "not_asked",
                                                "not_applicable",
                                                "dont_know",
                                                "refused",
                                                "skipped",
                                            ],
                                        ),
                                        ("text", None),
                                        ("value", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="exactly_one_kind_of_answer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsensusSession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        ("minutes", models.TextField(blank=True, verbose_name="minutes of the meeting")),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("private", "those who represent us or took part"),
                                    ("members", "our members"),
                                    ("staff", "our members and the portal's staff"),
                                    ("public", "everybody"),
                                ],
                                default="private",
                                max_length=8,
                                verbose_name="who sees the result",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("rating", "colleagues rate"),
                                    ("agreeing", "looking for the consensus"),
                                    ("recorded", "recorded"),
                                    ("called_off", "called off"),
                                ],
                                default="rating",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="recorded at"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "facilitator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.stakeholder",
                                verbose_name="facilitator",
                            ),
                        ),
                        (
                            "organization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="self_assessments",
                                to="capacity.stakeholder",
                                verbose_name="organization",
                            ),
                        ),
                        (
                            "response",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="session",
                                to="assessments.response",
                                verbose_name="consensus",
                            ),
                        ),
                        (
                            "wave",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consensus",
                                to="assessments.wave",
                                verbose_name="wave",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "self-assessment of an organization",
                        "verbose_name_plural": "self-assessments of organizations",
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["rating", "agreeing", "recorded", "called_off"])
                                ),
                                name="consensus_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("visibility__in", ["private", "members", "staff", "public"])
                                ),
                                name="consensus_known_visibility",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("recorded_at__isnull", False),
                                        ("response__isnull", False),
                                        ("state", "recorded"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "recorded"), _negated=True), ("recorded_at", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="recorded_consensus_is_dated_and_answered",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CountedResponse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "response",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="counted",
                                to="assessments.response",
                                verbose_name="response",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "counted response",
                        "verbose_name_plural": "counted responses",
                    },
                ),
                migrations.CreateModel(
                    name="Score",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("method_id", models.CharField(max_length=60, verbose_name="method")),
                        (
                            "raw",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=9, null=True, verbose_name="raw"
                            ),
                        ),
                        (
                            "normalized",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=7,
                                null=True,
                                verbose_name="normalized, 0 to 1",
                            ),
                        ),
                        ("items_answered", models.PositiveSmallIntegerField(verbose_name="items answered")),
                        ("items_asked", models.PositiveSmallIntegerField(verbose_name="items asked")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "capacity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scores",
                                to="assessments.response",
                                verbose_name="response",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "score",
                        "verbose_name_plural": "scores",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("response", "capacity", "method_id"), name="one_score_per_capacity"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("normalized", None),
                                    models.Q(("normalized__gte", 0), ("normalized__lte", 1)),
                                    _connector="OR",
                                ),
                                name="normalized_between_0_and_1",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("normalized", None), ("raw", None)),
                                    models.Q(("normalized__isnull", False), ("raw__isnull", False)),
                                    _connector="OR",
                                ),
                                name="score_has_both_or_neither",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("items_answered__lte", models.F("items_asked"))),
                                name="answered_within_asked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsensusParticipant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        ("was_there", models.BooleanField(default=False, verbose_name="was at the meeting")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.stakeholder",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="participants",
                                to="assessments.consensussession",
                                verbose_name="self-assessment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "participant of a self-assessment",
                        "verbose_name_plural": "participants of self-assessments",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("session", "person"), name="each_participant_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DevelopmentPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        ("title", models.CharField(max_length=140, verbose_name="title")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="assessments.consensussession",
                                verbose_name="after the self-assessment",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="capacity.stakeholder",
                                verbose_name="whose plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "development plan",
                        "verbose_name_plural": "development plans",
                        "ordering": ["-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="plan_has_a_title"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvidenceLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        ("url", models.URLField(max_length=500, verbose_name="link to the evidence")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "session",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="assessments.consensussession",
                                verbose_name="self-assessment",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="assessments.item",
                                verbose_name="question",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "link to evidence",
                        "verbose_name_plural": "links to evidence",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("session", "item"), name="one_evidence_per_question"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("url", ""), _negated=True), name="evidence_has_a_link"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Need",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        (
                            "importance",
                            models.DecimalField(decimal_places=1, max_digits=3, verbose_name="how important"),
                        ),
                        (
                            "ability",
                            models.DecimalField(decimal_places=1, max_digits=3, verbose_name="how well now"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "capacity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="needs",
                                to="assessments.developmentplan",
                                verbose_name="plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "need",
                        "verbose_name_plural": "needs",
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "capacity"), name="each_need_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ability__gte", 0),
                                    ("ability__lte", 5),
                                    ("importance__gte", 0),
                                    ("importance__lte", 5),
                                ),
                                name="need_on_the_same_steps",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanAction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="public id"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("program", "take part in a program"),
                                    ("mentor", "learn from somebody"),
                                    ("own", "something of our own"),
                                ],
                                default="own",
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="what is to be done")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "progress",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="progress in percent",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("doing", "under way"),
                                    ("done", "done"),
                                    ("dropped", "dropped"),
                                ],
                                default="open",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="why it was dropped"),
                        ),
                        (
                            "reminded_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="last reminded at"),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="demo")),
                        (
                            "capacity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.capacity",
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "mentor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="capacity.stakeholder",
                                verbose_name="mentor",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_actions",
                                to="capacity.stakeholder",
                                verbose_name="who sees to it",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="actions",
                                to="assessments.developmentplan",
                                verbose_name="plan",
                            ),
                        ),
                        (
                            "program",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="programs.program",
                                verbose_name="program",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "action of a plan",
                        "verbose_name_plural": "actions of plans",
                        "ordering": [models.OrderBy(models.F("due_on"), nulls_last=True), "id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["open", "doing"])),
                                fields=["due_on"],
                                name="action_due",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "doing", "done", "dropped"])),
                                name="action_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["program", "mentor", "own"])),
                                name="action_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "program"), ("mentor", None), ("program__isnull", False)
                                    ),
                                    models.Q(
                                        ("kind", "mentor"), ("mentor__isnull", False), ("program", None)
                                    ),
                                    models.Q(("kind", "own"), ("mentor", None), ("program", None)),
                                    _connector="OR",
                                ),
                                name="action_names_what_its_kind_is_about",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("progress__lte", 100)), name="action_progress_is_a_share"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "done"), _negated=True),
                                    ("progress", 100),
                                    _connector="OR",
                                ),
                                name="action_that_is_done_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "dropped"), models.Q(("reason", ""), _negated=True)),
                                    models.Q(models.Q(("state", "dropped"), _negated=True), ("reason", "")),
                                    _connector="OR",
                                ),
                                name="dropped_action_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", False), ("state__in", ["done", "dropped"])),
                                    models.Q(
                                        models.Q(("state__in", ["done", "dropped"]), _negated=True),
                                        ("ended_at", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="ended_action_is_dated",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="instrumentversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="published_is_final",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n                    IF OLD.state IN ('draft', 'in_review') THEN\n                        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                        RETURN NEW;\n                    END IF;\n                    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state = 'retired'\n                        AND to_jsonb(NEW) - 'state' - 'updated_at' = to_jsonb(OLD) - 'state' - 'updated_at' THEN\n                        RETURN NEW;\n                    END IF;\n                    RAISE EXCEPTION 'a published instrument version cannot change'\n                        USING ERRCODE = 'restrict_violation';\n                ",
                            hash="811f99e713b6b7d143f1e1010828382d49c99270",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_published_is_final_f1447",
                            table="assessments_instrumentversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="dimension",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE line RECORD; version_state TEXT;",
                            func="\n            IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n            version_state := (SELECT state FROM assessments_instrumentversion WHERE id = line.version_id);\n            IF version_state IN ('draft', 'in_review') OR version_state IS NULL THEN RETURN line; END IF;\n            IF TG_OP = 'UPDATE' AND NOT EXISTS (\n                SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed\n                WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key\n                  AND changed.key <> 'updated_at'\n                  AND NOT ((changed.key LIKE 'name\\_%') AND coalesce(to_jsonb(OLD) ->> changed.key, '') = '')\n                  AND NOT coalesce((\n    changed.key = 'capacity_id'\n    AND NEW.capacity_id = (SELECT merged_into_id FROM capacity_capacity WHERE id = OLD.capacity_id)\n) OR (EXISTS (\n        SELECT 1 FROM assessments_versiontranslation AS spoken\n        WHERE spoken.version_id = NEW.version_id AND spoken.state <> 'reviewed'\n          AND changed.key ~ ('^(name|stem|help_text|label|descriptor)_' || replace(spoken.language, '-', '_') || '$')\n    )), false)\n            ) THEN RETURN NEW; END IF;\n            RAISE EXCEPTION '% belongs to a published version and cannot change', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n        ",
                            hash="76c0679bfcf58d936d3b3dccc5dd9fb3c58f8aa2",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_version_de853",
                            table="assessments_dimension",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="answer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="fits_its_item_and_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE line RECORD; response RECORD; scale RECORD;",
                            func="\n                    \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n                    IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n                    SELECT r.state, r.version_id INTO response\n                        FROM assessments_response AS r WHERE r.id = line.response_id;\n                    IF response.state <> 'draft' AND NOT (TG_OP = 'INSERT' AND line.is_demo) AND NOT (\n                        TG_OP = 'UPDATE' AND (NEW.text = '' OR NEW.text IS NOT DISTINCT FROM OLD.text)\n                        AND NEW.evidence IN ('', OLD.evidence)\n                        AND to_jsonb(NEW) - 'text' - 'evidence' = to_jsonb(OLD) - 'text' - 'evidence'\n                    ) THEN\n                        RAISE EXCEPTION 'submitted answers cannot change' USING ERRCODE = 'restrict_violation';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                    IF (SELECT version_id FROM assessments_item WHERE id = NEW.item_id)\n                        IS DISTINCT FROM response.version_id THEN\n                        RAISE EXCEPTION 'the item is not of this version' USING ERRCODE = 'check_violation';\n                    END IF;\n                    IF NEW.value IS NOT NULL THEN\n                        SELECT s.minimum, s.maximum INTO scale FROM assessments_scale AS s\n                            JOIN assessments_item AS item ON item.scale_id = s.id WHERE item.id = NEW.item_id;\n                        IF NEW.value < scale.minimum OR NEW.value > scale.maximum THEN\n                            RAISE EXCEPTION 'the value lies outside the scale' USING ERRCODE = 'check_violation';\n                        END IF;\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="32cef288ab9a8ea94fe2c3ffd7b956c8b503f4cf",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_fits_its_item_and_stays_a225f",
                            table="assessments_answer",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="scale",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE line RECORD; version_state TEXT;",
                            func="\n            IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n            version_state := (SELECT state FROM assessments_instrumentversion WHERE id = line.version_id);\n            IF version_state IN ('draft', 'in_review') OR version_state IS NULL THEN RETURN line; END IF;\n            IF TG_OP = 'UPDATE' AND NOT EXISTS (\n                SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed\n                WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key\n                  AND changed.key <> 'updated_at'\n                  AND NOT ((false) AND coalesce(to_jsonb(OLD) ->> changed.key, '') = '')\n            ) THEN RETURN NEW; END IF;\n            RAISE EXCEPTION '% belongs to a published version and cannot change', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n        ",
                            hash="8ccc9b5a3622839cfcdfb775e00751af5340c626",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_version_b36df",
                            table="assessments_scale",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="item",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE line RECORD; version_state TEXT;",
                            func="\n            IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n            version_state := (SELECT state FROM assessments_instrumentversion WHERE id = line.version_id);\n            IF version_state IN ('draft', 'in_review') OR version_state IS NULL THEN RETURN line; END IF;\n            IF TG_OP = 'UPDATE' AND NOT EXISTS (\n                SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed\n                WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key\n                  AND changed.key <> 'updated_at'\n                  AND NOT ((changed.key LIKE 'stem\\_%' OR changed.key LIKE 'help_text\\_%') AND coalesce(to_jsonb(OLD) ->> changed.key, '') = '')\n                  AND NOT coalesce(EXISTS (\n        SELECT 1 FROM assessments_versiontranslation AS spoken\n        WHERE spoken.version_id = NEW.version_id AND spoken.state <> 'reviewed'\n          AND changed.key ~ ('^(name|stem|help_text|label|descriptor)_' || replace(spoken.language, '-', '_') || '$')\n    ), false)\n            ) THEN RETURN NEW; END IF;\n            RAISE EXCEPTION '% belongs to a published version and cannot change', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n        ",
                            hash="5d2f5120272614575295f43405c065058165b67d",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_version_35c3b",
                            table="assessments_item",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="scaleanchor",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE line RECORD; version_state TEXT;",
                            func="\n            IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n            version_state := (SELECT version.state FROM assessments_scale AS scale JOIN assessments_instrumentversion AS version ON version.id = scale.version_id WHERE scale.id = line.scale_id);\n            IF version_state IN ('draft', 'in_review') OR version_state IS NULL THEN RETURN line; END IF;\n            IF TG_OP = 'UPDATE' AND NOT EXISTS (\n                SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed\n                WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key\n                  AND changed.key <> 'updated_at'\n                  AND NOT ((changed.key LIKE 'label\\_%' OR changed.key LIKE 'descriptor\\_%') AND coalesce(to_jsonb(OLD) ->> changed.key, '') = '')\n                  AND NOT coalesce(EXISTS (\n        SELECT 1 FROM assessments_versiontranslation AS spoken\n        WHERE spoken.version_id = (SELECT version_id FROM assessments_scale WHERE id = NEW.scale_id) AND spoken.state <> 'reviewed'\n          AND changed.key ~ ('^(name|stem|help_text|label|descriptor)_' || replace(spoken.language, '-', '_') || '$')\n    ), false)\n            ) THEN RETURN NEW; END IF;\n            RAISE EXCEPTION '% belongs to a published version and cannot change', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n        ",
                            hash="ca980bc76a175e73d98f545aeeac884b7c6786b4",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_version_c5753",
                            table="assessments_scaleanchor",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="versiontranslation",
                    trigger=pgtrigger.compiler.Trigger(
                        name="reviewed_is_final",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n                    IF OLD.state = 'reviewed' AND (\n                        SELECT state FROM assessments_instrumentversion WHERE id = OLD.version_id\n                    ) IN ('published', 'retired') THEN\n                        RAISE EXCEPTION 'a reviewed translation of a published version cannot change'\n                            USING ERRCODE = 'restrict_violation';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                    RETURN NEW;\n                ",
                            hash="5a497343af57743e72ebf94a722c7d36c035f75d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_reviewed_is_final_4745e",
                            table="assessments_versiontranslation",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="response",
                    trigger=pgtrigger.compiler.Trigger(
                        name="version_of_its_wave",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    IF (SELECT version_id FROM assessments_wave WHERE id = NEW.wave_id)\n                        IS DISTINCT FROM NEW.version_id THEN\n                        RAISE EXCEPTION 'a response answers the version of its wave' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="625baede753f0b1d4de979a097acaebf5f403b33",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_version_of_its_wave_ffb0e",
                            table="assessments_response",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="response",
                    trigger=pgtrigger.compiler.Trigger(
                        name="consensus_has_its_evidence",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.\"perspective\" = 'consensus' AND NEW.\"state\" = 'submitted' AND NOT (OLD.\"state\" = 'submitted'))",
                            func="\n                    IF EXISTS (\n                        SELECT 1 FROM assessments_answer AS answer\n                        JOIN assessments_item AS item ON item.id = answer.item_id\n                        JOIN assessments_scaleanchor AS anchor\n                            ON anchor.scale_id = item.scale_id AND anchor.value = answer.value\n                        WHERE answer.response_id = NEW.id AND anchor.evidence_required AND NOT EXISTS (\n                            SELECT 1 FROM assessments_evidencelink AS link\n                            JOIN assessments_consensussession AS session ON session.id = link.session_id\n                            WHERE session.wave_id = NEW.wave_id AND link.item_id = answer.item_id\n                        )\n                    ) THEN\n                        RAISE EXCEPTION 'a level that requires evidence has none' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="0eb8e492294390bd861c50a5f8480f251fb8bece",
                            operation="UPDATE",
                            pgid="pgtrigger_consensus_has_its_evidence_fe870",
                            table="assessments_response",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
