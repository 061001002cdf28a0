"""Addresses of this app, one module a subject."""

from lms.records.urls import attendance, check_in, enrolment, handouts, learning, mentoring, work

app_name = "records"
urlpatterns = [
    *enrolment.urlpatterns,
    *attendance.urlpatterns,
    *check_in.urlpatterns,
    *learning.urlpatterns,
    *work.urlpatterns,
    *handouts.urlpatterns,
    *mentoring.urlpatterns,
]
