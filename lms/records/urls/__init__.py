"""Addresses of this app, one module a subject."""

from lms.records.urls import attendance, calendars, enrolment, handouts, learning, mentoring, work

app_name = "records"
urlpatterns = [
    *enrolment.urlpatterns,
    *calendars.urlpatterns,
    *attendance.urlpatterns,
    *learning.urlpatterns,
    *work.urlpatterns,
    *handouts.urlpatterns,
    *mentoring.urlpatterns,
]
