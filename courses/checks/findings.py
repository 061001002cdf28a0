"""What a check has to say."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """``where`` names the place; empty when it is the whole page. A hint may stay as it is."""

    text: str
    where: str = ""
    is_hint: bool = False
