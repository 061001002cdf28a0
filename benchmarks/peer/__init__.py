"""A small site with wagtail-lms, as its installation guide and ``wagtail start`` make one."""
