"""Every command group there is."""

from quizapp.cli import bank, bank_coverage, demo, reports, study, user, worker

bank.group.add_command(bank_coverage.show_coverage)
bank.group.add_command(reports.reports)
bank.group.add_command(reports.settle)

ALL = (bank.group, demo.group, study.group, user.group, worker.worker)
