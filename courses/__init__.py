"""Curricula as pages that trainers edit: catalogue > curriculum > course > module > lesson.

An assessment (pre-test, post-test, quiz) stands beside the modules of its course. This app knows
no learner: what a signed-in person may do on a page enters through these templates, empty here,
which a host puts into its own ``templates/`` folder:

``courses/includes/course_actions.html``
    below a course's summary; context: ``page``, ``outline`` (:class:`courses.outline.Outline`)
``courses/includes/course_cohorts.html``
    below what a course teaches: when it runs, how to get in; context: ``page``, ``outline``
``courses/includes/prerequisite_mark.html``
    beside each course to complete first; context: ``page``, ``outline``, ``course``
``courses/includes/lesson_start.html``, ``courses/includes/lesson_actions.html``
    at the beginning and at the end of a lesson; context: ``page``, ``outline``
``courses/includes/lesson_scripts.html``
    the scripts of a lesson's page
``courses/includes/lesson_mark.html``
    beside each lesson of an outline; context: ``page``, ``outline``, ``lesson``
``courses/includes/assessment_actions.html``
    at the end of an assessment's page; context: ``page``, ``outline``

A record of learning names pages by their ``translation_key``, which all languages of a page share.
``courses.grading`` freezes and marks questions; ``courses.curricula`` brings the starter curricula.
"""
