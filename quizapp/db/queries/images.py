"""The pictures of banks, for everybody."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.db.models.banks import Bank, BankImage


@dataclass(frozen=True, slots=True)
class ImageRow:
    media_type: str
    data: bytes


def image(db_session: Session, slug: str, sha256: str) -> ImageRow | None:
    """Return a picture of a bank by the hash of its content, or None."""
    query = (
        select(BankImage.media_type, BankImage.data)
        .join(Bank, Bank.id == BankImage.bank_id)
        .where(Bank.slug == slug, BankImage.sha256 == sha256)
    )
    row = db_session.execute(query).one_or_none()
    return ImageRow(*row) if row else None


def image_files(db_session: Session, slug: str) -> dict[str, bytes]:
    """Return the pictures that a bank shows now, by the paths that its text gives them."""
    about = db_session.scalar(select(Bank.about).where(Bank.slug == slug)) or {}
    paths: dict[str, str] = about.get("pictures", {})
    query = (
        select(BankImage.sha256, BankImage.data)
        .join(Bank, Bank.id == BankImage.bank_id)
        .where(Bank.slug == slug, BankImage.sha256.in_(set(paths.values())))
    )
    stored = {row.sha256: row.data for row in db_session.execute(query)}
    return {path: stored[sha256] for path, sha256 in paths.items()}
