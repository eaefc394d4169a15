"""Bridges between versions, the state of each translated text, robustness apart from level, needs that are dropped."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from common.tables import InOneGo

ASPECTS = "UPDATE assessments_item SET aspect = 'robustness' WHERE code LIKE '%robustness'"
# Until now versions of one major number were compared, unless one between them said otherwise.
LINKS = """
    INSERT INTO assessments_versionlink (earlier_id, later_id)
    SELECT one.id, other.id
    FROM assessments_instrumentversion AS one
    JOIN assessments_instrumentversion AS other ON other.instrument_id = one.instrument_id
        AND other.major = one.major AND other.id <> one.id
    WHERE one.state IN ('published', 'retired') AND other.state IN ('published', 'retired') AND NOT EXISTS (
        SELECT 1 FROM assessments_instrumentversion AS step
        WHERE step.instrument_id = one.instrument_id AND step.major = one.major
          AND step.minor > least(one.minor, other.minor) AND step.minor <= greatest(one.minor, other.minor)
          AND step.comparability NOT IN ('identical', 'minor_wording')
    )
"""


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_tables"),
        ("capacity", "0002_directory"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        InOneGo(
            [
                migrations.CreateModel(
                    name="Bridge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("equipercentile", "equal percentiles"),
                                    ("linear", "equal mean and spread"),
                                    ("judgment", "judgment of experts"),
                                ],
                                max_length=16,
                                verbose_name="method",
                            ),
                        ),
                        ("people", models.PositiveIntegerField(verbose_name="people who answered both")),
                        ("source", models.TextField(verbose_name="source")),
                        (
                            "old",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DecimalField(decimal_places=6, max_digits=7),
                                size=None,
                                verbose_name="scores before",
                            ),
                        ),
                        (
                            "new",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DecimalField(decimal_places=6, max_digits=7),
                                size=None,
                                verbose_name="scores now",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bridge between versions",
                        "verbose_name_plural": "bridges between versions",
                    },
                ),
                migrations.CreateModel(
                    name="TextReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.CharField(max_length=200, verbose_name="place")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("machine", "by a machine"),
                                    ("draft", "draft"),
                                    ("reviewed", "reviewed"),
                                ],
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "source_hash",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="hash of the original it translates"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "review of a text",
                        "verbose_name_plural": "reviews of texts",
                        "ordering": ["place"],
                    },
                ),
                migrations.CreateModel(
                    name="VersionLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "link between versions",
                        "verbose_name_plural": "links between versions",
                    },
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="dimension",
                    name="frozen_version",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="instrumentversion",
                    name="published_is_final",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="item",
                    name="frozen_version",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="scale",
                    name="frozen_version",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="scaleanchor",
                    name="frozen_version",
                ),
                migrations.RemoveConstraint(
                    model_name="need",
                    name="need_on_the_same_steps",
                ),
                migrations.RemoveConstraint(
                    model_name="score",
                    name="one_score_per_capacity",
                ),
                migrations.AddField(
                    model_name="item",
                    name="aspect",
                    field=models.CharField(
                        choices=[("level", "level"), ("robustness", "robustness")],
                        default="level",
                        max_length=10,
                        verbose_name="what it asks for",
                    ),
                ),
                migrations.AddField(
                    model_name="need",
                    name="dropped_at",
                    field=models.DateTimeField(blank=True, null=True, verbose_name="dropped at"),
                ),
                migrations.AddField(
                    model_name="need",
                    name="reason",
                    field=models.CharField(blank=True, max_length=300, verbose_name="why it was dropped"),
                ),
                migrations.AddField(
                    model_name="need",
                    name="robustness",
                    field=models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=3,
                        null=True,
                        verbose_name="how well it would last",
                    ),
                ),
                migrations.AddField(
                    model_name="score",
                    name="aspect",
                    field=models.CharField(
                        choices=[("level", "level"), ("robustness", "robustness")],
                        default="level",
                        max_length=10,
                        verbose_name="aspect",
                    ),
                ),
                migrations.RunSQL(ASPECTS, migrations.RunSQL.noop),
                pgtrigger.migrations.AddTrigger(
                    model_name="dimension",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE line RECORD; version_state TEXT;",
                            func="\n            IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n            version_state := (SELECT state FROM assessments_instrumentversion WHERE id = line.version_id);\n            IF version_state = 'draft' OR version_state IS NULL THEN RETURN line; END IF;\n            IF TG_OP = 'UPDATE' AND NOT EXISTS (\n                SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed\n                WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key\n                  AND changed.key <> 'updated_at'\n                  AND NOT ((changed.key LIKE 'name\\_%') AND coalesce(to_jsonb(OLD) ->> changed.key, '') = '')\n                  AND NOT coalesce((\n    changed.key = 'capacity_id'\n    AND NEW.capacity_id = (SELECT merged_into_id FROM capacity_capacity WHERE id = OLD.capacity_id)\n) OR (EXISTS (\n        SELECT 1 FROM assessments_versiontranslation AS spoken\n        CROSS JOIN LATERAL (SELECT '_' || replace(spoken.language, '-', '_') || '$' AS ending) AS named\n        LEFT JOIN assessments_textreview AS text ON text.translation_id = spoken.id\n            AND text.place = 'dimension/' || NEW.code || '/' || regexp_replace(changed.key, named.ending, '')\n        WHERE spoken.version_id = NEW.version_id AND coalesce(text.state, spoken.state) <> 'reviewed'\n          AND changed.key ~ ('^(name|stem|help_text|label|descriptor)' || named.ending)\n    )), false)\n            ) THEN RETURN NEW; END IF;\n            RAISE EXCEPTION '% belongs to a version that is % and cannot change', TG_TABLE_NAME, version_state\n                USING ERRCODE = 'restrict_violation';\n        ",
                            hash="f39810cbbb45666e6163bee9500f5d027b893b7b",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_version_de853",
                            table="assessments_dimension",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="instrumentversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="published_is_final",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    \n    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN\n        RETURN OLD;\n    END IF;\n\n                    IF OLD.state = 'draft' THEN\n                        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                        RETURN NEW;\n                    END IF;\n                    IF OLD.state = 'in_review' THEN\n                        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['state', 'submitted_by_id', 'published_at', 'content_hash', 'updated_at'] = to_jsonb(OLD) - ARRAY['state', 'submitted_by_id', 'published_at', 'content_hash', 'updated_at'] THEN\n                            RETURN NEW;\n                        END IF;\n                        RAISE EXCEPTION 'an instrument version in review cannot change'\n                            USING ERRCODE = 'restrict_violation';\n                    END IF;\n                    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state = 'retired'\n                        AND to_jsonb(NEW) - 'state' - 'updated_at' = to_jsonb(OLD) - 'state' - 'updated_at' THEN\n                        RETURN NEW;\n                    END IF;\n                    RAISE EXCEPTION 'a published instrument version cannot change'\n                        USING ERRCODE = 'restrict_violation';\n                ",
                            hash="875c8b1bafed1e8ad6833d25956a2a725c0eee0e",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_published_is_final_f1447",
                            table="assessments_instrumentversion",
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
                            func="\n            IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n            version_state := (SELECT state FROM assessments_instrumentversion WHERE id = line.version_id);\n            IF version_state = 'draft' OR version_state IS NULL THEN RETURN line; END IF;\n            IF TG_OP = 'UPDATE' AND NOT EXISTS (\n                SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed\n                WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key\n                  AND changed.key <> 'updated_at'\n                  AND NOT ((changed.key LIKE 'stem\\_%' OR changed.key LIKE 'help_text\\_%') AND coalesce(to_jsonb(OLD) ->> changed.key, '') = '')\n                  AND NOT coalesce(EXISTS (\n        SELECT 1 FROM assessments_versiontranslation AS spoken\n        CROSS JOIN LATERAL (SELECT '_' || replace(spoken.language, '-', '_') || '$' AS ending) AS named\n        LEFT JOIN assessments_textreview AS text ON text.translation_id = spoken.id\n            AND text.place = 'item/' || NEW.code || '/' || regexp_replace(changed.key, named.ending, '')\n        WHERE spoken.version_id = NEW.version_id AND coalesce(text.state, spoken.state) <> 'reviewed'\n          AND changed.key ~ ('^(name|stem|help_text|label|descriptor)' || named.ending)\n    ), false)\n            ) THEN RETURN NEW; END IF;\n            RAISE EXCEPTION '% belongs to a version that is % and cannot change', TG_TABLE_NAME, version_state\n                USING ERRCODE = 'restrict_violation';\n        ",
                            hash="c71a0a3801462e4ebd7cfd829415e2a043e6b39c",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_version_35c3b",
                            table="assessments_item",
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
                            func="\n            IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n            version_state := (SELECT state FROM assessments_instrumentversion WHERE id = line.version_id);\n            IF version_state = 'draft' OR version_state IS NULL THEN RETURN line; END IF;\n            IF TG_OP = 'UPDATE' AND NOT EXISTS (\n                SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed\n                WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key\n                  AND changed.key <> 'updated_at'\n                  AND NOT ((false) AND coalesce(to_jsonb(OLD) ->> changed.key, '') = '')\n            ) THEN RETURN NEW; END IF;\n            RAISE EXCEPTION '% belongs to a version that is % and cannot change', TG_TABLE_NAME, version_state\n                USING ERRCODE = 'restrict_violation';\n        ",
                            hash="3fc2c7b119053480e0e24b7d594a616bfffc47cc",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_version_b36df",
                            table="assessments_scale",
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
                            func="\n            IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n            version_state := (SELECT version.state FROM assessments_scale AS scale JOIN assessments_instrumentversion AS version ON version.id = scale.version_id WHERE scale.id = line.scale_id);\n            IF version_state = 'draft' OR version_state IS NULL THEN RETURN line; END IF;\n            IF TG_OP = 'UPDATE' AND NOT EXISTS (\n                SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed\n                WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key\n                  AND changed.key <> 'updated_at'\n                  AND NOT ((changed.key LIKE 'label\\_%' OR changed.key LIKE 'descriptor\\_%') AND coalesce(to_jsonb(OLD) ->> changed.key, '') = '')\n                  AND NOT coalesce(EXISTS (\n        SELECT 1 FROM assessments_versiontranslation AS spoken\n        CROSS JOIN LATERAL (SELECT '_' || replace(spoken.language, '-', '_') || '$' AS ending) AS named\n        LEFT JOIN assessments_textreview AS text ON text.translation_id = spoken.id\n            AND text.place = (SELECT 'scale/' || code FROM assessments_scale WHERE id = NEW.scale_id) || '/anchor/' || trim_scale(NEW.value) || '/' || regexp_replace(changed.key, named.ending, '')\n        WHERE spoken.version_id = (SELECT version_id FROM assessments_scale WHERE id = NEW.scale_id) AND coalesce(text.state, spoken.state) <> 'reviewed'\n          AND changed.key ~ ('^(name|stem|help_text|label|descriptor)' || named.ending)\n    ), false)\n            ) THEN RETURN NEW; END IF;\n            RAISE EXCEPTION '% belongs to a version that is % and cannot change', TG_TABLE_NAME, version_state\n                USING ERRCODE = 'restrict_violation';\n        ",
                            hash="4c1d3b41de77431e91a1f3e4fe4f621ea029dbed",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_version_c5753",
                            table="assessments_scaleanchor",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="item",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("aspect__in", ["level", "robustness"])), name="item_known_aspect"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="need",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ability__gte", 0),
                            ("ability__lte", 5),
                            ("importance__gte", 0),
                            ("importance__lte", 5),
                            models.Q(
                                ("robustness", None),
                                models.Q(("robustness__gte", 0), ("robustness__lte", 5)),
                                _connector="OR",
                            ),
                        ),
                        name="need_on_the_same_steps",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="need",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dropped_at", None), ("reason", "")),
                            models.Q(("dropped_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="dropped_need_has_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="score",
                    constraint=models.UniqueConstraint(
                        fields=("response", "capacity", "aspect", "method_id"), name="one_score_per_capacity"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="score",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("aspect__in", ["level", "robustness"])), name="score_known_aspect"
                    ),
                ),
            ]
        ),
        InOneGo(
            [
                migrations.AddField(
                    model_name="bridge",
                    name="dimension",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bridge",
                        to="assessments.dimension",
                        verbose_name="dimension",
                    ),
                ),
                migrations.AddField(
                    model_name="bridge",
                    name="version",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bridges",
                        to="assessments.instrumentversion",
                        verbose_name="version",
                    ),
                ),
                migrations.AddField(
                    model_name="textreview",
                    name="reviewed_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewed by",
                    ),
                ),
                migrations.AddField(
                    model_name="textreview",
                    name="translated_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="translated by",
                    ),
                ),
                migrations.AddField(
                    model_name="textreview",
                    name="translation",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="assessments.versiontranslation",
                        verbose_name="translation",
                    ),
                ),
                migrations.AddField(
                    model_name="versionlink",
                    name="bridged_by",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="assessments.instrumentversion",
                        verbose_name="bridged by",
                    ),
                ),
                migrations.AddField(
                    model_name="versionlink",
                    name="earlier",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="assessments.instrumentversion",
                        verbose_name="earlier",
                    ),
                ),
                migrations.AddField(
                    model_name="versionlink",
                    name="later",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="assessments.instrumentversion",
                        verbose_name="later",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bridge",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("method__in", ["equipercentile", "linear", "judgment"])),
                        name="bridge_known_method",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bridge",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="bridge_names_its_source"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bridge",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("people__gt", 0), ("method", "judgment"), _connector="OR"),
                        name="bridge_rests_on_people",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bridge",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("new__len", models.F("old__len")), ("old__len__gte", 2)),
                        name="bridge_has_pairs",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="bridge",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_version",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE line RECORD; version_state TEXT;",
                            func="\n            IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;\n            version_state := (SELECT state FROM assessments_instrumentversion WHERE id = line.version_id);\n            IF version_state = 'draft' OR version_state IS NULL THEN RETURN line; END IF;\n            IF TG_OP = 'UPDATE' AND NOT EXISTS (\n                SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed\n                WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key\n                  AND changed.key <> 'updated_at'\n                  AND NOT ((false) AND coalesce(to_jsonb(OLD) ->> changed.key, '') = '')\n            ) THEN RETURN NEW; END IF;\n            RAISE EXCEPTION '% belongs to a version that is % and cannot change', TG_TABLE_NAME, version_state\n                USING ERRCODE = 'restrict_violation';\n        ",
                            hash="026f1415e6e047a369fa429352c758b69e23a0eb",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_version_4fd38",
                            table="assessments_bridge",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="bridge",
                    trigger=pgtrigger.compiler.Trigger(
                        name="spans_and_rises",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    IF NEW.old[1] <> 0 OR NEW.old[cardinality(NEW.old)] <> 1 OR EXISTS (\n                        SELECT 1 FROM generate_subscripts(NEW.old, 1) AS i\n                        WHERE NEW.new[i] NOT BETWEEN 0 AND 1\n                           OR i > 1 AND (NEW.old[i] <= NEW.old[i - 1] OR NEW.new[i] < NEW.new[i - 1])\n                    ) THEN\n                        RAISE EXCEPTION 'a bridge spans 0 to 1 and never falls' USING ERRCODE = 'check_violation';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="045788f88709e381d01a842d563622099ec1cf84",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_spans_and_rises_72988",
                            table="assessments_bridge",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="textreview",
                    constraint=models.UniqueConstraint(
                        fields=("translation", "place"), name="each_text_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="textreview",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["machine", "draft", "reviewed"])),
                        name="text_known_state",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="textreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="reviewed_text_is_final",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    IF OLD.state = 'reviewed' AND (\n                        SELECT version.state FROM assessments_versiontranslation AS spoken\n                        JOIN assessments_instrumentversion AS version ON version.id = spoken.version_id\n                        WHERE spoken.id = OLD.translation_id\n                    ) IN ('published', 'retired') THEN\n                        RAISE EXCEPTION 'a reviewed text of a published version cannot change'\n                            USING ERRCODE = 'restrict_violation';\n                    END IF;\n                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n                    RETURN NEW;\n                ",
                            hash="c083bdeb1cb04da3f14bb804f6fbf4a93ded052f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_reviewed_text_is_final_8e0f0",
                            table="assessments_textreview",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="versionlink",
                    constraint=models.UniqueConstraint(
                        fields=("earlier", "later"), name="each_version_link_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="versionlink",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("earlier", models.F("later")), _negated=True),
                        name="version_link_joins_two",
                    ),
                ),
                migrations.RunSQL(LINKS, migrations.RunSQL.noop),
            ]
        ),
    ]
