"""Invitations to an account, and the staff of an organisation."""

from django.urls import path

from lms.records.views import invitations, inviting, my_organisation

urlpatterns = [
    path("invitation/", invitations.type_code, name="invitation"),
    path("invitation/accept/", invitations.accept, name="accept_invitation"),
    path("invitation/link/", invitations.link, name="link_invitation"),
    path("invitation/<str:code>/", invitations.open_link, name="invitation_link"),
    path("invite/person/<int:pk>/", inviting.invite_one, name="invite_person"),
    path("invite/cohort/<int:pk>/", inviting.invite_cohort, name="invite_cohort"),
    path("invite/organisation/<int:pk>/", inviting.invite_staff, name="invite_staff"),
    path("invitations/<int:pk>/revoke/", inviting.revoke, name="revoke_invitation"),
    path("my-organisation/", my_organisation.my_organisation, name="my_organisation"),
    path("my-organisation/<int:pk>/add/", my_organisation.add, name="add_staff"),
    path("my-organisation/staff/<int:pk>/", my_organisation.member, name="staff_member"),
    path("my-organisation/staff/<int:pk>/change/", my_organisation.change, name="change_staff"),
    path("my-organisation/nominations/", my_organisation.nominations, name="nominations"),
    path(
        "my-organisation/<int:organisation_pk>/nominate/<int:pk>/",
        my_organisation.nominate_staff,
        name="nominate_staff",
    ),
]
