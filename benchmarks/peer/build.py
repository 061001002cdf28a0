"""Builds the peer's site; run by the Python that has wagtail-lms, never by ours.

Reads a course as JSON (``{"title", "description", "lessons": [{"title", "parts": [html]}]}``) and
writes, as JSON, where its pages are and the cookie of somebody who takes it.
"""

import json
import os
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.peer.settings"


def build(course: dict) -> dict:
    from django.contrib.auth import (
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
        get_user_model,
    )
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from wagtail.models import Site
    from wagtail_lms.models import CourseEnrollment, CoursePage, H5PLessonPage

    call_command("migrate", verbosity=0)
    home = Site.objects.get(is_default_site=True).root_page
    page = home.add_child(
        instance=CoursePage(title=course["title"], slug="course", description=course["description"])
    )
    lessons = [
        page.add_child(
            instance=H5PLessonPage(
                title=lesson["title"],
                slug=f"lesson-{number}",
                body=[("paragraph", part) for part in lesson["parts"]],
            )
        )
        for number, lesson in enumerate(course["lessons"], start=1)
    ]
    user = get_user_model().objects.create_user("trainee", password="benchmark")
    CourseEnrollment.objects.create(user=user, course=page)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {
        "course": page.url,
        "lesson": lessons[0].url,
        "cookie": f"sessionid={session.session_key}",
    }


if __name__ == "__main__":
    django.setup()
    source, target = map(Path, sys.argv[1:])
    built = build(json.loads(source.read_text(encoding="utf-8")))
    target.write_text(json.dumps(built), encoding="utf-8")
