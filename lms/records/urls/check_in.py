"""Addresses of check-in, sign-in sheets and what the registers add up to."""

from django.urls import path

from lms.records.views import check_in, check_in_screen, cohort_attendance, sheets

urlpatterns = [
    path("check-in/<int:pk>/<str:token>/", check_in.scan, name="scan"),
    path("learn/check-in/", check_in.check_in, name="check_in"),
    path("learn/check-in/<int:pk>/", check_in.checked_in, name="checked_in"),
    path("teach/sessions/<int:pk>/check-in/", check_in_screen.screen, name="check_in_screen"),
    path("teach/sessions/<int:pk>/head-count/", check_in_screen.head_count, name="head_count"),
    path("teach/sessions/<int:pk>/sheet/", sheets.session_sheet, name="session_sheet"),
    path("teach/cohorts/<int:pk>/sheet/", sheets.cohort_sheet, name="cohort_sheet"),
    path("teach/cohorts/<int:pk>/signed-sheets/", sheets.signed_sheets, name="signed_sheets"),
    path("teach/signed-sheets/<int:pk>/", sheets.signed_sheet, name="signed_sheet"),
    path("teach/signed-sheets/<int:pk>/file/", sheets.sheet_file, name="signed_sheet_file"),
    path("teach/signed-sheets/<int:pk>/delete/", sheets.delete, name="delete_signed_sheet"),
    path("teach/cohorts/<int:pk>/at-risk/", cohort_attendance.at_risk, name="at_risk"),
    path(
        "teach/cohorts/<int:pk>/attendance.csv", cohort_attendance.export, name="attendance_export"
    ),
]
