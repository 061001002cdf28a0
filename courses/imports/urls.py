"""Addresses below the admin's own."""

from django.urls import path

from courses.imports import views_documents, views_questions

app_name = "courses_imports"
urlpatterns = [
    path("<int:pk>/document/", views_documents.import_document, name="document"),
    path("<int:pk>/document/<uuid:token>/", views_documents.choose_lessons, name="lessons"),
    path("<int:pk>/questions/", views_questions.import_questions, name="questions"),
    path(
        "<int:pk>/questions/<uuid:token>/", views_questions.choose_questions, name="take_questions"
    ),
    path("<int:pk>/questions.gift.txt", views_questions.export_questions, name="export"),
]
