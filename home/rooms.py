"""The rooms a person may enter, for their front page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Room:
    title: str
    note: str
    url: str


# (permission or None for everyone signed in, title, note, URL name)
ROOMS = [
    (None, _("My courses"), _("Courses, sessions and progress"), "records:my_courses"),
    (None, _("My certificates"), _("Download and share"), "certificates:list"),
    (None, _("My grant proposals"), _("Write, submit, report"), "seedgrants:my_applications"),
    ("records.train", _("Teaching"), _("My cohorts and registers"), "records:teach"),
    (
        "records.see_own_organisation",
        _("My organisation"),
        _("Our staff, their training, nominations"),
        "records:my_organisation",
    ),
    (None, _("Mentoring"), _("My mentor, my learners, our visits"), "records:mentoring"),
    (
        "seedgrants.review_proposals",
        _("Reviews"),
        _("Proposals to read and score"),
        "seedgrants:my_reviews",
    ),
    (
        "seedgrants.coordinate_grants",
        _("Grant rounds"),
        _("Proposals, decisions, grants"),
        "seedgrants:rounds",
    ),
    ("seedgrants.pay_grants", _("Payments"), _("Tranches to pay"), "seedgrants:payments"),
    ("reports.view_figures", _("Figures"), _("For donors and members"), "reports:figures"),
    (
        "wagtailadmin.access_admin",
        _("Editing"),
        _("Pages, people and settings"),
        "wagtailadmin_home",
    ),
]


def rooms(user) -> list[Room]:
    """The rooms ``user`` may enter, in a fixed order."""
    return [
        Room(title, note, reverse(url_name))
        for permission, title, note, url_name in ROOMS
        if permission is None or user.has_perm(permission)
    ]
