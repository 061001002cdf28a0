"""Addresses of handouts and session plans."""

from django.urls import path

from lms.records.views import handouts

trainees, trainers = {"is_facilitators": False}, {"is_facilitators": True}
urlpatterns = [
    path("learn/handouts/<int:page_id>/", handouts.handout, trainees, name="handout"),
    path("learn/handouts/<int:page_id>/pdf/", handouts.handout_pdf, trainees, name="handout_pdf"),
    path("teach/handouts/<int:page_id>/", handouts.handout, trainers, name="trainer_handout"),
    path(
        "teach/handouts/<int:page_id>/pdf/",
        handouts.handout_pdf,
        trainers,
        name="trainer_handout_pdf",
    ),
    path("teach/handouts/<int:page_id>/plan/", handouts.session_plan, name="session_plan"),
    path(
        "teach/handouts/<int:page_id>/plan/pdf/", handouts.session_plan_pdf, name="session_plan_pdf"
    ),
]
