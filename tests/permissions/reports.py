from tests.permissions.world import Row


def build(world):
    """Figures need no rows to be seen."""


ROWS = [
    Row("reports:figures", get=frozenset({"coordinator", "superuser"})),
]
