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


class Accession(models.TextChoices):
    """How a person first came into the records."""

    SELF = "self", _("made an account")
    STAFF = "staff", _("added by the team")
    IMPORT = "import", _("came from a list")
    NOMINATION = "nomination", _("nominated by an organisation")
    WALK_IN = "walk-in", _("walked in")


class ImportState(models.TextChoices):
    """Where the import of a list of people stands."""

    UPLOADED = "uploaded", _("to be matched")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, to be confirmed")
    APPLYING = "applying", _("being brought in")
    APPLIED = "applied", _("brought in")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    FAILED = "failed", _("failed")


class RowDecision(models.TextChoices):
    """What becomes of one row of an imported list."""

    CREATE = "create", _("make a person")
    USE = "use", _("is this person already")
    SKIP = "skip", _("leave out")


class LikenessReason(models.TextChoices):
    """Why two records may be of one person; the last three speak against it."""

    PHONE = "phone", _("same phone")
    EMAIL = "email", _("same email")
    KHMER_NAME = "khmer-name", _("same name in Khmer")
    LATIN_NAME = "latin-name", _("same name in Latin letters")
    SOUND = "sound", _("name sounds alike")
    BIRTH_YEAR = "birth-year", _("same year of birth")
    ORGANISATION = "organisation", _("same organisation")
    OTHER_NAME = "other-name", _("but another name")
    OTHER_GENDER = "other-gender", _("but another gender")
    OTHER_BIRTH_YEAR = "other-birth-year", _("but another year of birth")


class Cadre(models.TextChoices):
    SOCIAL_WORKER = "social-worker", _("social worker")
    COUNSELLOR = "counsellor", _("counsellor")
    HOUSEMOTHER = "housemother", _("housemother")
    MANAGER = "manager", _("manager")
    FINANCE = "finance", _("finance staff")
    VOLUNTEER = "volunteer", _("volunteer")
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
    NOMINATION = "nomination", _("by nomination of an organisation")


class EnrolmentWay(models.TextChoices):
    """By which door a person came into a cohort."""

    SELF = "self", _("enrolled themselves")
    STAFF = "staff", _("added by the team")
    NOMINATION = "nomination", _("nominated by their organisation")
    IMPORT = "import", _("from a list")
    WALK_IN = "walk-in", _("walked in")


class EnrolmentState(models.TextChoices):
    APPLIED = "applied", _("applied")
    WAITING = "waiting", _("on the waiting list")
    ENROLLED = "enrolled", _("enrolled")
    COMPLETED = "completed", _("completed")
    NOT_COMPLETED = "not-completed", _("not completed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class WaitingCause(models.TextChoices):
    """Why somebody came on the waiting list without anyone putting them there."""

    FULL = "full", _("all places are taken")
    QUOTA = "quota", _("all places of the organisation are taken")


class AttendanceStatus(models.TextChoices):
    PRESENT = "present", _("present")
    LATE = "late", _("late")
    LEFT_EARLY = "left-early", _("left early")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class AttendanceSource(models.TextChoices):
    """How a mark came into the register."""

    REGISTER = "register", _("register")
    CHECK_IN = "check-in", _("checked in with the code")
    CORRECTION = "correction", _("correction")


class MessageKind(models.TextChoices):
    """What a person is told about their training; the text is in ``records/messages/``."""

    APPLIED = "applied", _("application received")
    ENROLLED = "enrolled", _("place given")
    WAITING = "waiting", _("on the waiting list")
    DECLINED = "declined", _("declined")
    NOMINATED = "nominated", _("nominated")
    SESSION_CHANGED = "session-changed", _("session changed")
    SESSION_CANCELLED = "session-cancelled", _("session cancelled")
    COHORT_CHANGED = "cohort-changed", _("dates or place changed")
    COHORT_CANCELLED = "cohort-cancelled", _("cohort cancelled")
    REMINDER = "reminder", _("reminder")
    INVITATION = "invitation", _("invitation to an account")
    MENTORING = "mentoring", _("meetings with a mentor")


class MessageState(models.TextChoices):
    """A message without an email address waits for a phone call instead."""

    WAITING = "waiting", _("to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")
    TO_CALL = "to-call", _("to be called")
    CALLED = "called", _("called")
    DROPPED = "dropped", _("no longer needed")


class ClosingState(models.TextChoices):
    """Where the closing of a cohort in the background stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("in progress")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


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
