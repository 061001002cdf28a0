"""The starter curricula: data files, and the loader that turns them into pages.

A folder a curriculum, a folder a course, a folder a module, a Markdown file a lesson, two YAML
files for the tests. ``files`` reads and checks them, ``markdown`` turns lessons into blocks,
``loader`` makes the pages, ``translations`` their Khmer side.
"""

from courses.curricula.loader import LoadResult, load_curricula
from courses.curricula.reading import CurriculumFileError

__all__ = ["CurriculumFileError", "LoadResult", "load_curricula"]
