"""Why a file cannot be read at all."""


class UnreadableFileError(Exception):
    """A file with nothing in it that could be taken; the text says what to do about it."""
