"""What a person should do next, over all apps."""

import certificates.next_steps
import lms.records.next_steps
import seedgrants.next_steps
from lms.next_steps import NextStep

# In the order in which they are shown; urgent ones come first.
SOURCES = (
    lms.records.next_steps.next_steps,
    seedgrants.next_steps.next_steps,
    certificates.next_steps.next_steps,
)


def next_steps(user) -> list[NextStep]:
    """Every app's next steps for ``user``, urgent ones first, otherwise in the apps' order."""
    steps = [step for source in SOURCES for step in source(user)]
    return sorted(steps, key=lambda step: not step.urgent)
