"""What trainers have already, brought in: Word documents as lessons, GIFT and Moodle XML as questions.

Nothing is saved before it was shown. A file is first read into plain data
(:class:`~courses.imports.questions.ImportedQuestion`, :class:`~courses.imports.lessons.LessonDraft`)
in which every fault says what it is and where; a person then chooses what to take; only
``courses.imports.saving`` writes pages, always as drafts.
"""
