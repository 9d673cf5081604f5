"""Codes of an authenticator app (TOTP, RFC 6238), and the picture that sets one up."""

import base64
import hmac
from datetime import datetime
from typing import Final

import pyotp
import segno

SECONDS: Final = 30  # that a code is shown
_AROUND: Final = (0, -1, 1)  # steps that a clock may be off


def secret_of(key: str, user_id: int, salt: str) -> str:
    """Return the secret that an authenticator app shares with us, in base32.

    It is derived from the key of the app, so a database alone (a backup, say) gives none away.
    """
    told = f"authenticator {user_id} {salt}"
    return base64.b32encode(hmac.digest(key.encode(), told.encode(), "sha256")[:20]).decode()


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """Return the step of time that `code` belongs to, now or one to either side; else None."""
    now = int(at.timestamp()) // SECONDS
    totp = pyotp.TOTP(secret)
    fitting = [
        now + off
        for off in _AROUND
        if hmac.compare_digest(totp.generate_otp(now + off).encode(), code.encode())
    ]
    return fitting[0] if fitting else None


def setup_picture(secret: str, account: str, issuer: str) -> str:
    """Return the code to scan as SVG without any style attribute."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)
    picture: str = segno.make(uri, error="m", micro=False).svg_inline(
        omitsize=True, svgclass="qr", lineclass=None, border=4, light="#fff", dark="#000"
    )
    return picture
