"""Addresses of certificates, the same in every language: they are printed on paper."""

from django.urls import path

from certificates import views

app_name = "certificates"
urlpatterns = [
    path("c/<slug:code>/", views.check, name="check"),
    path("c/<slug:code>/certificate.pdf", views.download, name="download"),
    path("certificates/", views.own, name="list"),
    path("certificates/check/", views.look_up, name="look_up"),
    path("certificates/check/file/", views.check_file, name="check_file"),
]
