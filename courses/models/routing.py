"""Finding and guarding a deep page with few queries."""

from django.db import models
from django.db.models import Q
from django.http import Http404
from wagtail.models import PageViewRestriction


class QuickRouteMixin(models.Model):
    """For a page high in the tree: finds a page at any depth below itself by its whole address.

    Wagtail asks twice for each level. Here the type of a page at a depth is known from the allowed
    subpage types, so one query does, or one for each type that may stand at that depth.
    """

    class Meta:
        abstract = True

    def route(self, request, path_components):
        if not path_components:
            return super().route(request, path_components)
        page_types = [type(self)]
        for _component in path_components:
            page_types = list(
                dict.fromkeys(
                    child for parent in page_types for child in parent.clean_subpage_models()
                )
            )
        url_path = "/".join([self.url_path.rstrip("/"), *path_components, ""])
        for page_type in page_types:
            page = page_type.objects.filter(
                slug=path_components[-1], url_path=url_path, path__startswith=self.path
            ).first()
            if page:
                return page.specific.route(request, [])
        raise Http404


class QuickRestrictionsMixin(models.Model):
    """Asks once, not twice, whether a page or one above it is private.

    ``is_known_public`` is set on a page by whoever has asked already in this request.
    """

    is_known_public = False

    class Meta:
        abstract = True

    def get_view_restrictions(self):
        """As in Wagtail: restrictions of the page, of those above, and of pages these mirror."""
        if self.is_known_public:
            return ()  # even an empty query is built before it is found to be empty
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(
            Q(page__path__in=paths)
            | Q(page__aliases__path__in=paths)
            | Q(page__aliases__aliases__path__in=paths)
        ).distinct()
