"""What PostgreSQL knows of how many rows there are, from which it plans every query."""

from django.db import connection


def refresh_statistics() -> None:
    """After many rows came in at once.

    PostgreSQL gathers these figures by itself about a minute later. Until then it takes every table for a small one,
    and a query over ten of them may take minutes instead of milliseconds, for the very first people who look. The
    function is the owner's (migration 0007), because the app's role may not analyse tables that it does not own.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nursery_refresh_statistics()")
