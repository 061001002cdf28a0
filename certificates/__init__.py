"""Certificates: facts are handed over and frozen, drawn as PDF, checked by anyone, never edited.

Knows no course and no learner record: whoever awards one passes ``CertificateFacts``. The PDF
engine (``pdf``, ``shaping``) sets Khmer correctly and serves every other PDF of the site too.
"""
