"""That the clock was listened to: when a sweep last planned and delivered."""

from django.db import models


class Sweep(models.Model):
    """One row for the whole site. Where `at` grows old, no worker or no beat is at work, even if nothing is due."""

    at = models.DateTimeField()
