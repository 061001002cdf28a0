"""What certificates let each role do."""

from lms.roles import Role

ROLE_PERMISSIONS: dict[str, list[str]] = {
    Role.COORDINATOR: [
        "certificates.manage_certificates",
        "certificates.add_certificatedesign",
        "certificates.change_certificatedesign",
        "certificates.publish_certificatedesign",
        "certificates.view_certificatedesign",
        "certificates.add_certificatepicture",
        "certificates.change_certificatepicture",
        "certificates.view_certificatepicture",
        "certificates.change_certificatenumbering",
    ],
}
