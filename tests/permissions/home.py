from tests.permissions.world import EVERYONE, SIGNED_IN, Row


def build(world):
    """A person's front page needs nothing but the person."""


ROWS = [
    Row("health", get=EVERYONE),
    Row("home:my_page", get=SIGNED_IN),
]
