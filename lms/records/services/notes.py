"""Notes of one's own beside a lesson. Only who wrote them reads them."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.records.exceptions import RecordsError
from lms.records.models import LessonNote, Person

# Characters; some ten pages by hand.
LONGEST_NOTE = 20_000


class NoteChangedElsewhere(RecordsError):
    """``stored`` is the note as it is now."""

    message = _(
        "You changed this note on another page in the meantime. Both versions are below: "
        "keep what you need and save again."
    )

    def __init__(self, stored: LessonNote):
        super().__init__()
        self.stored = stored


def note_of(*, person: Person | None, lesson_key: UUID) -> LessonNote | None:
    """The person's note beside a lesson: one query, none for nobody."""
    if person is None:
        return None
    return LessonNote.objects.filter(person=person, lesson_key=lesson_key).first()


def version_of(note: LessonNote | None) -> str:
    """Tells two states of a note apart; empty where there is none."""
    return note.changed_at.isoformat() if note else ""


@transaction.atomic
def write_note(
    *, person: Person, lesson_key: UUID, course_key: UUID, title: str, text: str, seen: str
) -> LessonNote:
    """Keep ``text`` as the person's note beside a lesson called ``title``.

    ``seen`` is the :func:`version_of` the note that the writer began from. The same words again
    are no conflict.

    :raises NoteChangedElsewhere: when the note says something the writer has not seen; nothing is
        written then.
    """
    note, is_new = LessonNote.objects.select_for_update().get_or_create(
        person=person,
        lesson_key=lesson_key,
        defaults={"course_key": course_key, "title": title, "text": text},
    )
    if is_new or note.text == text:
        return note
    if version_of(note) != seen:
        raise NoteChangedElsewhere(note)
    note.text, note.title, note.course_key = text, title, course_key
    note.save()
    return note


def delete_note(*, person: Person, lesson_key: UUID) -> None:
    """Take the person's note beside a lesson away for good; none is no error."""
    LessonNote.objects.filter(person=person, lesson_key=lesson_key).delete()
