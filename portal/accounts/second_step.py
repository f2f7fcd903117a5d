"""The second step of a log-in; apart, since what asks for passkeys is loaded for who logs in."""

from typing import Any

from allauth.mfa.stages import AuthenticateStage

from portal.accounts.second_factor import had_two_steps_elsewhere


class SecondStep(AuthenticateStage):
    """allauth's second step, left out where a provider has asked for it."""

    def handle(self) -> tuple[Any, bool]:
        """The page that asks, or on to what follows."""
        if had_two_steps_elsewhere(self.request, self.login.user):
            return None, True
        asked: tuple[Any, bool] = super().handle()
        return asked
