"""An invented coalition, to try the site with. Every name is made up and says so."""

import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from django.utils import translation

from certificates.models import CertificateTemplate
from home.demo.grants import make_rounds
from home.demo.people import make_accounts, make_organisations, make_people
from home.demo.training import make_cohorts, make_mentorships

COORDINATOR = "coordinator@demo.example"
ADMINISTRATOR = "admin@demo.example"


def load_demo(*, password: str | None = None) -> list[str]:
    """Load the demo once; later calls change nothing. Returns lines to print.

    One password serves all demo accounts: the one given, or a new random one.
    """
    users = get_user_model().objects
    if users.filter(email=COORDINATOR).exists():
        lines = ["The demo is loaded already; what was changed is kept."]
        if password:
            for user in users.filter(email__endswith="@demo.example") | users.filter(
                phone__startswith="+85512000"
            ):
                user.set_password(password)
                user.save(update_fields=["password"])
            lines.append("Demo accounts have the new password now.")
        return lines
    password = password or secrets.token_urlsafe(9)
    with translation.override("en"), transaction.atomic():
        users.create_superuser(
            email=ADMINISTRATOR, password=password, first_name="Administrator", language="en"
        )
        CertificateTemplate.objects.update(
            issuer="Invented Coalition of Cambodia",
            issuer_km="សម្ព័ន្ធភាពប្រឌិតនៃកម្ពុជា",
            signatory_1_title="Training coordinator",
            signatory_1_title_km="អ្នកសម្របសម្រួលការបណ្តុះបណ្តាល",
        )
        organisations = make_organisations()
        trainees, staff = make_people(organisations)
        accounts = make_accounts(trainees, staff, password=password)
        coordinator = users.get(email=COORDINATOR)
        cohorts = make_cohorts(trainees, staff, coordinator=coordinator)
        make_mentorships(cohorts, staff, coordinator=coordinator)
        make_rounds(trainees, staff, coordinator=coordinator)
    cache.clear()
    return sign_in_table([("Administrator", ADMINISTRATOR), *accounts], password)


def sign_in_table(accounts: list[tuple[str, str]], password: str) -> list[str]:
    """Role, sign-in and first address, aligned."""
    base = settings.SITE_URL
    lines = ["", f"{'Role':<16} {'Sign in with':<32} Address", "-" * 78]
    lines += [f"{role:<16} {sign_in:<32} {base}/en/accounts/login/" for role, sign_in in accounts]
    return [
        *lines,
        "",
        f"Password of all demo accounts: {password}",
        "All people are invented.",
        "",
    ]
