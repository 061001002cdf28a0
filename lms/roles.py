"""The roles of a coalition. Each is a Django group; each app says what it lets a role do."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Group names as stored. What they may do stands in every app's ``roles.py``."""

    TRAINEE = "Trainees", _("Trainees")
    TRAINER = "Trainers", _("Trainers")
    MENTOR = "Mentors", _("Mentors")
    REVIEWER = "Reviewers", _("Reviewers")
    FINANCE = "Finance", _("Finance")
    FOCAL_POINT = "Focal points", _("Focal points")
    COORDINATOR = "Coordinators", _("Coordinators")
