"""Every command group there is."""

from quizapp.cli import bank, study, user

ALL = (bank.group, study.group, user.group)
