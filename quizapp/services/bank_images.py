"""Keeping a bank's pictures: under their hash, for ever, because old revisions show them."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.core.bank.picture import Picture
from quizapp.db.models.banks import BankImage


def store_images(
    db_session: Session,
    bank_id: int,
    pictures: Mapping[str, Picture],
    files: Mapping[str, bytes],
) -> None:
    """Store the `pictures` of a bank that are not stored yet; no commit.

    Both are by path: what a file is, and its bytes.
    """
    if not pictures:
        return
    wanted = {picture.sha256: (path, picture) for path, picture in pictures.items()}
    stored = select(BankImage.sha256).where(BankImage.bank_id == bank_id)
    for sha256 in wanted.keys() - set(db_session.scalars(stored)):
        path, picture = wanted[sha256]
        image = BankImage(
            bank_id=bank_id,
            sha256=sha256,
            media_type=picture.media_type,
            width=picture.width,
            height=picture.height,
            data=files[path],
        )
        db_session.add(image)
