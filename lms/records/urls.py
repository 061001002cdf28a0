"""Addresses of this app: what happens before and in the room, then what is learned from it."""

from django.urls import path

from lms.records.views import (
    assessments,
    assignments,
    attempt_marking,
    closing,
    enrolment,
    evaluations,
    handouts,
    learning,
    marking,
    mentoring,
    notes,
    register,
    results,
    teaching,
)

app_name = "records"

enrolment_urls = [
    path("learn/", enrolment.my_courses, name="my_courses"),
    path("learn/about-you/", enrolment.about_you, name="about_you"),
    path("learn/cohorts/<int:pk>/enrol/", enrolment.enrol_in_cohort, name="enrol"),
    path("learn/enrolments/<int:pk>/withdraw/", enrolment.withdraw_from_cohort, name="withdraw"),
    path("teach/", teaching.teach, name="teach"),
    path("teach/cohorts/<int:pk>/", teaching.cohort, name="cohort"),
    path("teach/cohorts/<int:pk>/people/", teaching.add_people, name="add_people"),
    path("teach/cohorts/<int:pk>/sessions/", teaching.plan_sessions, name="plan_sessions"),
    path("teach/enrolments/<int:pk>/move/", teaching.move, name="move"),
    path("teach/sessions/<int:pk>/register/", register.register, name="register"),
    path("teach/sessions/<int:pk>/cancel/", teaching.cancel, name="cancel_session"),
]

learning_urls = [
    path("learn/lessons/<int:page_id>/done/", learning.mark_done, name="lesson_done"),
    path("learn/lessons/<int:page_id>/place/", learning.place, name="lesson_place"),
    path("learn/lessons/<int:page_id>/note/", notes.lesson_note, name="lesson_note"),
    path("learn/notes/", notes.notes, name="notes"),
    path("learn/notes/<int:pk>/", notes.note, name="note"),
    path("learn/assessments/<int:page_id>/start/", assessments.start, name="start_assessment"),
    path("learn/attempts/<int:pk>/", assessments.attempt, name="attempt"),
    path("learn/attempts/<int:pk>/answers/", assessments.answers, name="attempt_answers"),
    path("learn/attempts/<int:pk>/result/", assessments.attempt_result, name="attempt_result"),
    path("teach/attempts/<int:pk>/mark/", attempt_marking.mark, name="mark_attempt"),
    path("teach/cohorts/<int:pk>/results/", results.cohort_results, name="cohort_results"),
    path("teach/cohorts/<int:pk>/close/", closing.close, name="close_cohort"),
    path("mentoring/", mentoring.mentoring, name="mentoring"),
    path("mentoring/start/", mentoring.start, name="start_mentorship"),
    path("mentoring/<int:pk>/", mentoring.mentorship, name="mentorship"),
    path("mentoring/<int:pk>/visit/", mentoring.visit, name="visit"),
    path("mentoring/<int:pk>/end/", mentoring.end, name="end_mentorship"),
    path("mentoring/actions/<int:pk>/", mentoring.tick, name="tick_action"),
]

work_urls = [
    path("learn/assignments/<int:page_id>/", assignments.hand_in, name="hand_in"),
    path("learn/submissions/<int:pk>/", assignments.submission, name="submission"),
    path("learn/submissions/<int:pk>/file/", assignments.submission_file, name="submission_file"),
    path("learn/evaluations/<int:page_id>/", evaluations.evaluate, name="evaluate"),
    path("teach/marking/", marking.marking, name="marking"),
    path("teach/submissions/<int:pk>/mark/", marking.mark, name="mark_submission"),
    path(
        "teach/cohorts/<int:pk>/evaluation/",
        evaluations.cohort_evaluation,
        name="cohort_evaluation",
    ),
    path(
        "teach/courses/<int:pk>/evaluation/",
        evaluations.course_evaluation,
        name="course_evaluation",
    ),
]

trainees, trainers = {"is_facilitators": False}, {"is_facilitators": True}
handout_urls = [
    path("learn/handouts/<int:page_id>/", handouts.handout, trainees, name="handout"),
    path("learn/handouts/<int:page_id>/pdf/", handouts.handout_pdf, trainees, name="handout_pdf"),
    path("teach/handouts/<int:page_id>/", handouts.handout, trainers, name="trainer_handout"),
    path(
        "teach/handouts/<int:page_id>/pdf/",
        handouts.handout_pdf,
        trainers,
        name="trainer_handout_pdf",
    ),
    path("teach/handouts/<int:page_id>/plan/", handouts.session_plan, name="session_plan"),
    path(
        "teach/handouts/<int:page_id>/plan/pdf/", handouts.session_plan_pdf, name="session_plan_pdf"
    ),
]

urlpatterns = [*enrolment_urls, *learning_urls, *work_urls, *handout_urls]
