"""Light public pages for applicants, reviewers, coordinators and finance."""
