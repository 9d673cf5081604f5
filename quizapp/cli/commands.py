"""Every command group there is."""

import click

from quizapp.cli import (
    backup,
    bank,
    bank_coverage,
    bank_editors,
    bank_stats,
    database,
    demo,
    reports,
    study,
    tidy,
    user,
    worker,
)

bank.group.add_command(bank_coverage.show_coverage)
bank.group.add_command(bank_editors.editor)
bank.group.add_command(bank_stats.stats)
bank.group.add_command(reports.reports)
bank.group.add_command(reports.settle)

ALL: tuple[click.Command, ...] = (
    backup.backup,
    backup.restore_command,
    bank.group,
    database.copy_database_command,
    demo.group,
    study.group,
    tidy.tidy_command,
    user.group,
    worker.worker,
)
