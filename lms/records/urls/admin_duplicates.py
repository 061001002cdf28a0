"""Likely duplicates, below an address of the Wagtail admin."""

from django.urls import path

from lms.records.views.duplicates import likely_duplicates

urlpatterns = [path("", likely_duplicates, name="index")]
