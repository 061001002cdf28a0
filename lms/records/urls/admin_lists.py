"""Lists of people, below an address of the Wagtail admin."""

from django.urls import path

from lms.records.views import import_results, imports

urlpatterns = [
    path("", imports.lists, name="index"),
    path("new/", imports.add_list, name="add"),
    path("people.xlsx", import_results.template, name="template"),
    path("<int:pk>/", import_results.detail, name="detail"),
    path("<int:pk>/columns/", imports.match, name="match"),
    path("<int:pk>/rows/", imports.rows, name="rows"),
    path("<int:pk>/organisations/", imports.organisations, name="organisations"),
    path("<int:pk>/problems.csv", import_results.problems, name="problems"),
    path("<int:pk>/undo/", import_results.undo, name="undo"),
    path("<int:pk>/again/", import_results.start_again, name="start_again"),
    path("<int:pk>/discard/", imports.discard, name="discard"),
]
