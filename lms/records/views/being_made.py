"""The page that waits for a PDF and asks again by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Seconds.
ASK_AGAIN_AFTER = "3"


def being_made(request: HttpRequest, template: str, *, failed: bool, **context) -> HttpResponse:
    """Say that it is being made and reload, or that it could not be and offer to try again."""
    answer = render(request, template, context | {"failed": failed}, status=200 if failed else 202)
    if not failed:
        answer["Refresh"] = ASK_AGAIN_AFTER
    return answer
