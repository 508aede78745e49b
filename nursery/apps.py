from django.apps import AppConfig


class NurseryConfig(AppConfig):
    name = "nursery"
    verbose_name = "Nursery"

    def ready(self) -> None:
        from nursery import checks  # noqa: F401, PLC0415 - checks register on import, once apps are loaded
