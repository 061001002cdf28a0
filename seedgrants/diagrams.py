"""The tables of moves as diagrams for the documentation, drawn by ``manage.py grant_states``."""

from seedgrants.permissions import Who
from seedgrants.workflows import MOVES

HEAD = """# States of seed grants, and who moves them

Made by `manage.py grant_states` from the tables in `seedgrants/workflows/`, which also drive the
buttons and the checks. A test fails when this page is out of date.
"""
NEEDS_A_REASON = "a reason"


def as_mermaid(model) -> str:
    """One workflow as a mermaid state diagram; each arrow says who, and what it asks for."""
    moves = MOVES[model]
    lines = ["```mermaid", "stateDiagram-v2"]
    targets = {move.target for move in moves}
    labels = dict(model._meta.get_field("state").flatchoices)
    states = dict.fromkeys(state for move in moves for state in (move.source, move.target))
    lines += [f'  state "{labels[state]}" as {_name(state)}' for state in states]
    lines += [
        f"  [*] --> {_name(s)}" for s in states if s == model._meta.get_field("state").default
    ]
    lines += [f"  {_name(move.source)} --> {_name(move.target)}: {_words(move)}" for move in moves]
    ends = targets - {move.source for move in moves}
    lines += [f"  {_name(state)} --> [*]" for state in states if state in ends]
    return "\n".join([*lines, "```"])


def _name(state: str) -> str:
    return str(state).replace("-", "_")


def _words(move) -> str:
    who = " or ".join(str(Who(name).label) for name in (move.who, *move.also))
    asked = [guard.__name__.replace("_", " ") for guard in move.guards]
    asked += [NEEDS_A_REASON] * move.needs_reason
    return f"{move.label} ({'; '.join([who, *asked])})"


def page() -> str:
    parts = [HEAD]
    for model in MOVES:
        name = str(model._meta.verbose_name)
        parts.append(f"## {name[0].upper()}{name[1:]}\n\n{as_mermaid(model)}\n")
    return "\n".join(parts)
