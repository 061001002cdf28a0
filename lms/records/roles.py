"""What each role may do to the records, as Django permissions."""

from lms.roles import Role

ROLE_PERMISSIONS: dict[str, list[str]] = {
    Role.TRAINEE: [],
    Role.TRAINER: ["records.train"],
    Role.MENTOR: ["records.mentor"],
    Role.FOCAL_POINT: ["records.see_own_organisation"],
    Role.COORDINATOR: [
        "wagtailadmin.access_admin",
        "records.coordinate",
        *(
            f"records.{action}_{model}"
            for model in ("organisation", "person", "affiliation", "cohort", "session")
            for action in ("add", "change", "delete", "view")
        ),
    ],
}
