"""Addresses to sign up and in; the rest comes from allauth."""

from django.urls import include, path

from lms.accounts.views import SignUpView

urlpatterns = [
    path("signup/", SignUpView.as_view(), name="account_signup"),
    path("2fa/", include("allauth.mfa.urls")),
    path("", include("allauth.account.urls")),
]
