"""Who may see what in course pages beyond what everyone sees."""

SEE_FACILITATOR_NOTES = "courses.see_facilitator_notes"


def may_see_facilitator_notes(user) -> bool:
    """Notes help whoever teaches a lesson; trainees meet the activity without the answers."""
    return user.is_authenticated and user.has_perm(SEE_FACILITATOR_NOTES)


# Codes, addresses and rules of completion: whoever may change the catalogue page itself.
KEEP_CATALOGUE = "courses.change_cataloguepage"


def may_keep_catalogue(user) -> bool:
    """Coordinators; what others write appears once a coordinator approves it."""
    return user.is_authenticated and user.has_perm(KEEP_CATALOGUE)
