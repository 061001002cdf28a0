"""What the roles may do with course pages."""

from courses.permissions import KEEP_CATALOGUE
from lms.roles import Role

ROLE_PERMISSIONS = {
    Role.TRAINER: [
        "courses.see_facilitator_notes",
        "wagtailadmin.access_admin",
        "wagtail_localize.submit_translation",
    ],
    Role.COORDINATOR: [
        "courses.see_facilitator_notes",
        KEEP_CATALOGUE,
        "wagtailadmin.access_admin",
        "wagtail_localize.submit_translation",
    ],
}


def page_permissions() -> dict[Role, list[str]]:
    """Codenames of Wagtail's page permissions, to be given on the catalogue page of each language.

    Trainers write and revise; what they write appears once a coordinator publishes it.
    """
    return {
        Role.TRAINER: ["add_page", "change_page"],
        Role.COORDINATOR: [
            "add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page",
        ],
    }  # fmt: skip
