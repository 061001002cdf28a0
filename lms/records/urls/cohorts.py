"""Addresses of running a cohort: decisions, messages, calls, calling off, planning once more."""

from django.urls import path

from lms.records.views import cohorts, decisions, enrolment_history, messages

urlpatterns = [
    path("teach/cohorts/<int:pk>/decide/", decisions.decide, name="decide"),
    path("teach/cohorts/<int:pk>/messages/", messages.outbox, name="outbox"),
    path("teach/cohorts/<int:pk>/calls/", messages.calls, name="calls"),
    path("teach/cohorts/<int:pk>/cancel/", cohorts.cancel, name="cancel_cohort"),
    path("teach/cohorts/<int:pk>/reopen/", cohorts.reopen, name="reopen_cohort"),
    path("teach/cohorts/<int:pk>/copy/", cohorts.copy, name="copy_cohort"),
    path("teach/enrolments/<int:pk>/", enrolment_history.enrolment, name="enrolment"),
]
