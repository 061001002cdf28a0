"""A Word document, and afterwards what of it to take."""

from copy import copy
from dataclasses import replace

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from courses.imports.lessons import LONGEST_TITLE, ModuleDraft
from courses.imports.packages import LARGEST_FILE
from courses.imports.pictures import Picture
from courses.imports.sizes import check_size


class DocumentForm(forms.Form):
    file = forms.FileField(
        label=_("Word document (.docx)"),
        help_text=_("Up to 10 MB. Headings in Word's styles “Heading 1” and “Heading 2” part it."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"empty": _("The file is empty.")},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        check_size(file, LARGEST_FILE)
        return file


class LessonsForm(forms.Form):
    """Which lessons to take, under which titles, and what their pictures show."""

    def __init__(
        self,
        *args,
        modules: list[ModuleDraft],
        pictures: list[Picture],
        taken_slugs: set[str],
        collections=(),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.modules, self.pictures, self.taken_slugs = modules, pictures, taken_slugs
        for m, module in enumerate(modules):
            if module.title:
                self._add_names(f"{m}", module, _("Title of the module"))
            for n, lesson in enumerate(module.lessons):
                take = forms.BooleanField(
                    label=_("Take this lesson"), required=False, initial=bool(lesson.blocks)
                )
                self.fields[f"take-{m}-{n}"] = take
                self._add_names(f"{m}-{n}", lesson, _("Title"))
                for number in lesson.pictures:
                    self.fields[f"alt-{number}"] = forms.CharField(
                        label=_("What the picture shows"),
                        required=False,
                        max_length=250,
                        initial=pictures[number].alt_text,
                        help_text=_("One sentence for those who cannot see it."),
                    )
        if pictures and len(collections) > 1:
            self.fields["collection"] = forms.ModelChoiceField(
                collections, label=_("Keep the pictures in"), empty_label=None
            )

    def _add_names(self, key: str, draft, label: str) -> None:
        self.fields[f"title-{key}"] = forms.CharField(
            label=label, required=False, max_length=LONGEST_TITLE, initial=draft.title
        )
        self.fields[f"slug-{key}"] = forms.CharField(
            label=_("Address"),
            required=False,
            max_length=100,
            initial=draft.slug,
            help_text=_("Latin letters, digits and -"),
        )

    def parts(self) -> list[dict]:
        """Modules and lessons, each with its fields, for the page."""
        return [
            {
                "draft": module,
                "title": self._bound(f"title-{m}"),
                "slug": self._bound(f"slug-{m}"),
                "lessons": [
                    {
                        "draft": lesson,
                        "take": self._bound(f"take-{m}-{n}"),
                        "title": self._bound(f"title-{m}-{n}"),
                        "slug": self._bound(f"slug-{m}-{n}"),
                        "pictures": [
                            (self.pictures[number], self._bound(f"alt-{number}"))
                            for number in lesson.pictures
                        ],
                    }
                    for n, lesson in enumerate(module.lessons)
                ],
            }
            for m, module in enumerate(self.modules)
        ]

    def _bound(self, name: str):
        return self[name] if name in self.fields else None

    def clean(self):
        cleaned = super().clean()
        inside_parent: set[str] = set(self.taken_slugs)
        taken = 0
        for m, module in enumerate(self.modules):
            kept = [n for n in range(len(module.lessons)) if cleaned.get(f"take-{m}-{n}")]
            taken += len(kept)
            if module.title and kept:
                self._check_names(f"{m}", inside_parent)
            siblings = set() if module.title else inside_parent
            for n in kept:
                self._check_names(f"{m}-{n}", siblings)
        if not taken and not self.errors:
            raise forms.ValidationError(_("Tick at least one lesson."))
        return cleaned

    def _check_names(self, key: str, siblings: set[str]) -> None:
        title, slug = f"title-{key}", f"slug-{key}"
        if title not in self.errors and not self.cleaned_data.get(title):
            self.add_error(title, _("Give it a title."))
        address = self.cleaned_data.get(slug, "")
        try:
            validate_slug(address)
        except forms.ValidationError:
            self.add_error(slug, _("Use Latin letters, digits and - only."))
            return
        if address in siblings:
            self.add_error(slug, _("Another page here has this address already."))
        siblings.add(address)

    def chosen(self) -> list[ModuleDraft]:
        """The modules with the lessons to take, under the names that were typed."""
        cleaned, result = self.cleaned_data, []
        for m, module in enumerate(self.modules):
            lessons = []
            for n, lesson in enumerate(module.lessons):
                if cleaned[f"take-{m}-{n}"]:
                    names = {name: cleaned[f"{name}-{m}-{n}"] for name in ("title", "slug")}
                    lessons.append(replace(lesson, **names))
            if lessons:
                kept = copy(module)
                kept.lessons = lessons
                if module.title:
                    kept.title, kept.slug = cleaned[f"title-{m}"], cleaned[f"slug-{m}"]
                result.append(kept)
        return result

    def described_pictures(self) -> list[Picture]:
        return [
            replace(picture, alt_text=self.cleaned_data.get(f"alt-{number}", picture.alt_text))
            for number, picture in enumerate(self.pictures)
        ]
