#!/usr/bin/env python
"""Django's commands. Without DATABASE_URL they use the embedded PostgreSQL, which starts when it does not run."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from nursery import embedded

WITHOUT_DATABASE = {"help", "version", "--help", "--version", "collectstatic", "makemessages", "compilemessages"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nursery.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if not os.environ.get("DATABASE_URL") and command not in WITHOUT_DATABASE:
        try:
            embedded.connect()
        except embedded.ServerError as error:
            sys.exit(str(error))
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
