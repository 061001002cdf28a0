"""Editing forms of course pages: a Latin address, a lasting code, and a start that helps."""

from django.utils.translation import gettext, override, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from courses.durations import LESSON
from courses.permissions import may_keep_catalogue
from courses.slugs import free_slug


class CoursePageForm(WagtailAdminPageForm):
    """What every page of the catalogue asks of its form.

    A page that is being added begins with what ``start`` gives it, in its own language. An empty
    address is made from the title or the code. A code that has been published is the coordinators'.
    """

    def __init__(self, data=None, files=None, parent_page=None, **kwargs):
        page = kwargs.get("instance")
        if data is None and page is not None and page.pk is None and parent_page is not None:
            with override(parent_page.locale.language_code):
                self.start(page, parent_page)
        super().__init__(data, files, parent_page, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "code" in self.fields and self.instance.first_published_at:
            self.keep_code()

    def start(self, page, parent_page):
        """Give a new ``page`` what most pages of its kind begin with."""

    def keep_code(self):
        if self.for_user is None or not may_keep_catalogue(self.for_user):
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _(
                "Records name the course by its code. Ask a coordinator if it has to change."
            )

    def clean(self):
        cleaned = super().clean()
        if "slug" not in self.fields:
            if not self.instance.slug:
                self.instance.slug = self.make_slug(cleaned)
        elif cleaned.get("slug") == "":
            cleaned["slug"] = self.make_slug(cleaned)
        return cleaned

    def make_slug(self, cleaned) -> str:
        self.instance.title = cleaned.get("title") or self.instance.title
        if cleaned.get("code"):
            self.instance.code = cleaned["code"]
        return free_slug(self.instance, self.parent_page)


class LessonPageForm(CoursePageForm):
    def start(self, page, parent_page):
        page.minutes = page.minutes or LESSON
        if not page.body:
            activity = {"kind": "discussion", "minutes": 20}
            page.body = [
                ("rich_text", ""),
                ("key_point", ""),
                ("activity", page.body.stream_block.child_blocks["activity"].to_python(activity)),
                ("reflection", ""),
            ]


class AssignmentPageForm(CoursePageForm):
    def start(self, page, parent_page):
        page.minutes = page.minutes or 60
        rubric = [
            (
                gettext("Fits the task"),
                gettext("Does what was asked, for real people in your own work."),
            ),
            (
                pgettext("a criterion of a rubric", "Clear"),
                gettext("A colleague who was not on the course can follow it without asking."),
            ),
            (
                gettext("Can be done"),
                gettext("Time, people and money are enough, and it says who does what by when."),
            ),
            (
                gettext("Keeps people safe"),
                gettext("Nobody can be recognised. Risks are named, with what you do about them."),
            ),
        ]
        line = page.criteria.model
        page.criteria = [line(title=title, description=words) for title, words in rubric]


class EvaluationPageForm(CoursePageForm):
    def start(self, page, parent_page):
        page.title = page.title or gettext("Course evaluation")
        page.introduction = page.introduction or "<p>{}</p>".format(
            gettext("Tell us what helped you and what did not. Nobody sees who answered what.")
        )
        asked = [
            ("scale", gettext("Is what you learned useful in your work?")),
            ("scale", gettext("Could you follow the trainer and the materials?")),
            ("scale", gettext("Was there enough time to practise?")),
            ("scale", gettext("Did the examples fit the people you work with?")),
            ("scale", gettext("Did you feel safe and respected?")),
            ("scale", gettext("Do you feel ready to try it at home?")),
            ("open", gettext("What will you do differently from now on?")),
            ("open", gettext("What should we change before the next course?")),
        ]
        question = page.questions.model
        page.questions = [question(kind=kind, text=text) for kind, text in asked]


class TestPageForm(CoursePageForm):
    """A new test is the one the course still lacks; a test without a title is named by its kind."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            self.fields["title"].required = False

    def start(self, page, parent_page):
        known = set(type(page).objects.child_of(parent_page).values_list("kind", flat=True))
        missing = [kind for kind in ("pre-test", "post-test") if kind not in known]
        page.kind = missing[0] if missing else "quiz"
        page.title = page.title or page.get_kind_display()
        if page.kind == "post-test":
            page.pass_percent = 60

    def clean(self):
        if not self.cleaned_data.get("title") and "title" not in self.errors:
            page = self.instance
            page.kind = self.cleaned_data.get("kind") or page.kind
            with override(self.parent_page.locale.language_code):
                self.cleaned_data["title"] = str(page.get_kind_display())
        return super().clean()
