"""The rules of the 360Giving Data Standard 1.4 for what this site publishes, as a JSON schema.

Names, types, formats, what is required and how often are those of the standard's two schemas, of
the package and of the grant. Three things are stricter here:

* every object is closed. A field of the standard that the site does not fill (transactions,
  documents, classifications, contacts …) is left out, so it fails until somebody states it here;
* the closed lists hold only our values: two currencies, one country, one version;
* a text is not empty.
"""

from jsonschema import Draft4Validator

MOMENT = {"type": "string", "format": "date-time"}
DAY_PATTERN = r"^[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$"
DAY = {"type": "string", "oneOf": [{"format": "date-time"}, {"pattern": DAY_PATTERN}]}
VAGUE_DAY = DAY | {"oneOf": [*DAY["oneOf"], {"pattern": r"^[0-9]{4}(-(0[1-9]|1[012]))?$"}]}
ADDRESS = {"type": "string", "format": "uri"}
NUMBER = {"type": "number"}
TEXT = {"type": "string", "minLength": 1}


def thing(*, required=(), **properties):
    found = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": list(required)} if required else {})


def several(of, **limits):
    return {"type": "array", "items": of} | limits


PLACE = thing(name=TEXT, countryCode={"enum": ["KH"]}, geoCode=TEXT)
ORGANIZATION = thing(id=TEXT, name=TEXT, location=several(PLACE), required=("id", "name"))
ALWAYS = [
    "id",
    "title",
    "description",
    "currency",
    "amountAwarded",
    "awardDate",
    "fundingOrganization",
]
GRANT = thing(
    id=TEXT,
    title=TEXT,
    description=TEXT,
    currency={"enum": ["USD", "KHR"]},
    amountAppliedFor=NUMBER,
    amountAwarded=NUMBER,
    amountDisbursed=NUMBER,
    awardDate=DAY,
    plannedDates=several(thing(startDate=VAGUE_DAY, endDate=VAGUE_DAY)),
    fundingOrganization=several(ORGANIZATION, minItems=1),
    recipientOrganization=several(ORGANIZATION, minItems=1),
    recipientIndividual=thing(id=TEXT, name=TEXT, required=("id", "name")),
    grantProgramme=several(thing(code=TEXT, title=TEXT)),
    dateModified=MOMENT,
) | {
    "oneOf": [
        {"required": [*ALWAYS, "recipientOrganization"]},
        {"required": [*ALWAYS, "recipientIndividual"]},
    ]
}
PACKAGE = thing(
    version={"type": "string", "pattern": r"^(\d+\.)(\d+)$", "enum": ["1.4"]},
    identifier=TEXT,
    title=TEXT,
    description=TEXT,
    issued=DAY,
    modified=DAY,
    publisher=thing(identifier=TEXT, name=TEXT, website=ADDRESS, required=("name",)),
    downloadURL=ADDRESS,
    accessURL=ADDRESS,
    license=ADDRESS,
    grants=several(GRANT, minItems=1, uniqueItems=True),
    required=("grants",),
)
Draft4Validator.check_schema(PACKAGE)


def validator(schema, **options) -> Draft4Validator:
    """Checks formats too; without that, a day would pass as a moment and ``oneOf`` fail on it."""
    return Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER, **options)


def problems_in(package: dict, rules: Draft4Validator | None = None) -> list[str]:
    """Where the package breaks the rules and which: ``grants/0: oneOf``. Empty when it does not."""
    errors = (rules or validator(PACKAGE)).iter_errors(package)
    return sorted(f"{'/'.join(map(str, e.absolute_path))}: {e.validator}" for e in errors)
