"""Background work on lists of people. Each takes primary keys and may run twice."""

from django.contrib.auth import get_user_model
from django.utils import translation

from lms.records.models import PersonImport
from lms.records.services import import_applying, import_checking, import_undoing


def check_list(import_pk: int, user_pk: int) -> None:
    """Read and judge every row of a list; nothing when it was thrown away in the meantime."""
    person_import, user = _find(import_pk, user_pk)
    if person_import:
        with translation.override(user.language):
            import_checking.check_list(person_import=person_import)


def apply_list(import_pk: int, user_pk: int) -> None:
    """Bring in what was decided of a list."""
    person_import, user = _find(import_pk, user_pk)
    if person_import:
        with translation.override(user.language):
            import_applying.apply_list(person_import=person_import, actor=user)


def undo_list(import_pk: int, user_pk: int) -> None:
    """Take a list back, as far as it goes."""
    person_import, user = _find(import_pk, user_pk)
    if person_import:
        import_undoing.undo_list(person_import=person_import, actor=user)


def _find(import_pk: int, user_pk: int):
    person_import = (
        PersonImport.objects.select_related("cohort", "organisation").filter(pk=import_pk).first()
    )
    return person_import, get_user_model().objects.get(pk=user_pk)
