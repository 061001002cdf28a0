"""The site's addresses and one view that does nothing, behind the same middleware."""

from django.http import HttpResponse
from django.urls import path

from lms.urls import urlpatterns as site_urlpatterns


def hello(request):
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello), *site_urlpatterns]
