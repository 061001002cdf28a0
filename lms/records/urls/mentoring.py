"""Addresses of mentoring."""

from django.urls import path

from lms.records.views import mentoring

urlpatterns = [
    path("mentoring/", mentoring.mentoring, name="mentoring"),
    path("mentoring/start/", mentoring.start, name="start_mentorship"),
    path("mentoring/<int:pk>/", mentoring.mentorship, name="mentorship"),
    path("mentoring/<int:pk>/visit/", mentoring.visit, name="visit"),
    path("mentoring/<int:pk>/end/", mentoring.end, name="end_mentorship"),
    path("mentoring/actions/<int:pk>/", mentoring.tick, name="tick_action"),
]
