"""The closed lists of the records: each value is stored, each label is translated."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Province(models.TextChoices):
    """The 25 first-level divisions of Cambodia by their official code; OCHA p-code = KH + code."""

    BANTEAY_MEANCHEY = "01", _("Banteay Meanchey")
    BATTAMBANG = "02", _("Battambang")
    KAMPONG_CHAM = "03", _("Kampong Cham")
    KAMPONG_CHHNANG = "04", _("Kampong Chhnang")
    KAMPONG_SPEU = "05", _("Kampong Speu")
    KAMPONG_THOM = "06", _("Kampong Thom")
    KAMPOT = "07", _("Kampot")
    KANDAL = "08", _("Kandal")
    KOH_KONG = "09", _("Koh Kong")
    KRATIE = "10", _("Kratie")
    MONDULKIRI = "11", _("Mondulkiri")
    PHNOM_PENH = "12", _("Phnom Penh")
    PREAH_VIHEAR = "13", _("Preah Vihear")
    PREY_VENG = "14", _("Prey Veng")
    PURSAT = "15", _("Pursat")
    RATANAKIRI = "16", _("Ratanakiri")
    SIEM_REAP = "17", _("Siem Reap")
    PREAH_SIHANOUK = "18", _("Preah Sihanouk")
    STUNG_TRENG = "19", _("Stung Treng")
    SVAY_RIENG = "20", _("Svay Rieng")
    TAKEO = "21", _("Takeo")
    ODDAR_MEANCHEY = "22", _("Oddar Meanchey")
    KEP = "23", _("Kep")
    PAILIN = "24", _("Pailin")
    TBOUNG_KHMUM = "25", _("Tboung Khmum")


class Gender(models.TextChoices):
    WOMAN = "woman", _("woman")
    MAN = "man", _("man")
    ANOTHER = "another", _("another")
    UNDISCLOSED = "undisclosed", _("prefer not to say")


class AgeBand(models.TextChoices):
    UNDER_18 = "under-18", _("under 18")
    FROM_18 = "18-24", _("18 to 24")
    FROM_25 = "25-34", _("25 to 34")
    FROM_35 = "35-49", _("35 to 49")
    FROM_50 = "50-plus", _("50 and over")
    UNKNOWN = "unknown", _("not known")


class OrganisationKind(models.TextChoices):
    MEMBER = "member", _("member")
    PARTNER = "partner", _("partner")
    GOVERNMENT = "government", _("government")
    OTHER = "other", _("other")


class Cadre(models.TextChoices):
    SOCIAL_WORKER = "social-worker", _("social worker")
    COUNSELLOR = "counsellor", _("counsellor")
    HOUSEMOTHER = "housemother", _("housemother")
    MANAGER = "manager", _("manager")
    FINANCE = "finance", _("finance staff")
    POLICE = "police", _("police")
    TEACHER = "teacher", _("teacher")
    RELIGIOUS_LEADER = "religious-leader", _("religious leader")
    OFFICIAL = "official", _("government official")
    OTHER = "other", _("other")


class CohortState(models.TextChoices):
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class EnrolmentPolicy(models.TextChoices):
    """Who gets a place without anyone deciding."""

    OPEN = "open", _("open to all")
    APPROVAL = "approval", _("after approval")


class EnrolmentState(models.TextChoices):
    APPLIED = "applied", _("applied")
    WAITING = "waiting", _("on the waiting list")
    ENROLLED = "enrolled", _("enrolled")
    COMPLETED = "completed", _("completed")
    NOT_COMPLETED = "not-completed", _("not completed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class AttendanceStatus(models.TextChoices):
    PRESENT = "present", _("present")
    LATE = "late", _("late")
    LEFT_EARLY = "left-early", _("left early")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class MentorshipState(models.TextChoices):
    ACTIVE = "active", _("active")
    ENDED = "ended", _("ended")


class VisitWay(models.TextChoices):
    VISIT = "visit", _("visit")
    PHONE = "phone", _("phone call")
    ONLINE = "online", _("online")
    GROUP = "group", _("group meeting")


class SubmissionState(models.TextChoices):
    """What became of a piece of work; a returned one is worked over and handed in again."""

    SUBMITTED = "submitted", _("waiting for the trainer")
    RETURNED = "returned", _("returned, to be worked over")
    ACCEPTED = "accepted", _("accepted")
