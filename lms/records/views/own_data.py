"""A person's copy of what is kept about them."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.records.models import Enrolment
from lms.records.models.people import person_of
from lms.records.own_data import own_data
from lms.records.training_record import training_record


@login_required
@never_cache
@require_safe
def my_data(request):
    """To read: who the person is here, their posts, their training."""
    person = person_of(request.user)
    if person is None:
        return redirect("records:about_you")
    return render(
        request,
        "records/my_data.html",
        {
            "person": person,
            "posts": person.affiliations.select_related("organisation"),
            "enrolments": training_record(Enrolment.objects.filter(person=person)),
        },
    )


@login_required
@never_cache
@require_safe
def my_data_file(request):
    """All of it as a file."""
    person = person_of(request.user)
    if person is None:
        return redirect("records:about_you")
    name = f"my-data-{person.number}-{timezone.localdate():%Y-%m-%d}.json"
    return JsonResponse(
        own_data(person),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
