"""What each role may do."""

import pytest

from quizapp.core.access import Permission, Role, has_permission


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.LEARNER, {Permission.STUDY}),
        (Role.EDUCATOR, {Permission.STUDY, Permission.LOAD_BANKS}),
        (Role.ADMIN, set(Permission)),
    ],
)
def test_a_role_carries_its_permissions_and_no_others(role: Role, allowed: set[Permission]) -> None:
    assert {one for one in Permission if has_permission(role, one)} == allowed
