"""Addresses of calendars and of what is shared about a cohort."""

from django.urls import path

from lms.records.views import calendars, sharing

urlpatterns = [
    path("learn/calendar/", calendars.calendar, name="calendar"),
    path("learn/sessions/<int:pk>/session.ics", calendars.session_ics, name="session_ics"),
    path("calendar/<str:token>/training.ics", calendars.calendar_feed, name="calendar_feed"),
    # Without a language in front, as it stands on a poster, it leads to the reader's own.
    path("go/<slug:code>/", sharing.go, name="go"),
    path("teach/cohorts/<int:pk>/poster/", sharing.poster, name="poster"),
]
