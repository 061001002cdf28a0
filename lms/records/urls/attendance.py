"""Addresses of sessions and their registers."""

from django.urls import path

from lms.records.views import register, teaching

urlpatterns = [
    path("teach/cohorts/<int:pk>/sessions/", teaching.plan_sessions, name="plan_sessions"),
    path("teach/sessions/<int:pk>/register/", register.register, name="register"),
    path("teach/sessions/<int:pk>/cancel/", teaching.cancel, name="cancel_session"),
]
