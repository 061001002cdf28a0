"""Seed grants: a round, its proposals, their reviews, the decision, the grant, its reports."""
