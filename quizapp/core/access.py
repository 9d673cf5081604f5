"""Who may do what, as data."""

from enum import StrEnum


class Role(StrEnum):
    LEARNER = "learner"
    EDUCATOR = "educator"
    ADMIN = "admin"


class Permission(StrEnum):
    STUDY = "study"
    LOAD_BANKS = "load-banks"
    MANAGE_USERS = "manage-users"
    RUN_THE_SITE = "run-the-site"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.LEARNER: frozenset({Permission.STUDY}),
    Role.EDUCATOR: frozenset({Permission.STUDY, Permission.LOAD_BANKS}),
    Role.ADMIN: frozenset(Permission),
}


def has_permission(role: Role, permission: Permission) -> bool:
    """Return whether `role` carries `permission`."""
    return permission in PERMISSIONS[role]
