"""Addresses of seed grants, all below ``grants/``."""

from django.urls import path

from seedgrants.views import editing, grants, moves, panel, proposals, reports, reviews, rounds

app_name = "seedgrants"

urlpatterns = [
    path("grants/", proposals.my_applications, name="my_applications"),
    path("grants/rounds/", rounds.rounds, name="rounds"),
    path("grants/rounds/<int:pk>/", rounds.board, name="board"),
    path("grants/rounds/<int:pk>/publish/", rounds.publish, name="publish"),
    path("grants/rounds/<int:pk>/start/", proposals.start, name="start"),
    path("grants/proposals/<int:pk>/", proposals.application, name="application"),
    path("grants/proposals/<int:pk>/edit/<slug:section>/", editing.edit, name="edit"),
    path("grants/proposals/<int:pk>/receipts/<int:number>/", proposals.receipt, name="receipt"),
    path("grants/proposals/<int:pk>/manage/", panel.manage, name="manage"),
    path("grants/proposals/<int:pk>/assign/", panel.assign, name="assign"),
    path("grants/proposals/<int:pk>/return/", panel.send_back, name="return"),
    path("grants/proposals/<int:pk>/decide/", panel.decide, name="decide"),
    path("grants/reviews/", reviews.my_reviews, name="my_reviews"),
    path("grants/reviews/<int:pk>/", reviews.review, name="review"),
    path("grants/reviews/<int:pk>/declare/", reviews.declare, name="declare"),
    path("grants/awards/<int:pk>/", grants.grant, name="grant"),
    path("grants/awards/<int:pk>/activate/", grants.activate, name="activate"),
    path("grants/awards/<int:pk>/plan/", grants.plan, name="plan"),
    path("grants/payments/", grants.payments, name="payments"),
    path("grants/payments/<int:pk>/", grants.pay, name="pay"),
    path("grants/reports/<int:pk>/", reports.report, name="report"),
    path("grants/move/<slug:subject>/<int:pk>/", moves.make_move, name="move"),
]
