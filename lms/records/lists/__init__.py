"""Lists of people as others keep them: opening a file, finding its columns, reading its cells.

Nothing here asks the database or changes it; what is read is judged in ``services.import_checking``.
"""
