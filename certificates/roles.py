"""What certificates let each role do."""

from lms.roles import Role

ROLE_PERMISSIONS: dict[str, list[str]] = {
    Role.COORDINATOR: [
        "certificates.manage_certificates",
        "certificates.change_certificatetemplate",
    ],
}
