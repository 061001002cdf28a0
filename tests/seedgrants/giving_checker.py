"""What the 360Giving Data Standard asks of a package of grants, written down as checks.

It covers the required fields, the types, the formats of dates and the closed lists that concern
what this site publishes, and refuses every field that it does not know.
"""

import re

DAY = re.compile(r"^\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])$")
CURRENCIES = {"USD", "KHR"}
REQUIRED = ("id", "title", "description", "currency", "amountAwarded", "awardDate")
TEXTS = ("id", "title", "description")
AMOUNTS = ("amountAwarded", "amountDisbursed", "amountAppliedFor")
KNOWN = {
    *REQUIRED,
    *AMOUNTS,
    "plannedDates",
    "fundingOrganization",
    "recipientOrganization",
    "recipientIndividual",
    "grantProgramme",
}


def problems_in(data: dict) -> list[str]:
    """Empty when the package is as the standard wants it."""
    problems = []
    if not isinstance(data.get("grants"), list):
        return ["grants is no list"]
    for n, grant in enumerate(data["grants"]):
        problems += [f"grants/{n}: {problem}" for problem in _problems_in_grant(grant)]
    ids = [grant.get("id") for grant in data["grants"]]
    if len(set(ids)) != len(ids):
        problems.append("an id stands twice")
    return problems


def _problems_in_grant(grant: dict):
    yield from (f"{name} is missing" for name in REQUIRED if name not in grant)
    yield from (f"{name} is unknown" for name in sorted(set(grant) - KNOWN))
    for name in TEXTS:
        if name in grant and not (isinstance(grant[name], str) and grant[name]):
            yield f"{name} is no text"
    for name in AMOUNTS:
        if name in grant and type(grant[name]) not in (int, float):
            yield f"{name} is no number"
    if grant.get("currency") not in CURRENCIES:
        yield "currency is unknown"
    if "awardDate" in grant and not DAY.match(grant["awardDate"]):
        yield "awardDate is no date"
    for period in grant.get("plannedDates", ()):
        if not all(DAY.match(period[name]) for name in ("startDate", "endDate")):
            yield "plannedDates has no date"
    if not _organisations(grant.get("fundingOrganization")):
        yield "fundingOrganization is wrong"
    individual = grant.get("recipientIndividual")
    if "recipientOrganization" in grant:
        if individual or not _organisations(grant["recipientOrganization"]):
            yield "recipientOrganization is wrong"
    elif not (isinstance(individual, dict) and _is_named(individual)):
        yield "there is no recipient"


def _organisations(found) -> bool:
    return isinstance(found, list) and len(found) > 0 and all(_is_named(row) for row in found)


def _is_named(row: dict) -> bool:
    return all(isinstance(row.get(name), str) and row[name] for name in ("id", "name"))
