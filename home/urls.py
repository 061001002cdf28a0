"""Each person's own front page."""

from django.urls import path

from home import views

app_name = "home"
urlpatterns = [path("my/", views.my_page, name="my_page")]
