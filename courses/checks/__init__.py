"""What an editor should look at again in a page, in plain words and with the place.

:func:`courses.checks.pages.check_page` asks all of them. A check reads the page as it stands in the
editor, so it sees what is not published yet; it never refuses anything.
"""
