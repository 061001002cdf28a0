"""Amounts: Decimal, one currency a grant, riel in whole hundreds."""

from decimal import ROUND_HALF_UP, Decimal

from django.db.models import F, Q, Value
from django.db.models.lookups import Exact
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from seedgrants.enums import Currency
from seedgrants.exceptions import BadAmount

CENT = Decimal("0.01")
RIEL_STEP = 100
LARGEST = Decimal("9999999999.99")


def to_cents(amount: Decimal) -> Decimal:
    """Round to two decimals, half up, as an invoice does."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def format_figure(amount: Decimal, currency: str) -> str:
    """``1,234.50``; riel has no smaller unit: ``400,000``."""
    places = 0 if currency == Currency.KHR else 2
    return number_format(amount, decimal_pos=places, force_grouping=True)


def format_money(amount: Decimal | None, currency: str) -> str:
    """``1,234.50 USD`` or ``400,000 KHR``. Nothing for no amount."""
    return "" if amount is None else f"{format_figure(amount, currency)} {currency}"


def check_amount(amount: Decimal, currency: str) -> Decimal:
    """Return ``amount`` in cents; raise ``BadAmount`` below zero or off the riel's step."""
    amount = to_cents(amount)
    if amount < 0 or amount > LARGEST:
        raise BadAmount(_("Write an amount of zero or more, below ten thousand million."))
    if currency == Currency.KHR and amount % RIEL_STEP:
        raise BadAmount(
            _("Riel are counted in whole hundreds: %(amount)s is not.")
            % {"amount": format_money(amount, currency)}
        )
    return amount


def whole_hundreds(field: str, currency: str = "currency") -> Q:
    """The row constraint behind :func:`check_amount`."""
    return Q(**{currency: Currency.USD}) | Q(Exact(F(field) % Value(RIEL_STEP), Value(0)))
