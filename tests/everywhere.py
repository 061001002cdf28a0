"""Every page of the site with somebody who may see it, for tests that look at all of them.

The pages behind URL names come from the rows of the permission matrix, so that a new address is
looked at without being listed here; the editors' pages and some states of pages are added to them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Locale, Page

from courses.models import CataloguePage
from home.roles import setup_groups
from home.setup import setup_locales, setup_pages
from lms.records.services.mentoring import end_mentorship
from lms.roles import Role
from seedgrants.services.reports import open_report
from seedgrants.services.reviews import declare
from tests.factories.accounts import make_user
from tests.factories.courses import (
    make_assessment,
    make_course,
    make_curriculum,
    make_lesson,
    make_module,
)
from tests.factories.learning import make_mentorship, make_visit
from tests.factories.records import make_cohort, make_enrolment, make_person, make_session
from tests.factories.seedgrants import approve, make_active_grant, make_coordinator, make_round
from tests.permissions.world import ANONYMOUS, PEOPLE, make_world

LANGUAGES = ("en", "km")
MODULES = ("accounts", "certificates", "records", "seedgrants", "reports", "home")
# Files, answers to machines, and what sends the first who may see it on to another page.
NOT_PAGES = {
    "health",
    "certificates:download",
    "records:handout_pdf",
    "records:trainer_handout_pdf",
    "records:session_plan_pdf",
    "account_confirm_login_code",
    "account_logout",
    "account_set_password",
    "records:about_you",
    "records:submission_file",
    "records:my_data_file",
    "records:invitation_link",
    "records:accept_invitation",
}
# Pages of the sign-in library whose addresses the matrix leaves to it.
SIGN_IN_PAGES = {
    "account_login": ANONYMOUS,
    "account_logout": "trainee",
    "account_reset_password_from_key_done": ANONYMOUS,
    "mfa_index": "coordinator",
    "mfa_activate_totp": "coordinator",
}

TABLE = {
    "columns": [{"type": "text", "heading": heading} for heading in ("", "Little", "Much")],
    "rows": [
        {"values": ["Much influence", "Keep content", "Work closely together"]},
        {"values": ["Little influence", "Tell them now and then", "Keep them informed"]},
    ],
    "caption": "Power and interest",
}
ACTIVITY = {
    "title": "Draw the map",
    "kind": "group-work",
    "minutes": 40,
    "group_size": "4 to 5",
    "materials": "Paper, pens",
    "table": TABLE,
    "steps": "<ol><li>Sit together.</li><li>Draw.</li></ol>",
    "facilitator_notes": "<p>Give shy people time.</p>",
    "facilitator_table": TABLE | {"caption": "Likely answers"},
}
CASE_STUDY = {
    "title": "The sewing group",
    "text": "<p>Once there was a sewing group.</p>",
    "table": TABLE | {"caption": "Who works with whom"},
    "questions": "<ul><li>Who is missing?</li></ul>",
    "is_fictional": True,
}


@dataclass(frozen=True)
class Place:
    """A page; ``address`` gives its path in a language. ``user`` is ``None`` for a visitor.

    ``sends_nothing`` means: look at the page after its form was sent without a word in it.
    """

    name: str
    address: Callable[[str], str]
    user: AbstractBaseUser | None = None
    status: int = 200
    sends_nothing: bool = False


def restore_migrated() -> None:
    """Make again what Wagtail's migrations made, where a test with real commits emptied all."""
    Locale.objects.get_or_create(language_code="en")
    if Page.get_first_root_node() is None:
        Page.add_root(instance=Page(title="Root", slug="root"))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    # The one permission that a migration makes and Django does not make again.
    kind = ContentType.objects.get(app_label="wagtail_localize", model="translation")
    Permission.objects.get_or_create(content_type=kind, codename="submit_translation")


