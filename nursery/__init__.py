"""The project and the ground floor: settings, urls, Celery, and what every other floor stands on."""
