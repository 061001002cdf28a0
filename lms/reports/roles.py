"""Who may see figures."""

from lms.roles import Role

ROLE_PERMISSIONS = {Role.COORDINATOR: ["reports.view_figures"]}
