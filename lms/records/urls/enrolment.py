"""Addresses of getting into a cohort: for trainees, and for those who run it."""

from django.urls import path

from lms.records.views import closing, enrolment, results, teaching

urlpatterns = [
    path("learn/", enrolment.my_courses, name="my_courses"),
    path("learn/about-you/", enrolment.about_you, name="about_you"),
    path("learn/cohorts/<int:pk>/enrol/", enrolment.enrol_in_cohort, name="enrol"),
    path("learn/enrolments/<int:pk>/withdraw/", enrolment.withdraw_from_cohort, name="withdraw"),
    path("teach/", teaching.teach, name="teach"),
    path("teach/cohorts/<int:pk>/", teaching.cohort, name="cohort"),
    path("teach/cohorts/<int:pk>/people/", teaching.add_people, name="add_people"),
    path("teach/enrolments/<int:pk>/move/", teaching.move, name="move"),
    path("teach/cohorts/<int:pk>/results/", results.cohort_results, name="cohort_results"),
    path("teach/cohorts/<int:pk>/close/", closing.close, name="close_cohort"),
    path("teach/cohorts/<int:pk>/closing/", closing.closing, name="closing"),
]
