"""Making an account."""

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from lms.accounts.forms import SignUpForm
from lms.accounts.services import sign_up


class SignUpView(FormView):
    """Answers alike whether the account is new or existed, then asks to sign in."""

    form_class = SignUpForm
    template_name = "accounts/sign_up.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return redirect("/")
        if request.method == "POST":
            too_many = ratelimit.consume_or_429(request, action="signup")
            if too_many:
                return too_many
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        sign_up(
            contact=form.cleaned_data["contact"],
            password=form.cleaned_data["password"],
            language=get_language(),
        )
        messages.success(
            self.request,
            _(
                "Now sign in with the number or address and the password you just chose. If that "
                "does not work, there may be an account already: ask your coordinator for help."
            ),
        )
        return redirect(f"{reverse('account_login')}?{self.request.GET.urlencode()}")
