from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from allauth.mfa import signals  # noqa: PLC0415 - both need the apps to be loaded

        from accounts import journal, proof  # noqa: PLC0415

        signals.authenticator_removed.connect(proof.forget_what_is_gone)
        journal.listen()
