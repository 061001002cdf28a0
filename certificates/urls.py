"""Addresses of certificates, the same in every language: they are printed on paper."""

from django.urls import path

from certificates.views import checking, own, public

app_name = "certificates"
urlpatterns = [
    path("c/<slug:code>/", checking.check, name="check"),
    path("c/<slug:code>/certificate.pdf", own.download, name="download"),
    path("c/<slug:code>/badge.jwt", own.badge, name="badge"),
    path("c/<slug:code>/share/", own.share, name="share"),
    path("c/<slug:code>/shared/", public.shared, name="shared"),
    path("c/<slug:code>/picture.png", public.picture, name="picture"),
    path("certificates/", own.own, name="list"),
    path("certificates/check/", checking.look_up, name="look_up"),
    path("certificates/check/file/", checking.check_file, name="check_file"),
    path("certificates/issuer.json", public.issuer, name="issuer"),
    path("certificates/keys/<slug:name>.json", public.badge_key, name="badge_key"),
    path("certificates/revoked.json", public.revoked_badges, name="revoked_badges"),
]
