"""What happened to whom: the only app that holds records of learners.

``Person`` belongs to an ``Organisation`` for a time (``Affiliation``). A ``Cohort`` runs a course;
an ``Enrolment`` puts a person in it and freezes organisation, gender and age band. ``Session`` and
``Attendance`` say who came, ``LessonProgress`` and ``AssessmentAttempt`` who learned, and
``Completion`` freezes the judgement by the course's rule. ``Mentorship`` follows up afterwards.

Models are plain; every write goes through ``services``; ``permissions`` answers who may.
"""
