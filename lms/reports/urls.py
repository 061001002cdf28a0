"""Addresses of the figures."""

from django.urls import path

from lms.reports import views

app_name = "reports"
urlpatterns = [path("reports/", views.figures, name="figures")]