def build_everywhere() -> list[Place]:
    """Build a site with one thing of each kind and return all its pages."""
    setup_locales()
    site = setup_pages()
    setup_groups()
    world = make_world()
    for module in MODULES:
        import_module(f"tests.permissions.{module}").build(world)
    return [
        *rows(world),
        *sign_in_pages(world),
        *editors_pages(world, site),
        *states(world),
        Place("not found", lambda language: f"/{language}/nowhere/", status=404),
        Place("forbidden", named("reports:figures"), world.users["trainee"], status=403),
    ]


def sign_in(user) -> Client:
    """A browser in which ``user`` gave the password just now; some pages ask how long ago."""
    client = Client()
    if user:
        client.force_login(user)
        request = RequestFactory().get("/")
        request.session = client.session
        record_authentication(request, user, method="password", reauthenticated=True)
        request.session.save()
    return client


def named(name, **kwargs) -> Callable[[str], str]:
    def address(language):
        with override(language):
            return reverse(name, kwargs=kwargs)

    return address


def rows(world) -> list[Place]:
    """A page for every row that somebody may read, for the first person who may."""
    places = []
    for module in MODULES:
        for row in import_module(f"tests.permissions.{module}").ROWS:
            if not row.get or row.name in NOT_PAGES:
                continue
            who = next(name for name in (ANONYMOUS, *PEOPLE) if name in row.get)
            address = named(row.name, **row.kwargs(world))
            places.append(Place(row.name, address, world.users.get(who)))
    return places


def sign_in_pages(world) -> list[Place]:
    EmailAddress.objects.create(
        user=world.users["coordinator"], email=world.users["coordinator"].email, verified=True
    )
    return [
        Place(name, named(name), world.users.get(who)) for name, who in SIGN_IN_PAGES.items()
    ] + [
        Place(f"{name}, nothing typed", named(name), sends_nothing=True)
        for name in ("account_login", "account_signup", "account_reset_password")
    ]


def editors_pages(world, site) -> list[Place]:
    """Home to grant round, each kind of page, in every language; lessons also with the notes."""
    curriculum = make_curriculum(parent=site["catalogue"], title="Helping well")
    course = make_course(
        parent=curriculum, title="Listening", audience="Everyone", introduction="<p>Words</p>"
    )
    module = make_module(parent=course)
    lesson = make_lesson(parent=module, blocks=every_block())
    second = make_lesson(parent=module, blocks=[("rich_text", "<p>And so on.</p>")])
    assessment = make_assessment(parent=course, pass_percent=60)
    make_enrolment(cohort=make_cohort(course=course), person=world.people["trainee"])
    make_cohort(course=course)
    course.refresh_from_db()
    pages = {
        "home": site["home"],
        "content page": site["privacy"],
        "catalogue": CataloguePage.objects.get(pk=site["catalogue"].pk),
        "curriculum": curriculum,
        "course": course,
        "module": module,
        "lesson": lesson,
        "second lesson": second,
        "assessment": assessment,
        "grant round": make_round(parent=site["grants"], courses=[course]),
    }
    translated = {name: in_languages(page) for name, page in pages.items()}
    members_only = ("lesson", "second lesson", "assessment")
    readers = [
        *((name, None) for name in pages if name not in members_only),
        *((name, "trainee") for name in ("course", *members_only, "grant round")),
        ("lesson", "coordinator"),
    ]
    return [
        Place(f"{name}, {who or 'visitor'}", page_address(translated[name]), world.users.get(who))
        for name, who in readers
    ]


def in_languages(page) -> dict[str, str]:
    """Paths of the page and of its translations, made where missing."""
    urls = {page.locale.language_code: page.url}
    for locale in Locale.objects.filter(language_code__in=LANGUAGES).exclude(pk=page.locale_id):
        translation = page.get_translation_or_none(locale)
        if translation is None:
            translation = page.copy_for_translation(locale, copy_parents=True)
            translation.save_revision().publish()
        urls[locale.language_code] = translation.url
    return urls


def page_address(urls) -> Callable[[str], str]:
    return lambda language: urls[language]


