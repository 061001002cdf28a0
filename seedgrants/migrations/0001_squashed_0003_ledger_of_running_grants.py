"""All tables of the seed grants at once, for a new site; one that began before takes the steps it replaces."""

import uuid
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
import django.utils.timezone
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import lms.fields
import seedgrants.models.files


class Migration(migrations.Migration):
    replaces = [
        ("seedgrants", "0001_initial"),
        ("seedgrants", "0002_feedback_agreements_ledger_and_files"),
        ("seedgrants", "0003_ledger_of_running_grants"),
    ]

    initial = True

    dependencies = [
        ("courses", "0003_events_and_certificates"),
        ("records", "0007_mentoring_skills_groups_plans_and_follow_up"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="title of your project"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("feedback", "with the mentor for feedback"),
                            ("submitted", "submitted"),
                            ("returned", "returned to the applicant"),
                            ("ineligible", "not eligible"),
                            ("under-review", "under review"),
                            ("discussion", "in discussion"),
                            ("awarded", "awarded"),
                            ("declined", "declined"),
                            ("revise", "to be revised"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=14,
                        verbose_name="state",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=30,
                        null=True,
                        unique=True,
                        verbose_name="number",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[("USD", "US dollars (USD)"), ("KHR", "riel (KHR)")],
                        max_length=3,
                        verbose_name="currency",
                    ),
                ),
                (
                    "requested",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="requested",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("revision_number", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("warned", models.BooleanField(default=False, editable=False)),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant_applications",
                        to="records.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant_applications",
                        to="records.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["-created_at", "-pk"],
                "permissions": [
                    ("coordinate_grants", "Can coordinate seed grants"),
                    ("review_proposals", "Can review proposals"),
                    ("pay_grants", "Can pay seed grants"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("requested__gte", 0)),
                        name="application_requested_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("currency", "USD"),
                            django.db.models.lookups.Exact(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("requested"), "%%", models.Value(100)
                                ),
                                models.Value(0),
                            ),
                            _connector="OR",
                        ),
                        name="application_riel_in_hundreds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("activities", "Activities and materials"),
                            ("venue", "Venue and food"),
                            ("travel", "Travel"),
                            ("people", "Fees and allowances"),
                            ("office", "Phone, printing and bank costs"),
                            ("other", "Other"),
                        ],
                        default="activities",
                        max_length=10,
                        verbose_name="kind of cost",
                    ),
                ),
                ("item", models.CharField(max_length=160, verbose_name="what")),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=9,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="how many",
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=40, verbose_name="unit")),
                (
                    "unit_cost",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="cost of one",
                    ),
                ),
                (
                    "times",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="times",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=255, verbose_name="note")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_lines",
                        to="seedgrants.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "budget line",
                "verbose_name_plural": "budget lines",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gt", 0), ("times__gte", 1), ("unit_cost__gte", 0)
                        ),
                        name="budget_line_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("award", "Award"),
                            ("revise", "Ask for a revision"),
                            ("decline", "Decline"),
                        ],
                        max_length=8,
                        verbose_name="decision",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "not published yet"),
                            ("published", "published"),
                            ("replaced", "replaced before publication"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[("USD", "US dollars (USD)"), ("KHR", "riel (KHR)")], max_length=3
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="amount"
                    ),
                ),
                ("requested", models.DecimalField(decimal_places=2, max_digits=12)),
                ("cap", models.DecimalField(decimal_places=2, max_digits=12)),
                ("feedback", models.TextField(verbose_name="feedback for the applicant")),
                (
                    "revise_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="revise until"),
                ),
                (
                    "average",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
                ),
                (
                    "spread",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
                ),
                ("reviews_counted", models.PositiveSmallIntegerField(default=0)),
                ("figures", models.JSONField(default=dict)),
                ("rubric_version", models.CharField(max_length=12)),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="seedgrants.application",
                    ),
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
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["decided_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("application",),
                        name="one_pending_decision",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("outcome", "award"), models.Q(("state", "replaced"), _negated=True)
                        ),
                        fields=("application",),
                        name="one_award_an_application",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("outcome", "award")),
                            models.Q(models.Q(("outcome", "award"), _negated=True), ("amount", 0)),
                            _connector="OR",
                        ),
                        name="only_an_award_has_an_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__lte", models.F("cap")), ("amount__lte", models.F("requested"))
                        ),
                        name="award_within_cap_and_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("currency", "USD"),
                            django.db.models.lookups.Exact(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("amount"), "%%", models.Value(100)
                                ),
                                models.Value(0),
                            ),
                            _connector="OR",
                        ),
                        name="decision_riel_in_hundreds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DiscussionNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="note")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discussion_notes",
                        to="seedgrants.application",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "discussion note",
                "verbose_name_plural": "discussion notes",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="until")),
                ("reason", models.CharField(max_length=255, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="seedgrants.application",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "extension",
                "verbose_name_plural": "extensions",
                "ordering": ["until"],
            },
        ),
        migrations.CreateModel(
            name="FeedbackRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                (
                    "question",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="What do you want to know?"
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("promised_for", models.DateField()),
                ("summary", models.TextField(blank=True, verbose_name="In short")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_requests",
                        to="seedgrants.application",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant_feedback_requests",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "feedback request",
                "verbose_name_plural": "feedback requests",
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "number"), name="feedback_request_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("target", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=255)),
                ("text", models.TextField(max_length=2000, verbose_name="comment")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="seedgrants.feedbackrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Grant",
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
                            ("offered", "offered"),
                            ("accepted", "accepted"),
                            ("active", "active"),
                            ("closing", "closing"),
                            ("closed", "closed"),
                            ("declined", "declined by the applicant"),
                            ("lapsed", "lapsed"),
                            ("suspended", "suspended"),
                            ("terminated", "terminated"),
                        ],
                        default="offered",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[("USD", "US dollars (USD)"), ("KHR", "riel (KHR)")],
                        max_length=3,
                        verbose_name="currency",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="award"),
                ),
                (
                    "paid",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="paid"
                    ),
                ),
                (
                    "spent",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="spent"
                    ),
                ),
                (
                    "signed_on",
                    models.DateField(blank=True, null=True, verbose_name="agreement signed on"),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="offered at"
                    ),
                ),
                (
                    "consent_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="agreed to be public"),
                ),
                (
                    "returned",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="given back",
                    ),
                ),
                (
                    "written_off",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=12,
                        verbose_name="written off",
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant",
                        to="seedgrants.application",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant",
                        to="seedgrants.decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "grant",
                "verbose_name_plural": "grants",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("paid__gte", 0), ("spent__gte", 0)),
                        name="grant_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paid__lte", models.F("amount"))),
                        name="payments_within_the_award",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("currency", "USD"),
                            django.db.models.lookups.Exact(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("amount"), "%%", models.Value(100)
                                ),
                                models.Value(0),
                            ),
                            _connector="OR",
                        ),
                        name="grant_riel_in_hundreds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="grant_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("returned__gte", 0), ("written_off__gte", 0)),
                        name="grant_returns_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "waiting for an answer"),
                            ("accepted", "accepted"),
                            ("refused", "not accepted"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(verbose_name="Why is the change needed?")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="new last day")),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="seedgrants.grant",
                    ),
                ),
            ],
            options={
                "verbose_name": "amendment",
                "verbose_name_plural": "amendments",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grant", "number"), name="amendment_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("grant",),
                        name="one_amendment_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("texts", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="seedgrants.grant",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "ordering": ["version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grant", "version"), name="agreement_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("item", models.CharField(max_length=160)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "budget_line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant_line",
                        to="seedgrants.budgetline",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="seedgrants.grant",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="grant_line_not_negative"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AmendmentLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.DecimalField(decimal_places=2, max_digits=12)),
                ("after", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "amendment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="seedgrants.amendment",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="seedgrants.grantline",
                    ),
                ),
            ],
            options={
                "ordering": ["line__order", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("amendment", "line"), name="amended_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("after__gte", 0), ("before__gte", 0)),
                        name="amended_line_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="until")),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("scheduled", "not open yet"),
                            ("open", "to be written"),
                            ("submitted", "submitted"),
                            ("changes-requested", "changes asked for"),
                            ("accepted", "accepted"),
                            ("waived", "waived"),
                        ],
                        default="scheduled",
                        max_length=18,
                        verbose_name="state",
                    ),
                ),
                ("done", models.TextField(blank=True, verbose_name="What did you do?")),
                (
                    "changed",
                    models.TextField(
                        blank=True, verbose_name="What changed for people because of it?"
                    ),
                ),
                ("learned", models.TextField(blank=True, verbose_name="What did you learn?")),
                ("women", models.PositiveIntegerField(default=0, verbose_name="women")),
                ("men", models.PositiveIntegerField(default=0, verbose_name="men")),
                ("girls", models.PositiveIntegerField(default=0, verbose_name="girls under 18")),
                ("boys", models.PositiveIntegerField(default=0, verbose_name="boys under 18")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="people in all")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("saved_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lasting",
                    models.TextField(
                        blank=True, verbose_name="What goes on when the grant is over?"
                    ),
                ),
                ("warned", models.BooleanField(default=False, editable=False)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="seedgrants.grant",
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["grant", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("grant", "number"), name="report_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="report_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "people",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("women"), "+", models.F("men")
                                        ),
                                        "+",
                                        models.F("girls"),
                                    ),
                                    "+",
                                    models.F("boys"),
                                ),
                            )
                        ),
                        name="people_reached_add_up",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="feedbackrequest",
            name="report",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="feedback_requests",
                to="seedgrants.grantreport",
            ),
        ),
        migrations.CreateModel(
            name="GrantRoundPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        help_text="Short and lasting, such as SG2026; on each receipt.",
                        max_length=20,
                        verbose_name="code",
                    ),
                ),
                ("summary", models.CharField(max_length=255, verbose_name="summary")),
                ("call", wagtail.fields.RichTextField(blank=True, verbose_name="the call")),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                (
                    "currency",
                    models.CharField(
                        choices=[("USD", "US dollars (USD)"), ("KHR", "riel (KHR)")],
                        default="USD",
                        max_length=3,
                        verbose_name="currency",
                    ),
                ),
                (
                    "fund",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="All awards of the round together stay within it.",
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="fund",
                    ),
                ),
                (
                    "cap",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="most for one proposal",
                    ),
                ),
                (
                    "minimum_reviews",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="reviews needed",
                    ),
                ),
                (
                    "second_person_above",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="An award above this amount is published by someone other than its decider.",
                        max_digits=12,
                        null=True,
                        verbose_name="second person above",
                    ),
                ),
                (
                    "is_practice",
                    models.BooleanField(
                        default=False,
                        help_text="All the steps, no money.",
                        verbose_name="practice round",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being prepared"),
                            ("open", "open"),
                            ("closed", "closed"),
                            ("reviewing", "in review"),
                            ("decided", "decided"),
                            ("archived", "archived"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "agreement",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="The text both sides sign; a usual one when empty. These words are filled in: [funder], [grantee], [organisation], [number], [title], [amount], [starts], [ends].",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "no_overdue_reports",
                    models.BooleanField(
                        default=True,
                        help_text="Whoever owes a report on an earlier grant writes it before applying.",
                        verbose_name="no overdue report",
                    ),
                ),
                (
                    "promise_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="A draft goes back to its writer when the mentor has not answered by then.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="days for a mentor’s feedback",
                    ),
                ),
            ],
            options={
                "verbose_name": "seed grant round",
                "verbose_name_plural": "seed grant rounds",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="round_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cap__gte", 0), ("fund__gte", 0)),
                        name="round_money_not_negative",
                    ),
                ],
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("round", "round"),
                            ("application", "application"),
                            ("review", "review"),
                            ("decision", "decision"),
                            ("grant", "grant"),
                            ("tranche", "tranche"),
                            ("report", "report"),
                            ("amendment", "amendment"),
                        ],
                        max_length=12,
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("from_state", models.CharField(blank=True, max_length=20)),
                ("to_state", models.CharField(max_length=20)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="seedgrants.application",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="seedgrants.grant",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="seedgrants.grantreport",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="seedgrants.grantroundpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["subject", "object_id"], name="event_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("round__isnull", False),
                            ("application__isnull", False),
                            ("grant__isnull", False),
                            ("report__isnull", False),
                            _connector="OR",
                        ),
                        name="event_is_about_something",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="seedgrants.grantroundpage",
            ),
        ),
        migrations.CreateModel(
            name="KeptText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(max_length=20)),
                ("texts", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_texts",
                        to="seedgrants.application",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "section", "sha256"), name="kept_text_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant_notices",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["made_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "key"), name="one_notice_an_occasion")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question_key", models.UUIDField()),
                ("label", models.CharField(max_length=255)),
                ("help_text", models.TextField(blank=True)),
                ("required", models.BooleanField(default=True)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(blank=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="seedgrants.grantreport",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "question_key"), name="one_answer_a_report_question"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportExtension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was_due_on", models.DateField()),
                ("until", models.DateField(verbose_name="new date")),
                ("reason", models.CharField(max_length=255, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="seedgrants.grantreport",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("item", models.CharField(max_length=160)),
                ("planned", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "actual",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0"), max_digits=12, verbose_name="spent"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=255, verbose_name="explanation")),
                (
                    "before",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=12),
                ),
                (
                    "budget_line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="seedgrants.budgetline",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="seedgrants.grantreport",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "budget_line"), name="one_actual_a_line"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("actual__gte", 0)), name="actual_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="seedgrants.grantreport",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "number"), name="report_revision_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("submit_key", models.CharField(max_length=64)),
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="seedgrants.application",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "number"), name="revision_number_once"
                    ),
                    models.UniqueConstraint(
                        fields=("application", "submit_key"), name="one_key_sends_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
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
                            ("invited", "conflict of interest not declared yet"),
                            ("no-conflict", "ready to read"),
                            ("conflicted", "conflict of interest"),
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("locked", "final"),
                        ],
                        default="invited",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "feedback",
                    models.TextField(blank=True, verbose_name="feedback for the applicant"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note for the panel")),
                (
                    "percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="score (%)",
                    ),
                ),
                ("rubric_version", models.CharField(blank=True, max_length=12)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("declared_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("saved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="seedgrants.application",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant_reviews",
                        to="records.person",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="seedgrants.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("revision", "reviewer"), name="one_review_a_reviewer_and_revision"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percent__isnull", True),
                            models.Q(("percent__gte", 0), ("percent__lte", 100)),
                            _connector="OR",
                        ),
                        name="review_percent_0_to_100",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="seedgrants.revision",
            ),
        ),
        migrations.CreateModel(
            name="RoundCourse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.coursepage",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="required_courses",
                        to="seedgrants.grantroundpage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoundCriterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("label", models.CharField(max_length=160, verbose_name="criterion")),
                ("description", models.TextField(blank=True, verbose_name="what to look for")),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="weight",
                    ),
                ),
                (
                    "max_score",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="highest score",
                    ),
                ),
                (
                    "levels",
                    models.TextField(
                        blank=True,
                        help_text="One a line, from 0 points (or from 1) up to the highest score.",
                        verbose_name="levels",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="seedgrants.grantroundpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion",
                "verbose_name_plural": "criteria",
                "ordering": ["sort_order"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
        ),
        migrations.CreateModel(
            name="RoundOrganisationKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("member", "member"),
                            ("partner", "partner"),
                            ("government", "government"),
                            ("other", "other"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="organisation_kinds",
                        to="seedgrants.grantroundpage",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoundQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "section",
                    models.CharField(
                        blank=True,
                        help_text="Questions with the same heading stand on one screen.",
                        max_length=120,
                        verbose_name="heading",
                    ),
                ),
                ("label", models.CharField(max_length=255, verbose_name="question")),
                ("help_text", models.TextField(blank=True, verbose_name="help")),
                ("good_example", models.TextField(blank=True, verbose_name="a good example")),
                ("weak_example", models.TextField(blank=True, verbose_name="a weak example")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "A few sentences"),
                            ("line", "One line"),
                            ("number", "A number"),
                            ("choice", "One of a list"),
                            ("date", "A date"),
                            ("file", "A file or photograph"),
                            ("people", "People reached, by sex and age"),
                            ("logframe", "A small plan in a table"),
                        ],
                        default="text",
                        max_length=8,
                        verbose_name="kind of answer",
                    ),
                ),
                (
                    "choices",
                    models.TextField(blank=True, help_text="One a line.", verbose_name="choices"),
                ),
                ("required", models.BooleanField(default=True, verbose_name="an answer is needed")),
                (
                    "max_length",
                    models.PositiveSmallIntegerField(
                        default=2000,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="most characters",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="seedgrants.grantroundpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["sort_order"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
        ),
        migrations.CreateModel(
            name="RoundReportQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("label", models.CharField(max_length=255, verbose_name="question")),
                ("help_text", models.TextField(blank=True, verbose_name="help")),
                ("required", models.BooleanField(default=True, verbose_name="an answer is needed")),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report_questions",
                        to="seedgrants.grantroundpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "report question",
                "verbose_name_plural": "report questions",
                "ordering": ["sort_order"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
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
                ("criterion_key", models.UUIDField()),
                ("label", models.CharField(max_length=160)),
                ("description", models.TextField(blank=True)),
                ("weight", models.PositiveSmallIntegerField()),
                ("max_score", models.PositiveSmallIntegerField()),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("score", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("levels", models.JSONField(default=list)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="seedgrants.review",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "criterion_key"), name="one_score_a_criterion"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score__isnull", True),
                            ("score__lte", models.F("max_score")),
                            _connector="OR",
                        ),
                        name="score_within_its_highest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
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
                        choices=[("site", "accepted on this site"), ("paper", "signed on paper")],
                        max_length=5,
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="name of the signer")),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agreement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="seedgrants.agreement",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "grant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="seedgrants.grant",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
            },
        ),
        migrations.CreateModel(
            name="Tranche",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
                ("due_on", models.DateField(verbose_name="planned for")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("ready", "ready for approval"),
                            ("approved", "approved, to be paid"),
                            ("paid", "paid"),
                            ("acknowledged", "received"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=80, verbose_name="payment reference"),
                ),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "condition",
                    models.CharField(blank=True, max_length=255, verbose_name="condition"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tranches",
                        to="seedgrants.grant",
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tranche",
                "verbose_name_plural": "tranches",
                "ordering": ["grant", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("grant", "number"), name="tranche_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="tranche_above_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approved_by", models.F("paid_by")), _negated=True),
                        name="approver_and_payer_differ",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
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
                            ("payment", "Payment"),
                            ("contra", "Contra entry"),
                            ("spent", "Spent, report accepted"),
                            ("returned", "Given back"),
                            ("written-off", "Written off"),
                        ],
                        max_length=11,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("on", models.DateField(verbose_name="date")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=80, verbose_name="reference"),
                ),
                ("reason", models.CharField(blank=True, max_length=255, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger",
                        to="seedgrants.grant",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger",
                        to="seedgrants.grantreport",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="seedgrants.ledgerentry",
                    ),
                ),
                (
                    "tranche",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger",
                        to="seedgrants.tranche",
                    ),
                ),
            ],
            options={
                "verbose_name": "ledger entry",
                "verbose_name_plural": "ledger entries",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("kind", "payment")),
                            models.Q(
                                models.Q(("kind", "payment"), _negated=True), ("amount__lte", 0)
                            ),
                            _connector="OR",
                        ),
                        name="entry_has_the_sign_of_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "contra"), _negated=True),
                            ("reverses__isnull", False),
                            _connector="OR",
                        ),
                        name="contra_names_what_it_reverses",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("attachment", "with the proposal"),
                            ("receipt", "receipt"),
                            ("proof", "proof of payment"),
                            ("signed", "signed agreement"),
                        ],
                        max_length=10,
                    ),
                ),
                ("question_key", models.UUIDField(blank=True, null=True)),
                (
                    "file",
                    models.FileField(
                        max_length=255,
                        storage=lms.fields.private_storage,
                        upload_to=seedgrants.models.files.place,
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="seedgrants.agreement",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="seedgrants.application",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="seedgrants.grantreport",
                    ),
                ),
                (
                    "tranche",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="seedgrants.tranche",
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "ordering": ["added_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purpose", "attachment"),
                            models.Q(("purpose", "receipt"), ("report__isnull", False)),
                            models.Q(("purpose", "proof"), ("tranche__isnull", False)),
                            models.Q(("agreement__isnull", False), ("purpose", "signed")),
                            _connector="OR",
                        ),
                        name="grant_file_belongs_to_its_purpose",
                    )
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
                ("question_key", models.UUIDField()),
                ("label", models.CharField(max_length=255)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "A few sentences"),
                            ("line", "One line"),
                            ("number", "A number"),
                            ("choice", "One of a list"),
                            ("date", "A date"),
                            ("file", "A file or photograph"),
                            ("people", "People reached, by sex and age"),
                            ("logframe", "A small plan in a table"),
                        ],
                        max_length=8,
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField(blank=True)),
                ("data", models.JSONField(blank=True, null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="seedgrants.application",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "question_key"), name="one_answer_a_question"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="feedbackrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("report__isnull", True)),
                fields=("application",),
                name="one_waiting_request_a_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("report__isnull", False)),
                fields=("report",),
                name="one_waiting_request_a_report",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                fields=("round", "applicant"), name="one_application_a_person_and_round"
            ),
        ),
    ]
