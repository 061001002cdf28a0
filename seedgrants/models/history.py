"""Rows that are written once."""

from django.db import models

from seedgrants.exceptions import SeedGrantError


class WrittenOnce(SeedGrantError):
    """Someone tried to change or delete a row that is kept as it was."""


class WrittenOnceQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise WrittenOnce(f"{self.model.__name__} rows are never changed.")

    def delete(self):
        raise WrittenOnce(f"{self.model.__name__} rows are never deleted.")


class WrittenOnceModel(models.Model):
    """A row that can be added but neither changed nor deleted.

    Django empties the reference to a deleted account through its plain base manager, so a row
    outlives the account that wrote it.
    """

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise WrittenOnce(f"{type(self).__name__} rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise WrittenOnce(f"{type(self).__name__} rows are never deleted.")