def every_block() -> list[tuple]:
    image = Image.objects.create(title="Picture", file=get_test_image_file())
    document = Document.objects.create(
        title="Form", file=SimpleUploadedFile("form.pdf", b"x" * 2048)
    )
    return [
        ("rich_text", "<h2>Part one</h2><p>Words, and <a href='/en/'>a link</a> in them.</p>"),
        ("key_point", "<p>Remember</p>"),
        ("activity", ACTIVITY),
        ("case_study", CASE_STUDY),
        ("reflection", "<p>And you?</p>"),
        ("table", {"table": TABLE, "row_headings": True}),
        ("image", {"image": image.pk, "alt_text": "A map on a wall", "caption": "Map"}),
        ("document", {"document": document.pk, "description": "To print"}),
        (
            "video_link",
            {"title": "Talk", "url": "https://example.org/v", "minutes": 5, "megabytes": 12},
        ),
        ("quote", {"text": "Listen first", "source": "A trainer"}),
        ("further_reading", "<ul><li>A book</li></ul>"),
    ]


def states(world) -> list[Place]:
    """The same addresses for other people, in other states, and after an empty form."""
    users, grants = world.users, world.grants
    newcomer = make_user(role=Role.TRAINEE)
    for number in range(3):
        make_enrolment(
            cohort=world.cohort,
            person=make_person(family_name_km="សុខ", given_name_km=f"សុភា {number}"),
            state="enrolled" if number else "waiting",
        )
    make_session(cohort=world.cohort)
    make_visit(mentorship=world.mentorship, went_well="We talked.", next_step="Again in May.")
    over = make_mentorship(mentor=world.people["mentor"], learner=world.people["other_trainee"])
    end_mentorship(mentorship=over, actor=users["coordinator"])
    second = grants.under_review.reviews.exclude(pk=grants.review.pk).get()
    second = declare(review=second, by=second.reviewer.user, conflict=False)
    writing = make_active_grant(applicant=world.people["trainee"], parts=2)
    report = open_report(report=writing.reports.order_by("number").first(), by=users["superuser"])
    tranche = approve(writing.tranches.get(), make_coordinator())
    return [
        Place("my page, newcomer", named("home:my_page"), newcomer),
        Place("my courses, newcomer", named("records:my_courses"), newcomer),
        Place("about you, newcomer", named("records:about_you"), newcomer),
        Place("about you, nothing typed", named("records:about_you"), newcomer, sends_nothing=True),
        Place("my certificates, trainee", named("certificates:list"), users["trainee"]),
        Place("my page, coordinator", named("home:my_page"), users["coordinator"]),
        Place(
            "cohort, coordinator", named("records:cohort", pk=world.cohort.pk), users["coordinator"]
        ),
        Place(
            "decide, all who applied",
            lambda language: f"{named('records:decide', pk=world.desk.pk)(language)}?all=applied",
            users["coordinator"],
        ),
        Place("mentoring, mentor", named("records:mentoring"), users["mentor"]),
        Place("mentoring, coordinator", named("records:mentoring"), users["coordinator"]),
        Place(
            "mentorship, mentor",
            named("records:mentorship", pk=world.mentorship.pk),
            users["mentor"],
        ),
        Place("mentorship, over", named("records:mentorship", pk=over.pk), users["mentor"]),
        Place("review, declared", named("seedgrants:review", pk=second.pk), second.reviewer.user),
        Place(
            "grant, coordinator",
            named("seedgrants:grant", pk=grants.grant.pk),
            users["coordinator"],
        ),
        Place("grant, finance", named("seedgrants:grant", pk=grants.grant.pk), users["finance"]),
        Place("report, to write", named("seedgrants:report", pk=report.pk), users["trainee"]),
        *(
            Place(
                f"proposal, {section}",
                named("seedgrants:edit", pk=grants.draft.pk, section=section),
                users["trainee"],
            )
            for section in ("1", "budget", "check")
        ),
        *(
            Place(f"{name}, nothing typed", named(name, **kwargs), users[who], sends_nothing=True)
            for name, kwargs, who in [
                ("records:visit", {"pk": world.mentorship.pk}, "mentor"),
                ("certificates:look_up", {}, "trainee"),
                ("seedgrants:pay", {"pk": tranche.pk}, "finance"),
            ]
        ),
    ]
