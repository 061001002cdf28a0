"""All tables of the records at once, for a new site; one that began before takes the steps it replaces."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models

import lms.fields
import lms.records.models.assignments
import lms.records.models.attendance
import lms.records.models.calendars
import lms.records.models.imports


class Migration(migrations.Migration):
    replaces = [
        ("records", "0001_initial"),
        ("records", "0002_notes_marking_assignments_evaluations"),
        ("records", "0003_people_cohorts_messages_and_registers"),
        ("records", "0004_enrolment_events_ways_and_causes"),
        ("records", "0005_import_organisations_and_undoing"),
        ("records", "0006_walk_in_keys"),
        ("records", "0007_mentoring_skills_groups_plans_and_follow_up"),
    ]

    initial = True

    dependencies = [
        ("certificates", "0005_register_accesses"),
        ("courses", "0003_events_and_certificates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("change", models.TextField(verbose_name="what I want to change in my work")),
                ("help_needed", models.TextField(blank=True, verbose_name="what help I need")),
                ("reviewed_on", models.DateField(blank=True, null=True)),
                ("warned", models.BooleanField(default=False, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
            ],
            options={
                "verbose_name": "action plan",
                "verbose_name_plural": "action plans",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="name")),
                (
                    "name_km",
                    models.CharField(blank=True, max_length=200, verbose_name="name in Khmer"),
                ),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=40, verbose_name="short name"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("member", "member"),
                            ("partner", "partner"),
                            ("government", "government"),
                            ("other", "other"),
                        ],
                        default="member",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "province",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "Banteay Meanchey"),
                            ("02", "Battambang"),
                            ("03", "Kampong Cham"),
                            ("04", "Kampong Chhnang"),
                            ("05", "Kampong Speu"),
                            ("06", "Kampong Thom"),
                            ("07", "Kampot"),
                            ("08", "Kandal"),
                            ("09", "Koh Kong"),
                            ("10", "Kratie"),
                            ("11", "Mondulkiri"),
                            ("12", "Phnom Penh"),
                            ("13", "Preah Vihear"),
                            ("14", "Prey Veng"),
                            ("15", "Pursat"),
                            ("16", "Ratanakiri"),
                            ("17", "Siem Reap"),
                            ("18", "Preah Sihanouk"),
                            ("19", "Stung Treng"),
                            ("20", "Svay Rieng"),
                            ("21", "Takeo"),
                            ("22", "Oddar Meanchey"),
                            ("23", "Kep"),
                            ("24", "Pailin"),
                            ("25", "Tboung Khmum"),
                        ],
                        max_length=2,
                        verbose_name="province",
                    ),
                ),
                (
                    "member_since",
                    models.DateField(blank=True, null=True, verbose_name="member since"),
                ),
                (
                    "member_until",
                    models.DateField(blank=True, null=True, verbose_name="member until"),
                ),
                (
                    "search_text",
                    lms.fields.FoldedTextField(
                        blank=True,
                        default="",
                        editable=False,
                        sources=("name", "name_km", "short_name"),
                    ),
                ),
                (
                    "has_child_protection_policy",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="has a child-protection policy"
                    ),
                ),
                (
                    "has_signed_charter",
                    models.BooleanField(
                        blank=True,
                        help_text="The coalition’s charter of good practice.",
                        null=True,
                        verbose_name="has signed the Charter",
                    ),
                ),
                (
                    "is_registered",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="registered with the government"
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="ActionPlanStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=255, verbose_name="step")),
                (
                    "with_whom",
                    models.CharField(blank=True, max_length=120, verbose_name="with whom"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="by")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="records.actionplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an action plan",
                "verbose_name_plural": "steps of action plans",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Cohort",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("venue", models.CharField(blank=True, max_length=200, verbose_name="venue")),
                (
                    "province",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "Banteay Meanchey"),
                            ("02", "Battambang"),
                            ("03", "Kampong Cham"),
                            ("04", "Kampong Chhnang"),
                            ("05", "Kampong Speu"),
                            ("06", "Kampong Thom"),
                            ("07", "Kampot"),
                            ("08", "Kandal"),
                            ("09", "Koh Kong"),
                            ("10", "Kratie"),
                            ("11", "Mondulkiri"),
                            ("12", "Phnom Penh"),
                            ("13", "Preah Vihear"),
                            ("14", "Prey Veng"),
                            ("15", "Pursat"),
                            ("16", "Ratanakiri"),
                            ("17", "Siem Reap"),
                            ("18", "Preah Sihanouk"),
                            ("19", "Stung Treng"),
                            ("20", "Svay Rieng"),
                            ("21", "Takeo"),
                            ("22", "Oddar Meanchey"),
                            ("23", "Kep"),
                            ("24", "Pailin"),
                            ("25", "Tboung Khmum"),
                        ],
                        max_length=2,
                        verbose_name="province",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=lms.fields.site_languages,
                        default="km",
                        max_length=5,
                        verbose_name="language",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="places"),
                ),
                (
                    "enrolment_policy",
                    models.CharField(
                        choices=[
                            ("open", "open to all"),
                            ("approval", "after approval"),
                            ("nomination", "by nomination of an organisation"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="enrolment",
                    ),
                ),
                (
                    "registration_opens_on",
                    models.DateField(blank=True, null=True, verbose_name="registration opens on"),
                ),
                (
                    "registration_closes_on",
                    models.DateField(blank=True, null=True, verbose_name="registration closes on"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("running", "running"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("funder", models.CharField(blank=True, max_length=120, verbose_name="funder")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("workshop", "Workshop"),
                            ("online", "Online"),
                            ("blended", "Workshop and online"),
                        ],
                        default="workshop",
                        max_length=10,
                        verbose_name="way of delivery",
                    ),
                ),
                (
                    "organisation_quota",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="At most so many people of one organisation; empty means no limit.",
                        null=True,
                        verbose_name="places an organisation",
                    ),
                ),
                (
                    "project_code",
                    models.CharField(blank=True, max_length=40, verbose_name="project code"),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cohorts",
                        to="courses.coursepage",
                    ),
                ),
            ],
            options={
                "verbose_name": "cohort",
                "verbose_name_plural": "cohorts",
                "ordering": ["-starts_on", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="cohort_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "applied"),
                            ("waiting", "on the waiting list"),
                            ("enrolled", "enrolled"),
                            ("completed", "completed"),
                            ("not-completed", "not completed"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=14,
                        verbose_name="state",
                    ),
                ),
                ("position", models.CharField(blank=True, max_length=120)),
                (
                    "cadre",
                    models.CharField(
                        choices=[
                            ("social-worker", "social worker"),
                            ("counsellor", "counsellor"),
                            ("housemother", "housemother"),
                            ("manager", "manager"),
                            ("finance", "finance staff"),
                            ("volunteer", "volunteer"),
                            ("police", "police"),
                            ("teacher", "teacher"),
                            ("religious-leader", "religious leader"),
                            ("official", "government official"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=20,
                    ),
                ),
                (
                    "gender",
                    models.CharField(
                        choices=[
                            ("woman", "woman"),
                            ("man", "man"),
                            ("another", "another"),
                            ("undisclosed", "prefer not to say"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        choices=[
                            ("under-18", "under 18"),
                            ("18-24", "18 to 24"),
                            ("25-34", "25 to 34"),
                            ("35-49", "35 to 49"),
                            ("50-plus", "50 and over"),
                            ("unknown", "not known"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "province",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "Banteay Meanchey"),
                            ("02", "Battambang"),
                            ("03", "Kampong Cham"),
                            ("04", "Kampong Chhnang"),
                            ("05", "Kampong Speu"),
                            ("06", "Kampong Thom"),
                            ("07", "Kampot"),
                            ("08", "Kandal"),
                            ("09", "Koh Kong"),
                            ("10", "Kratie"),
                            ("11", "Mondulkiri"),
                            ("12", "Phnom Penh"),
                            ("13", "Preah Vihear"),
                            ("14", "Prey Veng"),
                            ("15", "Pursat"),
                            ("16", "Ratanakiri"),
                            ("17", "Siem Reap"),
                            ("18", "Preah Sihanouk"),
                            ("19", "Stung Treng"),
                            ("20", "Svay Rieng"),
                            ("21", "Takeo"),
                            ("22", "Oddar Meanchey"),
                            ("23", "Kep"),
                            ("24", "Pailin"),
                            ("25", "Tboung Khmum"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "state_since",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("is_volunteer", models.BooleanField(default=False)),
                (
                    "override_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=255,
                        verbose_name="why without the courses to complete first",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("self", "enrolled themselves"),
                            ("staff", "added by the team"),
                            ("nomination", "nominated by their organisation"),
                            ("import", "from a list"),
                            ("walk-in", "walked in"),
                        ],
                        default="self",
                        editable=False,
                        max_length=12,
                        verbose_name="way in",
                    ),
                ),
                ("walk_in_key", models.UUIDField(editable=False, null=True, unique=True)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="records.cohort",
                    ),
                ),
                (
                    "nominated_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="records.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "enrolment",
                "verbose_name_plural": "enrolments",
                "ordering": ["created_at", "pk"],
                "indexes": [
                    models.Index(fields=["cohort", "state"], name="enrolment_cohort_state")
                ],
            },
        ),
        migrations.CreateModel(
            name="Completion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("course_key", models.UUIDField()),
                ("completed_on", models.DateField(verbose_name="completed on")),
                ("rule", models.JSONField()),
                ("figures", models.JSONField()),
                (
                    "certificate",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certificates.certificate",
                    ),
                ),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="completion",
                        to="records.enrolment",
                    ),
                ),
            ],
            options={
                "verbose_name": "completion",
                "verbose_name_plural": "completions",
                "ordering": ["-completed_on", "-pk"],
                "indexes": [models.Index(fields=["course_key"], name="completion_course")],
            },
        ),
        migrations.AddField(
            model_name="actionplan",
            name="enrolment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="action_plan",
                to="records.enrolment",
            ),
        ),
        migrations.CreateModel(
            name="EnrolmentEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("applied", "applied"),
                            ("waiting", "on the waiting list"),
                            ("enrolled", "enrolled"),
                            ("completed", "completed"),
                            ("not-completed", "not completed"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("applied", "applied"),
                            ("waiting", "on the waiting list"),
                            ("enrolled", "enrolled"),
                            ("completed", "completed"),
                            ("not-completed", "not completed"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=14,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=255)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("full", "all places are taken"),
                            ("quota", "all places of the organisation are taken"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self", "enrolled themselves"),
                            ("staff", "added by the team"),
                            ("nomination", "nominated by their organisation"),
                            ("import", "from a list"),
                            ("walk-in", "walked in"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="records.enrolment",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EvaluationGiven",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("evaluation_key", models.UUIDField()),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations_given",
                        to="records.enrolment",
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluation given",
                "verbose_name_plural": "evaluations given",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "evaluation_key"), name="one_evaluation_an_enrolment"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EvaluationResponse",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("evaluation_key", models.UUIDField()),
                ("answers", models.JSONField()),
                ("is_released", models.BooleanField(default=False, editable=False)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation_responses",
                        to="records.cohort",
                    ),
                ),
            ],
            options={
                "verbose_name": "answers to an evaluation",
                "verbose_name_plural": "answers to evaluations",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(verbose_name="months after")),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "to be done"),
                            ("reached", "reached"),
                            ("not-reached", "not reached"),
                        ],
                        default="due",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(default=0, verbose_name="tried in vain"),
                ),
                ("last_attempt_on", models.DateField(blank=True, null=True)),
                ("reached_on", models.DateField(blank=True, null=True, verbose_name="reached on")),
                (
                    "still_in_job",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "yes"),
                            ("elsewhere", "the same work elsewhere"),
                            ("no", "no, other work"),
                            ("unknown", "not known"),
                        ],
                        max_length=10,
                        verbose_name="still in the job",
                    ),
                ),
                (
                    "skills_by_self",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "not tried yet"),
                            (2, "does it with help"),
                            (3, "does it alone"),
                            (4, "can show others"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "skills_by_supervisor",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "not tried yet"),
                            (2, "does it with help"),
                            (3, "does it alone"),
                            (4, "can show others"),
                        ],
                        null=True,
                    ),
                ),
                ("what_changed", models.TextField(blank=True, verbose_name="what changed")),
                ("warned", models.BooleanField(default=False, editable=False)),
                ("recorded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "completion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="records.completion",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up",
                "verbose_name_plural": "follow-ups",
                "ordering": ["due_on", "pk"],
                "indexes": [models.Index(fields=["state", "due_on"], name="follow_up_state_due")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("completion", "months"), name="one_follow_up_a_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mentorship",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "goals",
                    models.TextField(blank=True, verbose_name="goals, in the learner's words"),
                ),
                (
                    "started_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="from"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "active"), ("ended", "ended")],
                        default="active",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("warned", models.BooleanField(default=False, editable=False)),
                (
                    "follows",
                    models.CharField(
                        blank=True,
                        help_text="In a few words, where it is no course: a grant, a new post.",
                        max_length=255,
                        verbose_name="what it follows",
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("weekly", "every week"),
                            ("fortnightly", "every two weeks"),
                            ("monthly", "every month"),
                            ("two-monthly", "every two months"),
                            ("as-needed", "when it is needed"),
                        ],
                        default="monthly",
                        max_length=12,
                        verbose_name="how often you meet",
                    ),
                ),
                (
                    "next_meeting_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="next meeting"),
                ),
                (
                    "sharing",
                    models.CharField(
                        choices=[
                            ("nothing", "nothing: we begin anew"),
                            ("goals", "my goals"),
                            ("notes", "my goals and the notes of our meetings"),
                        ],
                        default="nothing",
                        max_length=8,
                        verbose_name="what a next mentor may read",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentorships",
                        to="records.enrolment",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="records.mentorship",
                    ),
                ),
            ],
            options={
                "verbose_name": "mentorship",
                "verbose_name_plural": "mentorships",
                "ordering": ["-started_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MentoringVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("met_on", models.DateField(verbose_name="date")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("visit", "visit"),
                            ("phone", "phone call"),
                            ("online", "online"),
                            ("group", "group meeting"),
                        ],
                        max_length=10,
                        verbose_name="way",
                    ),
                ),
                (
                    "skill_practised",
                    models.CharField(blank=True, max_length=255, verbose_name="skill practised"),
                ),
                ("went_well", models.TextField(blank=True, verbose_name="what went well")),
                ("next_step", models.TextField(blank=True, verbose_name="next step")),
                ("warned", models.BooleanField(default=False, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "mentorship",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="records.mentorship",
                    ),
                ),
            ],
            options={
                "verbose_name": "mentoring visit",
                "verbose_name_plural": "mentoring visits",
                "ordering": ["-met_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CohortQuota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("places", models.PositiveSmallIntegerField(verbose_name="places")),
                (
                    "cohort",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotas",
                        to="records.cohort",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "places of an organisation",
                "verbose_name_plural": "places of organisations",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cohort", "organisation"), name="one_quota_an_organisation"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=12,
                        null=True,
                        unique=True,
                        verbose_name="person number",
                    ),
                ),
                (
                    "family_name",
                    models.CharField(blank=True, max_length=100, verbose_name="family name"),
                ),
                (
                    "given_name",
                    models.CharField(blank=True, max_length=100, verbose_name="given name"),
                ),
                (
                    "family_name_km",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="family name in Khmer"
                    ),
                ),
                (
                    "given_name_km",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="given name in Khmer"
                    ),
                ),
                (
                    "gender",
                    models.CharField(
                        choices=[
                            ("woman", "woman"),
                            ("man", "man"),
                            ("another", "another"),
                            ("undisclosed", "prefer not to say"),
                        ],
                        default="undisclosed",
                        max_length=12,
                        verbose_name="gender",
                    ),
                ),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="year of birth"
                    ),
                ),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="phone"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                (
                    "language",
                    models.CharField(
                        choices=lms.fields.site_languages,
                        default="km",
                        max_length=5,
                        verbose_name="preferred language",
                    ),
                ),
                (
                    "province",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "Banteay Meanchey"),
                            ("02", "Battambang"),
                            ("03", "Kampong Cham"),
                            ("04", "Kampong Chhnang"),
                            ("05", "Kampong Speu"),
                            ("06", "Kampong Thom"),
                            ("07", "Kampot"),
                            ("08", "Kandal"),
                            ("09", "Koh Kong"),
                            ("10", "Kratie"),
                            ("11", "Mondulkiri"),
                            ("12", "Phnom Penh"),
                            ("13", "Preah Vihear"),
                            ("14", "Prey Veng"),
                            ("15", "Pursat"),
                            ("16", "Ratanakiri"),
                            ("17", "Siem Reap"),
                            ("18", "Preah Sihanouk"),
                            ("19", "Stung Treng"),
                            ("20", "Svay Rieng"),
                            ("21", "Takeo"),
                            ("22", "Oddar Meanchey"),
                            ("23", "Kep"),
                            ("24", "Pailin"),
                            ("25", "Tboung Khmum"),
                        ],
                        max_length=2,
                        verbose_name="province",
                    ),
                ),
                (
                    "data_consent_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="agreed to the keeping of data on"
                    ),
                ),
                (
                    "photo_consent_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="agreed to photographs on"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "search_text",
                    lms.fields.FoldedTextField(
                        blank=True,
                        default="",
                        editable=False,
                        sources=(
                            "number",
                            "full_name",
                            "full_name_km",
                            "phone_forms",
                            "email",
                            "telegram",
                        ),
                    ),
                ),
                (
                    "accession",
                    models.CharField(
                        choices=[
                            ("self", "made an account"),
                            ("staff", "added by the team"),
                            ("import", "came from a list"),
                            ("nomination", "nominated by an organisation"),
                            ("walk-in", "walked in"),
                        ],
                        default="staff",
                        editable=False,
                        max_length=12,
                        verbose_name="came from",
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under-18", "under 18"),
                            ("18-24", "18 to 24"),
                            ("25-34", "25 to 34"),
                            ("35-49", "35 to 49"),
                            ("50-plus", "50 and over"),
                            ("unknown", "not known"),
                        ],
                        help_text="Only where the year of birth is not known.",
                        max_length=10,
                        verbose_name="age",
                    ),
                ),
                (
                    "telegram",
                    models.CharField(
                        blank=True,
                        help_text="Such as @sophea; not the phone number.",
                        max_length=33,
                        verbose_name="Telegram name",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_records",
                        to="records.person",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["family_name", "given_name", "pk"],
                "permissions": [
                    ("coordinate", "Can coordinate all training"),
                    ("train", "Can train the cohorts they are a trainer of"),
                    ("mentor", "Can mentor the learners they follow"),
                    (
                        "see_own_organisation",
                        "Can see the people and training of their own organisation",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("family_name", ""),
                            ("family_name_km", ""),
                            ("given_name", ""),
                            ("given_name_km", ""),
                            _negated=True,
                        ),
                        name="person_has_a_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NotDuplicate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="records.person",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="one_decision_a_pair"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="pair_in_order"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="mentorship",
            name="learner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mentorships",
                to="records.person",
            ),
        ),
        migrations.AddField(
            model_name="mentorship",
            name="mentor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mentorships_given",
                to="records.person",
            ),
        ),
        migrations.CreateModel(
            name="LessonProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("course_key", models.UUIDField()),
                ("lesson_key", models.UUIDField()),
                ("title", models.CharField(max_length=255)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("place", models.CharField(blank=True, max_length=40)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lesson_progress",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "lesson progress",
                "verbose_name_plural": "lesson progress",
                "indexes": [
                    models.Index(fields=["person", "course_key"], name="progress_person_course")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "lesson_key"), name="one_progress_a_lesson"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("course_key", models.UUIDField()),
                ("lesson_key", models.UUIDField()),
                ("title", models.CharField(max_length=255)),
                ("text", models.TextField(verbose_name="your notes")),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lesson_notes",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "indexes": [
                    models.Index(fields=["person", "course_key"], name="note_person_course")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "lesson_key"), name="one_note_a_lesson"
                    )
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
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="enrolment",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enrolments",
                to="records.person",
            ),
        ),
        migrations.AddField(
            model_name="cohort",
            name="trainers",
            field=models.ManyToManyField(
                blank=True,
                related_name="cohorts_trained",
                to="records.person",
                verbose_name="trainers",
            ),
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="what should change")),
                ("warned", models.BooleanField(default=False, editable=False)),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mentorship",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="records.mentorship",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for a change",
                "verbose_name_plural": "requests for a change",
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=lms.records.models.calendars.generate_token,
                        max_length=40,
                        unique=True,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar feed",
                "verbose_name_plural": "calendar feeds",
            },
        ),
        migrations.CreateModel(
            name="AssessmentAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("course_key", models.UUIDField()),
                ("assessment_key", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pre-test", "Pre-test"),
                            ("post-test", "Post-test"),
                            ("quiz", "Quiz"),
                            ("pool", "Question pool, from which other tests draw"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=255)),
                ("language", models.CharField(choices=lms.fields.site_languages, max_length=5)),
                ("pass_percent", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("questions", models.JSONField()),
                ("answers", models.JSONField(default=dict)),
                (
                    "score",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True),
                ),
                ("max_score", models.DecimalField(decimal_places=2, max_digits=7)),
                (
                    "percent",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
                ),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("marked_at", models.DateTimeField(blank=True, null=True)),
                ("marks", models.JSONField(blank=True, default=dict)),
                ("needs_marking", models.BooleanField(default=False)),
                (
                    "marked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt",
                "verbose_name_plural": "attempts",
                "ordering": ["-started_at", "-pk"],
                "indexes": [
                    models.Index(fields=["person", "course_key"], name="attempt_person_course"),
                    models.Index(
                        condition=models.Q(("needs_marking", True)),
                        fields=["course_key"],
                        name="attempt_needs_marking",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("submitted_at__isnull", True)),
                        fields=("person", "assessment_key"),
                        name="one_open_attempt_an_assessment",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Affiliation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.CharField(blank=True, max_length=120, verbose_name="position")),
                (
                    "cadre",
                    models.CharField(
                        choices=[
                            ("social-worker", "social worker"),
                            ("counsellor", "counsellor"),
                            ("housemother", "housemother"),
                            ("manager", "manager"),
                            ("finance", "finance staff"),
                            ("volunteer", "volunteer"),
                            ("police", "police"),
                            ("teacher", "teacher"),
                            ("religious-leader", "religious leader"),
                            ("official", "government official"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="cadre",
                    ),
                ),
                ("is_volunteer", models.BooleanField(default=False, verbose_name="volunteer")),
                (
                    "is_focal_point",
                    models.BooleanField(default=False, verbose_name="focal point for training"),
                ),
                ("started_on", models.DateField(verbose_name="from")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="affiliations",
                        to="records.organisation",
                    ),
                ),
                (
                    "person",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="affiliations",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "affiliation",
                "verbose_name_plural": "affiliations",
                "ordering": ["-started_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="affiliation_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="actionplan",
            name="reviewed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plans_reviewed",
                to="records.person",
            ),
        ),
        migrations.CreateModel(
            name="ActionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=255, verbose_name="action")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="by")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="records.mentoringvisit",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "action",
                "verbose_name_plural": "actions",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PersonImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        storage=lms.fields.private_storage,
                        upload_to=lms.records.models.imports.list_path,
                        verbose_name="file",
                    ),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("sheet", models.CharField(blank=True, max_length=100)),
                ("header_row", models.PositiveIntegerField(default=0)),
                ("columns", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "to be matched"),
                            ("checking", "being checked"),
                            ("checked", "checked, to be confirmed"),
                            ("applying", "being brought in"),
                            ("applied", "brought in"),
                            ("undoing", "being undone"),
                            ("undone", "undone"),
                            ("failed", "failed"),
                        ],
                        default="uploaded",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=255)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("applied_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("undone_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("organisations", models.JSONField(default=dict)),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="records.cohort",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of people",
                "verbose_name_plural": "imports of people",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PersonImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("values", models.JSONField(default=dict)),
                ("errors", models.JSONField(default=dict)),
                ("warnings", models.JSONField(default=dict)),
                ("duplicates", models.JSONField(default=list)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("create", "make a person"),
                            ("use", "is this person already"),
                            ("skip", "leave out"),
                        ],
                        default="create",
                        max_length=8,
                    ),
                ),
                ("changes", models.JSONField(default=dict)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="import_rows",
                        to="records.person",
                    ),
                ),
                (
                    "person_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="records.personimport",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_import", "number"), name="one_import_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("moved", models.JSONField(default=dict)),
                (
                    "merged_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("undone_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "dropped",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.person",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="records.person",
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "merge",
                "verbose_name_plural": "merges",
                "ordering": ["-merged_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RemindersOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders_off",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminders switched off",
                "verbose_name_plural": "reminders switched off",
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=200, verbose_name="topic")),
                ("module_key", models.UUIDField(blank=True, null=True)),
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                (
                    "planned_minutes",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="planned minutes",
                    ),
                ),
                ("venue", models.CharField(blank=True, max_length=200, verbose_name="venue")),
                ("cancelled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="why it was cancelled"
                    ),
                ),
                (
                    "head_count",
                    models.PositiveSmallIntegerField(
                        blank=True, editable=False, null=True, verbose_name="people in the room"
                    ),
                ),
                ("head_count_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("revision", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "cohort",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="records.cohort",
                    ),
                ),
                (
                    "head_count_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "trainer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions_trained",
                        to="records.person",
                        verbose_name="trainer",
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ["starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("applied", "application received"),
                            ("enrolled", "place given"),
                            ("waiting", "on the waiting list"),
                            ("declined", "declined"),
                            ("nominated", "nominated"),
                            ("session-changed", "session changed"),
                            ("session-cancelled", "session cancelled"),
                            ("cohort-changed", "dates or place changed"),
                            ("cohort-cancelled", "cohort cancelled"),
                            ("reminder", "reminder"),
                            ("invitation", "invitation to an account"),
                            ("mentoring", "meetings with a mentor"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("language", models.CharField(choices=lms.fields.site_languages, max_length=5)),
                ("data", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "to be sent"),
                            ("sent", "sent"),
                            ("failed", "could not be sent"),
                            ("to-call", "to be called"),
                            ("called", "called"),
                            ("dropped", "no longer needed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="records.cohort",
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="records.person",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="records.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["-created_at", "-pk"],
                "indexes": [models.Index(fields=["cohort", "state"], name="message_cohort_state")],
            },
        ),
        migrations.CreateModel(
            name="AttendanceChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "from_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("present", "present"),
                            ("late", "late"),
                            ("left-early", "left early"),
                            ("excused", "excused"),
                            ("absent", "absent"),
                        ],
                        max_length=10,
                    ),
                ),
                ("from_minutes", models.PositiveSmallIntegerField(null=True)),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("present", "present"),
                            ("late", "late"),
                            ("left-early", "left early"),
                            ("excused", "excused"),
                            ("absent", "absent"),
                        ],
                        max_length=10,
                    ),
                ),
                ("to_minutes", models.PositiveSmallIntegerField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("register", "register"),
                            ("check-in", "checked in with the code"),
                            ("correction", "correction"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=255)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance_changes",
                        to="records.enrolment",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="records.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of attendance",
                "verbose_name_plural": "changes of attendance",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("present", "present"),
                            ("late", "late"),
                            ("left-early", "left early"),
                            ("excused", "excused"),
                            ("absent", "absent"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes present")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("register", "register"),
                            ("check-in", "checked in with the code"),
                            ("correction", "correction"),
                        ],
                        default="register",
                        max_length=12,
                        verbose_name="source",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="records.enrolment",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="records.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendance",
                "ordering": ["session_id", "enrolment_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "enrolment"), name="one_attendance_a_session"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignedSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "file",
                    models.FileField(
                        storage=lms.fields.private_storage,
                        upload_to=lms.records.models.attendance.sheet_path,
                        verbose_name="file",
                    ),
                ),
                (
                    "uploaded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_sheets",
                        to="records.cohort",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "signed sheet",
                "verbose_name_plural": "signed sheets",
                "ordering": ["day", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SkillRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("objective_key", models.UUIDField()),
                ("text", models.CharField(max_length=255)),
                (
                    "by_mentor",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "not tried yet"),
                            (2, "does it with help"),
                            (3, "does it alone"),
                            (4, "can show others"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "by_learner",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "not tried yet"),
                            (2, "does it with help"),
                            (3, "does it alone"),
                            (4, "can show others"),
                        ],
                        null=True,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="records.mentoringvisit",
                    ),
                ),
            ],
            options={
                "verbose_name": "rating of a skill",
                "verbose_name_plural": "ratings of skills",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("visit", "objective_key"), name="one_rating_a_skill"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("course_key", models.UUIDField()),
                ("assignment_key", models.UUIDField()),
                ("title", models.CharField(max_length=255)),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField(blank=True, verbose_name="your work")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        storage=lms.fields.private_storage,
                        upload_to=lms.records.models.assignments.submission_path,
                        verbose_name="file",
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=255)),
                ("warned", models.BooleanField(default=False, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "waiting for the trainer"),
                            ("returned", "returned, to be worked over"),
                            ("accepted", "accepted"),
                        ],
                        default="submitted",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("rubric", models.JSONField(default=list)),
                ("marks", models.JSONField(blank=True, default=dict)),
                ("feedback", models.TextField(blank=True, verbose_name="feedback")),
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("marked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "marked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
                "ordering": ["-submitted_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "submitted")),
                        fields=["course_key"],
                        name="submission_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "assignment_key", "number"),
                        name="one_submission_a_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "submitted")),
                        fields=("person", "assignment_key"),
                        name="one_waiting_submission",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupportGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("supervision", "group supervision"),
                            ("support", "support group"),
                        ],
                        default="supervision",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("purpose", models.TextField(blank=True, verbose_name="what the group is for")),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("weekly", "every week"),
                            ("fortnightly", "every two weeks"),
                            ("monthly", "every month"),
                            ("two-monthly", "every two months"),
                            ("as-needed", "when it is needed"),
                        ],
                        default="monthly",
                        max_length=12,
                        verbose_name="how often you meet",
                    ),
                ),
                (
                    "next_meeting_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="next meeting"),
                ),
                (
                    "started_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="from"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("warned", models.BooleanField(default=False, editable=False)),
                (
                    "facilitator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups_led",
                        to="records.person",
                        verbose_name="facilitator",
                    ),
                ),
            ],
            options={
                "verbose_name": "support group",
                "verbose_name_plural": "support groups",
                "ordering": ["ended_on", "name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("joined_on", models.DateField(default=django.utils.timezone.localdate)),
                ("left_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_memberships",
                        to="records.person",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="records.supportgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of a group",
                "verbose_name_plural": "members of groups",
                "ordering": ["joined_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_on__isnull", True)),
                        fields=("group", "person"),
                        name="once_in_a_group",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("met_on", models.DateField(verbose_name="date")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("visit", "visit"),
                            ("phone", "phone call"),
                            ("online", "online"),
                            ("group", "group meeting"),
                        ],
                        default="group",
                        max_length=10,
                        verbose_name="way",
                    ),
                ),
                ("topic", models.CharField(max_length=255, verbose_name="what you worked on")),
                ("went_well", models.TextField(blank=True, verbose_name="what went well")),
                ("next_step", models.TextField(blank=True, verbose_name="next step")),
                ("warned", models.BooleanField(default=False, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "present",
                    models.ManyToManyField(
                        blank=True, related_name="group_meetings", to="records.person"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="records.supportgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting of a group",
                "verbose_name_plural": "meetings of groups",
                "ordering": ["-met_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CohortClosing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "in progress"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=255)),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closings",
                        to="records.cohort",
                    ),
                ),
            ],
            options={
                "verbose_name": "closing of a cohort",
                "verbose_name_plural": "closings of cohorts",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "running"])),
                        fields=("cohort",),
                        name="one_closing_at_a_time",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="mentorship",
            constraint=models.CheckConstraint(
                condition=models.Q(("mentor", models.F("learner")), _negated=True),
                name="nobody_mentors_themselves",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentorship",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")),
                fields=("mentor", "learner"),
                name="one_active_mentorship_a_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                fields=("cohort", "person"), name="one_enrolment_a_cohort"
            ),
        ),
    ]
