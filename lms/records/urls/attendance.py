"""Addresses of sessions and their registers."""

from django.urls import path

from lms.records.views import register, register_sync, sessions, walk_ins

urlpatterns = [
    path("teach/cohorts/<int:pk>/sessions/", sessions.plan_sessions, name="plan_sessions"),
    # The folder of the worker is its scope.
    path("teach/sessions/worker.js", register_sync.worker, name="register_worker"),
    path("teach/sessions/<int:pk>/register/", register.register, name="register"),
    path("teach/sessions/<int:pk>/register/marks/", register_sync.marks, name="register_marks"),
    path("teach/sessions/<int:pk>/register/walk-in/", walk_ins.walk_in, name="walk_in"),
    path("teach/sessions/<int:pk>/change/", sessions.change, name="change_session"),
    path("teach/sessions/<int:pk>/cancel/", sessions.cancel, name="cancel_session"),
]
