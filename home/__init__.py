"""The site around the apps: home page, ordinary pages, menus, each person's own front page."""
