"""Words of mentoring: how often, how well, and what became of people months later."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month")
    TWO_MONTHLY = "two-monthly", _("every two months")
    AS_NEEDED = "as-needed", _("when it is needed")


class Sharing(models.TextChoices):
    """What the next mentor may read, as the learner decides."""

    NOTHING = "nothing", _("nothing: we begin anew")
    GOALS = "goals", _("my goals")
    NOTES = "notes", _("my goals and the notes of our meetings")


class SkillLevel(models.IntegerChoices):
    """How far somebody is with a skill; each step says what one can see."""

    NOT_YET = 1, _("not tried yet")
    WITH_HELP = 2, _("does it with help")
    ALONE = 3, _("does it alone")
    SHOWS_OTHERS = 4, _("can show others")


class GroupKind(models.TextChoices):
    SUPERVISION = "supervision", _("group supervision")
    SUPPORT = "support", _("support group")


class FollowUpState(models.TextChoices):
    DUE = "due", _("to be done")
    REACHED = "reached", _("reached")
    NOT_REACHED = "not-reached", _("not reached")


class StillInJob(models.TextChoices):
    YES = "yes", _("yes")
    ELSEWHERE = "elsewhere", _("the same work elsewhere")
    NO = "no", _("no, other work")
    UNKNOWN = "unknown", _("not known")
