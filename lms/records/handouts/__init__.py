"""Lessons, modules and courses on paper.

``content`` reads what a handout holds, ``plan`` sets the session plan on the clock, ``drawing``
makes the PDF of either, and ``store`` keeps the large ones so that each is made only once.
"""
