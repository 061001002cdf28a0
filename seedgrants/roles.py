"""What seed grants let each role do. Applying needs no permission: the round's rules decide."""

from lms.roles import Role

ROLE_PERMISSIONS: dict[str, list[str]] = {
    Role.COORDINATOR: ["seedgrants.coordinate_grants", "seedgrants.view_application"],
    Role.REVIEWER: ["seedgrants.review_proposals"],
    Role.FINANCE: ["seedgrants.pay_grants"],
}
