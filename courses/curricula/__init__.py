"""The starter curricula: data files, and the loader that turns them into pages.

A folder a curriculum, a folder a course, a folder a module, a Markdown file a lesson, two YAML
files for the tests, perhaps one for an assignment; ``evaluation.yaml`` is every course's. ``files``
and ``work_files`` read and check them, ``markdown`` turns lessons into blocks, ``loader`` and
``work_pages`` make the pages, ``translations`` their Khmer side.
"""

from courses.curricula.loader import LoadResult, load_curricula
from courses.curricula.reading import CurriculumFileError

__all__ = ["CurriculumFileError", "LoadResult", "load_curricula"]
