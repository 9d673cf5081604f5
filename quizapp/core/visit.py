"""Where a request comes from and which site it reaches, as far as signing in cares."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visit:
    agent: str = ""  # what the browser calls itself
    network: str = ""  # a keyed hash of the visitor's network; no address is stored
    site: str = ""  # the name of the app
    has_mail: bool = False  # may owners be written to?
