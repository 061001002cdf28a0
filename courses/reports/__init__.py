"""Lists of course pages that want somebody's attention, in the admin's menu of reports.

Each can be filtered and downloaded. Another app adds its own: see :class:`pages.CoursePagesReport`.
"""
