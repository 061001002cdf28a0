"""Addresses of this app: what happens before and in the room, then what is learned from it."""

from django.urls import path

from lms.records.views import closing, enrolment, learning, mentoring, register, teaching

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
    path("learn/assessments/<int:page_id>/start/", learning.start, name="start_assessment"),
    path("learn/attempts/<int:pk>/", learning.attempt, name="attempt"),
    path("learn/attempts/<int:pk>/result/", learning.attempt_result, name="attempt_result"),
    path("teach/cohorts/<int:pk>/close/", closing.close, name="close_cohort"),
    path("mentoring/", mentoring.mentoring, name="mentoring"),
    path("mentoring/start/", mentoring.start, name="start_mentorship"),
    path("mentoring/<int:pk>/", mentoring.mentorship, name="mentorship"),
    path("mentoring/<int:pk>/visit/", mentoring.visit, name="visit"),
    path("mentoring/<int:pk>/end/", mentoring.end, name="end_mentorship"),
    path("mentoring/actions/<int:pk>/", mentoring.tick, name="tick_action"),
]

urlpatterns = [*enrolment_urls, *learning_urls]
