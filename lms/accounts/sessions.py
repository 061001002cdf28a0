"""Django's sessions in the database, read by a quick query."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from lms.prepared import Given, Prepared, columns_of

SESSION = Prepared(
    lambda: Session.objects.filter(
        session_key=Given("key", CharField()), expire_date__gt=Given("now", DateTimeField())
    ).values_list(*columns_of(Session))
)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self):
        found = SESSION.objects(Session, key=self.session_key, now=timezone.now())
        session = next(found, None)
        if session is None:
            self._session_key = None
        return session
