"""Addresses of this app, one module a subject."""

from lms.records.urls import attendance, enrolment, handouts, learning, mentoring, people, work

app_name = "records"
urlpatterns = [
    *enrolment.urlpatterns,
    *attendance.urlpatterns,
    *learning.urlpatterns,
    *work.urlpatterns,
    *handouts.urlpatterns,
    *mentoring.urlpatterns,
    *people.urlpatterns,
]
