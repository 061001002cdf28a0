"""Queries that pages ask all the time: making the SQL of one costs far more than running it.

Each connection keeps the SQL of its own, so that threads share nothing; a row is never kept.
"""

from collections.abc import Callable, Iterator

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, Model, QuerySet


class Given(Expression):
    """A value in a prepared query that is known only when it is asked."""

    def __init__(self, name: str, output_field: Field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    """``make`` returns a queryset of ``values_list`` with a :class:`Given` for each value.

    Nothing else in it may change from one time to the next: no date, no length of a list.
    """

    def __init__(self, make: Callable[[], QuerySet]):
        self.make = make

    def rows(self, **values) -> list[tuple]:
        """The rows for these values: always one query."""
        connection = connections[DEFAULT_DB_ALIAS]
        prepared = connection.__dict__.setdefault("prepared_queries", {})
        if self not in prepared:
            prepared[self] = self._prepare(connection)
        compiler, sql, params, converters = prepared[self]
        with connection.cursor() as cursor:
            cursor.execute(
                sql,
                [
                    param.output_field.get_db_prep_value(values[param.name], connection)
                    if isinstance(param, Given)
                    else param
                    for param in params
                ],
            )
            rows = cursor.fetchall()
        return [tuple(row) for row in compiler.apply_converters(rows, converters)]

    def objects(self, model: type[Model], **values) -> Iterator[Model]:
        """The same as objects of ``model``, where the query selects :func:`columns_of` it."""
        names = columns_of(model)
        return (model.from_db(DEFAULT_DB_ALIAS, names, row) for row in self.rows(**values))

    def _prepare(self, connection) -> tuple:
        compiler = self.make().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        return compiler, sql, params, compiler.get_converters([one[0] for one in compiler.select])


def columns_of(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
