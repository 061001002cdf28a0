"""What a message says, in the language of who reads it: one template a kind.

The first line of a template is the subject, the rest the text of the mail.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from lms.records.course_pages import attach_course_pages
from lms.records.models import Message

# What the blocks of a template leave between them.
EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class MessageText:
    subject: str
    body: str


def message_text(message: Message, language: str) -> MessageText:
    """Subject and text of one message in ``language``."""
    return message_texts([message], language)[0]


def message_texts(messages: Iterable[Message], language: str) -> list[MessageText]:
    """Subjects and texts of many messages in ``language``; one query for all their courses.

    Each message needs its person, cohort with course, and session.
    """
    messages = list(messages)
    with override(language):
        attach_course_pages(message.cohort for message in messages if message.cohort)
        return [_render(message) for message in messages]


def _render(message: Message) -> MessageText:
    context = {
        "person": message.person,
        "cohort": message.cohort,
        "session": message.session,
        "data": message.data,
        "link": f"{settings.SITE_URL}{reverse('records:my_courses')}",
        "site_name": settings.SITE_NAME,
    }
    text = render_to_string(f"records/messages/{message.kind}.txt", context)
    subject, _line_end, body = text.lstrip().partition("\n")
    return MessageText(" ".join(subject.split()), EMPTY_LINES.sub("\n\n", body.strip()) + "\n")
