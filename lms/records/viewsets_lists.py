"""Lists of people and likely duplicates in the Wagtail admin's menu, for coordinators."""

from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from lms.records.permissions import may_coordinate


class CoordinatorsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_coordinate(request.user)


class PagesViewSet(ViewSet):
    """Pages of our own, one of them in the menu; ``urls`` is the module with their addresses."""

    urls = ""
    menu_item_class = CoordinatorsMenuItem

    @cached_property
    def menu_url(self):
        return reverse(self.get_url_name("index"))

    def get_urlpatterns(self):
        return [path("", include(self.urls))]


class PeopleImportViewSet(PagesViewSet):
    name = "people_imports"
    url_prefix = "people/lists"
    urls = "lms.records.urls.admin_lists"
    icon = "upload"
    menu_label = gettext_lazy("Lists of people")


class DuplicatesViewSet(PagesViewSet):
    name = "people_duplicates"
    url_prefix = "people/duplicates"
    urls = "lms.records.urls.admin_duplicates"
    icon = "group"
    menu_label = gettext_lazy("Likely duplicates")
