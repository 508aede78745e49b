from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = "Reminders"

    def ready(self) -> None:
        from reminders import checks, here  # noqa: F401, PLC0415 - both need the apps to be loaded

        user_logged_in.connect(here.somebody_signed_in)
        user_logged_out.connect(here.somebody_signed_out)
