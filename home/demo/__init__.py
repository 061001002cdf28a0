"""An invented coalition, to try the site with. Every name is made up and says so."""

import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from home.demo.certificates import make_designs
from home.demo.course_work import make_course_work, make_evaluations
from home.demo.events import make_member_meeting
from home.demo.grants import make_rounds
from home.demo.grants_waiting import make_waiting
from home.demo.mentoring import make_months_after
from home.demo.people import make_accounts, make_organisations, make_people
from home.demo.registration import make_registration
from home.demo.training import make_cohorts, make_mentorships

DOMAIN = "@demo.example"
PHONES = "+8551200000"
COORDINATOR = f"coordinator{DOMAIN}"
ADMINISTRATOR = f"admin{DOMAIN}"


def load_demo(*, password: str | None = None) -> list[str]:
    """Load the demo once; later calls change nothing but, if given, the password.

    Returns lines to print. One password serves all demo accounts: the one given, or a new one.
    """
    if get_user_model().objects.filter(email=COORDINATOR).exists():
        for user in demo_accounts() if password else ():
            user.set_password(password)
            user.save(update_fields=["password"])
        return [
            "The demo is loaded already; what was changed is kept.",
            *sign_in_table(password or "the one printed first (--password NEW sets another)"),
        ]
    password = password or secrets.token_urlsafe(9)
    with translation.override("en"), transaction.atomic():
        make_coalition(password)
    cache.clear()
    return sign_in_table(password)


def make_coalition(password: str) -> None:
    users = get_user_model().objects
    users.create_superuser(
        email=ADMINISTRATOR, password=password, first_name="Administrator", language="en"
    )
    make_designs()
    trainees, staff = make_people(make_organisations())
    make_accounts(trainees, staff, password=password)
    coordinator = users.get(email=COORDINATOR)
    cohorts = make_cohorts(trainees, staff, coordinator=coordinator)
    make_member_meeting(trainees, coordinator=coordinator)
    make_registration(trainees, staff, coordinator=coordinator)
    make_mentorships(cohorts, staff, coordinator=coordinator)
    make_months_after(cohorts, staff, coordinator=coordinator)
    make_course_work(cohorts["PCM1-RECENT"])
    make_evaluations(cohorts["PCM1-RECENT"], cohorts["VID-LAST-YEAR"])
    rounds = make_rounds(trainees, staff, coordinator=coordinator)
    make_waiting(rounds, trainees, staff, coordinator=coordinator)


def demo_accounts():
    return (
        get_user_model()
        .objects.filter(Q(email__endswith=DOMAIN) | Q(phone__startswith=PHONES))
        .prefetch_related("groups")
        .order_by("pk")
    )


def sign_in_table(password: str) -> list[str]:
    """Role, what to sign in with, and the address, aligned."""
    address = f"{settings.SITE_URL}/en/accounts/login/"
    lines = ["", f"{'Role':<16} {'Sign in with':<28} Address", "-" * 78]
    for user in demo_accounts():
        role = ", ".join(group.name for group in user.groups.all()) or "Administrator"
        sign_in = user.email or f"0{user.phone.national_number}"
        lines.append(f"{role:<16} {sign_in:<28} {address}")
    return [
        *lines,
        "",
        f"Password of all demo accounts: {password}",
        "All people are invented.",
        "",
    ]
