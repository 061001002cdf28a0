"""Reading one data file: every value is checked as it is taken."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from courses.curricula.markdown import MarkdownError, rich_text

LINE = 255  # as long as the database column of a title, a summary, an objective


class CurriculumFileError(Exception):
    """A data file that cannot be used: ``path`` and ``reason``."""

    def __init__(self, path: Path, reason: str):
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


@dataclass(frozen=True)
class Text:
    """A text in English and, where someone has written it, in Khmer."""

    en: str
    km: str = ""


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise CurriculumFileError(path, "does not exist") from error
    except UnicodeDecodeError as error:
        raise CurriculumFileError(path, "is not UTF-8 text") from error


class Source:
    """One YAML mapping and the file it came from; every getter checks what it gets."""

    def __init__(self, path: Path, data):
        self.path = path
        if not isinstance(data, dict):
            raise self.error("is not a list of “key: value” lines")
        self.data = data

    @classmethod
    def from_yaml(cls, path: Path, text: str):
        try:
            return cls(path, yaml.safe_load(text))
        except yaml.YAMLError as error:
            raise CurriculumFileError(path, f"is not valid YAML ({error})") from error

    @classmethod
    def read(cls, path: Path):
        return cls.from_yaml(path, read_text(path))

    def error(self, reason: str) -> CurriculumFileError:
        return CurriculumFileError(self.path, reason)

    def words(self, key: str, *, limit: int | None = None, required: bool = True) -> str:
        value = self.data.get(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"{key} is missing or is not text (put it in quotation marks)")
        value = value.strip()
        if limit and len(value) > limit:
            raise self.error(f"{key} is longer than {limit} characters")
        return value

    def text(self, key: str, *, limit: int | None = LINE) -> Text:
        khmer = self.words(f"{key}_km", limit=limit, required=False)
        return Text(self.words(key, limit=limit), khmer)

    def number(self, key: str, *, least: int = 0, most: int | None = None) -> int:
        value = self.data.get(key)
        if type(value) is not int or value < least or (most is not None and value > most):
            limits = f"from {least}" + (f" to {most}" if most is not None else "")
            raise self.error(f"{key} is not a whole number {limits}")
        return value

    def yes_or_no(self, key: str, *, default: bool) -> bool:
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            raise self.error(f"{key} is neither true nor false")
        return value

    def one_of(self, key: str, choices) -> str | int:
        value = self.data.get(key)
        if value not in choices.values:
            raise self.error(f"{key} is none of {', '.join(map(str, choices.values))}")
        return value

    def slug(self, key: str, *, limit: int) -> str:
        value = self.words(key, limit=limit)
        try:
            validate_slug(value)
        except ValidationError as error:
            raise self.error(f"{key} has other signs than Latin letters, digits and -") from error
        return value

    def items(self, key: str) -> list:
        value = self.data.get(key)
        if not isinstance(value, list):
            raise self.error(f"{key} is not a list")
        return value

    def objectives(self) -> list[Text]:
        objectives = []
        for number, item in enumerate(self.items("objectives"), start=1):
            source = Source(self.path, item)
            try:
                english = source.words("en", limit=LINE)
                khmer = source.words("km", limit=LINE, required=False)
            except CurriculumFileError as error:
                raise self.error(f"objective {number}: {error.reason}") from error
            objectives.append(Text(english, khmer))
        return objectives

    def markdown(self, key: str) -> str:
        try:
            return rich_text(self.words(key))
        except MarkdownError as error:
            raise self.error(f"{key}: {error}") from error
