"""Addresses of mentoring."""

from django.urls import path

from lms.records.views import (
    action_plans,
    follow_ups,
    matching,
    mentoring,
    mentoring_changes,
    mentoring_groups,
    skills,
)

urlpatterns = [
    path("mentoring/", mentoring.mentoring, name="mentoring"),
    path("mentoring/start/", mentoring.start, name="start_mentorship"),
    path("mentoring/<int:pk>/", mentoring.mentorship, name="mentorship"),
    path("mentoring/<int:pk>/visit/", mentoring.visit, name="visit"),
    path("mentoring/<int:pk>/end/", mentoring.end, name="end_mentorship"),
    path("mentoring/actions/<int:pk>/", mentoring.tick, name="tick_action"),
    path("mentoring/<int:pk>/change/", mentoring_changes.ask_for_change, name="ask_for_change"),
    path("mentoring/<int:pk>/sharing/", mentoring_changes.sharing, name="sharing"),
    path("mentoring/ratings/<int:pk>/", mentoring_changes.rate_skill, name="rate_skill"),
    path(
        "mentoring/changes/<int:pk>/settle/", mentoring_changes.settle_change, name="settle_change"
    ),
    path("mentoring/mentors/<int:pk>/hand-over/", mentoring_changes.hand_over, name="hand_over"),
    path("mentoring/groups/", mentoring_groups.groups, name="groups"),
    path("mentoring/groups/start/", mentoring_groups.start_group, name="start_group"),
    path("mentoring/groups/<int:pk>/", mentoring_groups.group, name="group"),
    path("mentoring/groups/<int:pk>/people/", mentoring_groups.group_people, name="group_people"),
    path(
        "mentoring/groups/<int:pk>/meeting/", mentoring_groups.group_meeting, name="group_meeting"
    ),
    path("mentoring/groups/<int:pk>/end/", mentoring_groups.end_group, name="end_group"),
    path("mentoring/reminders/", mentoring_changes.reminders, name="reminders"),
    path("mentoring/match/", matching.match_learners, name="match_learners"),
    path("mentoring/follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path("mentoring/follow-ups/<int:pk>/", follow_ups.follow_up, name="follow_up"),
    path("mentoring/hours/", skills.hours, name="supervision_hours"),
    path("mentoring/agreement/", skills.blank_contract, name="blank_contract"),
    path("mentoring/<int:pk>/agreement/", skills.contract, name="contract"),
    path("mentoring/<int:pk>/skills/", skills.skills, name="skills"),
    path("teach/cohorts/<int:pk>/skills/", skills.cohort_skills, name="cohort_skills"),
    path("learn/enrolments/<int:pk>/plan/", action_plans.write, name="write_plan"),
    path("learn/plans/<int:pk>/", action_plans.action_plan, name="action_plan"),
    path("learn/plans/<int:pk>/plan.pdf", action_plans.action_plan_pdf, name="action_plan_pdf"),
    path("learn/plans/<int:pk>/review/", action_plans.review, name="review_plan"),
    path("learn/plans/steps/<int:pk>/", action_plans.tick, name="tick_step"),
]
