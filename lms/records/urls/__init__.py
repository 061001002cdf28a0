"""Addresses of this app, one module a subject."""

from lms.records.urls import (
    attendance,
    cohorts,
    enrolment,
    handouts,
    learning,
    mentoring,
    people,
    work,
)

app_name = "records"
urlpatterns = [
    *enrolment.urlpatterns,
    *cohorts.urlpatterns,
    *attendance.urlpatterns,
    *learning.urlpatterns,
    *work.urlpatterns,
    *handouts.urlpatterns,
    *mentoring.urlpatterns,
    *people.urlpatterns,
]
