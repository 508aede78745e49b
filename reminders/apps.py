from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = "Reminders"

    def ready(self) -> None:
        from reminders import checks  # noqa: F401, PLC0415 - checks register on import, once apps are loaded
