"""Addresses of the merge of two records, below the admin's own."""

from django.urls import path

from lms.records.views import merging


def register_merge_urls():
    return [
        path("people/merges/", merging.merges, name="records_merges"),
        path("people/merges/<int:pk>/undo/", merging.undo, name="records_merge_undo"),
        path("people/<int:pk>/merge/", merging.find_other, name="records_merge_find"),
        path("people/<int:kept_pk>/merge/<int:dropped_pk>/", merging.merge, name="records_merge"),
    ]
