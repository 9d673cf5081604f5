"""Settings, read once from the environment; all bad values are named together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

ROOT = Path(__file__).resolve().parent.parent
_SQLITE = "sqlite:///"
_SENDER = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*", re.ASCII)
LONGEST_TEXT = 100_000  # of a page that an operator writes
_PORT = re.compile(r"[0-9]{1,5}")

# (environment variable, default, meaning). docs/operating.md is tested against this list.
SETTINGS_DOC: tuple[tuple[str, str, str], ...] = (
    ("QUIZAPP_INSTANCE", "instance", "Folder for the secret, the database and its backups."),
    ("QUIZAPP_DATABASE", "sqlite in the instance folder", "SQLAlchemy URL: sqlite or postgresql."),
    ("QUIZAPP_SECRET", "file secret_key in the instance folder", "Signs cookies and forms."),
    ("QUIZAPP_CONTENT", "content", "Folder of bank files that `make run` loads."),
    ("QUIZAPP_NAME", "Alliance", "The name on every page."),
    ("QUIZAPP_ZONE", "UTC", "Time zone of a learner whose browser does not tell."),
    ("QUIZAPP_SECURE_COOKIES", "no", "yes behind HTTPS: Secure cookies, __Host- name, HSTS."),
    (
        "QUIZAPP_SQLITE_SYNC",
        "FULL",
        "FULL: no answer lost in a power cut; NORMAL: faster.",
    ),
    (
        "QUIZAPP_ADDRESS",
        "none",
        "Where people reach the app, like https://quiz.example.org; links in mails begin with it.",
    ),
    (
        "QUIZAPP_MAIL",
        "none",
        "Mail server: smtp://user:password@host:587 (STARTTLS), smtps:// (TLS), smtp+plain://.",
    ),
    (
        "QUIZAPP_PROXIES",
        "0",
        "How many reverse proxies stand in front, whose X-Forwarded-For is believed.",
    ),
    (
        "QUIZAPP_LIMITS",
        "memory",
        "Where limits are counted: memory, or redis://host:6379/0 for several machines.",
    ),
    ("QUIZAPP_MAIL_FROM", "none", "The address that mails come from."),
    (
        "QUIZAPP_LOG",
        "events",
        "faults; events: sign-ins and refusals too; requests: every request.",
    ),
    ("QUIZAPP_LOG_TO", "files", "files: instance/logs, a file a day; stderr: standard error."),
    (
        "QUIZAPP_DAILY",
        "yes",
        "yes: the served app makes a backup and tidies up once a day by itself.",
    ),
    ("QUIZAPP_CONTACT", "none", "How to reach you: an e-mail or web address, or a line of text."),
    ("QUIZAPP_TERMS_FILE", "none", "Markdown file with your terms, in place of ours."),
    ("QUIZAPP_PRIVACY_FILE", "none", "Markdown file on privacy, in place of ours."),
    (
        "QUIZAPP_METRICS_PORT",
        "off",
        "Port on 127.0.0.1 with figures for Prometheus.",
    ),
    ("HOST", "127.0.0.1", "Address that `make run` listens on."),
    ("PORT", "8000", "Port that `make run` listens on."),
)


LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")  # a check of its health comes from there
MAIL_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


class BadSettings(ValueError):  # noqa: N818 - reads as what it is where it is raised
    """One or more settings cannot be used; the message has a line for each."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Who takes the mails that the app sends, and from whom they come."""

    scheme: str  # of MAIL_PORTS: smtp begins in the clear and asks for TLS, smtps begins with it
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can set. Paths are absolute."""

    secret_key: str
    database_url: str
    instance_dir: Path
    content_dir: Path
    app_name: str = "Alliance"
    default_zone: str = "UTC"
    secure_cookies: bool = False
    sqlite_sync: str = "FULL"
    log: str = "events"
    log_to: str = "files"
    does_daily_work: bool = True
    contact: str = ""
    terms: str = ""  # Markdown
    privacy: str = ""  # Markdown
    metrics_port: int = 0  # none
    host: str = "127.0.0.1"
    port: int = 8000
    is_testing: bool = False
    address: str = ""  # without a slash at its end
    mail: MailServer | None = None
    proxies: int = 0
    limits: str = "memory"

    @property
    def hosts(self) -> frozenset[str]:
        """The names that requests may call this site by; any while no address is set."""
        host = urlsplit(self.address).hostname
        return frozenset({host, *LOCAL_HOSTS} if host else ())

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, or None on another database."""
        return Path(self.database_url.removeprefix(_SQLITE)) if self.is_sqlite else None

    @property
    def backup_dir(self) -> Path:
        return self.instance_dir / "backups"

    @property
    def log_dir(self) -> Path | None:
        """Where the log's files are, or None where it goes to the standard error."""
        return self.instance_dir / "logs" if self.log_to == "files" else None

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith(_SQLITE)


def load_settings(env: Mapping[str, str]) -> Settings:
    """Read `Settings` from `env`.

    Raises `BadSettings` naming every setting that cannot be used.
    """
    faults: list[str] = []
    instance = (ROOT / env.get("QUIZAPP_INSTANCE", "instance")).resolve()
    settings = Settings(
        secret_key=_secret(env, instance, faults),
        database_url=_database(env, instance, faults),
        instance_dir=instance,
        content_dir=(ROOT / env.get("QUIZAPP_CONTENT", "content")).resolve(),
        app_name=env.get("QUIZAPP_NAME", "Alliance"),
        default_zone=_zone(env, faults),
        secure_cookies=_yes_no(env, "QUIZAPP_SECURE_COOKIES", faults),
        sqlite_sync=_one_of(env, "QUIZAPP_SQLITE_SYNC", ("FULL", "NORMAL"), faults),
        log=_one_of(env, "QUIZAPP_LOG", ("events", "faults", "requests"), faults),
        log_to=_one_of(env, "QUIZAPP_LOG_TO", ("files", "stderr"), faults),
        does_daily_work=_one_of(env, "QUIZAPP_DAILY", ("yes", "no"), faults) == "yes",
        contact=_line(env, "QUIZAPP_CONTACT", faults),
        terms=_text_of_file(env, "QUIZAPP_TERMS_FILE", faults),
        privacy=_text_of_file(env, "QUIZAPP_PRIVACY_FILE", faults),
        metrics_port=_port(env, "QUIZAPP_METRICS_PORT", 0, faults),
        host=env.get("HOST", "127.0.0.1"),
        port=_port(env, "PORT", 8000, faults),
        address=_address(env, faults),
        mail=_mail(env, faults),
        proxies=_proxies(env, faults),
        limits=_limits(env, faults),
    )
    if faults:
        raise BadSettings("\n".join(faults))
    return settings


def _secret(env: Mapping[str, str], instance: Path, faults: list[str]) -> str:
    path = instance / "secret_key"
    secret = env.get("QUIZAPP_SECRET") or (path.read_text().strip() if path.exists() else "")
    if not secret:
        faults.append(f"No secret: run `make run` once, or set QUIZAPP_SECRET (looked in {path}).")
    elif len(secret) < 32:  # noqa: PLR2004
        faults.append("QUIZAPP_SECRET is shorter than 32 characters: use a longer random one.")
    return secret


def _database(env: Mapping[str, str], instance: Path, faults: list[str]) -> str:
    url = env.get("QUIZAPP_DATABASE") or f"{_SQLITE}{instance / 'quizapp.sqlite'}"
    path = url.removeprefix(_SQLITE)
    if url.startswith(_SQLITE) and path not in {"", ":memory:"}:
        return f"{_SQLITE}{(ROOT / path).resolve()}"
    if not (server := postgresql_url(url)):
        # The value is not repeated: there may be a password in it.
        faults.append("QUIZAPP_DATABASE: use sqlite:///path or postgresql://user@host/name.")
    return server or url


def postgresql_url(url: str) -> str:
    """Return the URL of a PostgreSQL database with the driver that we use, or nothing."""
    scheme, _, rest = url.partition("://")
    is_one = scheme in {"postgres", "postgresql", "postgresql+psycopg"}
    return f"postgresql+psycopg://{rest}" if is_one else ""


def _zone(env: Mapping[str, str], faults: list[str]) -> str:
    zone = env.get("QUIZAPP_ZONE", "UTC")
    if zone not in available_timezones():
        faults.append(f"QUIZAPP_ZONE: no time zone {zone!r}; use one like Europe/Berlin.")
    return zone


def _line(env: Mapping[str, str], name: str, faults: list[str]) -> str:
    value = env.get(name, "").strip()
    if len(value) > 200 or not value.isprintable():  # noqa: PLR2004
        faults.append(f"{name}: use one line of at most 200 characters.")
    return value


def _text_of_file(env: Mapping[str, str], name: str, faults: list[str]) -> str:
    path = env.get(name, "")
    if not path:
        return ""
    try:
        text = (ROOT / path).read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        faults.append(f"{name}: {path!r} is no text file in UTF-8 that can be read.")
        return ""
    if len(text) > LONGEST_TEXT:
        faults.append(f"{name}: {path!r} has more than {LONGEST_TEXT} characters.")
    return text


def _yes_no(env: Mapping[str, str], name: str, faults: list[str]) -> bool:
    return _one_of(env, name, ("no", "yes"), faults) == "yes"


def _one_of(env: Mapping[str, str], name: str, allowed: tuple[str, ...], faults: list[str]) -> str:
    value = env.get(name, allowed[0])
    if value not in allowed:
        faults.append(f"{name}: {value!r} is not one of {', '.join(allowed)}.")
    return value


def _address(env: Mapping[str, str], faults: list[str]) -> str:
    value = env.get("QUIZAPP_ADDRESS", "")
    parts = urlsplit(value)
    is_whole = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
    if value and (not is_whole or parts.query or parts.fragment or set(value) & set(" \r\n\t")):
        faults.append(f"QUIZAPP_ADDRESS: {value!r} is not one like https://quiz.example.org.")
    if not value and env.get("QUIZAPP_MAIL"):
        faults.append("QUIZAPP_ADDRESS: needed with QUIZAPP_MAIL, for the links in mails.")
    return value.rstrip("/")


def _mail(env: Mapping[str, str], faults: list[str]) -> MailServer | None:
    value, sender = env.get("QUIZAPP_MAIL", ""), env.get("QUIZAPP_MAIL_FROM", "")
    if not value:
        return None
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port or MAIL_PORTS[parts.scheme]
    except (ValueError, KeyError):
        host, port = None, 0
    if not host:
        # The value is not repeated: there may be a password in it.
        faults.append("QUIZAPP_MAIL: use smtp://user:password@host:587, or smtps:// or smtp+plain.")
        return None
    if not _SENDER.fullmatch(sender):
        faults.append("QUIZAPP_MAIL_FROM: needed with QUIZAPP_MAIL, like alliance@example.org.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.scheme, host, port, sender, user, password)


def _proxies(env: Mapping[str, str], faults: list[str]) -> int:
    value = _one_of(env, "QUIZAPP_PROXIES", tuple("0123456789"), faults)
    return int(value) if value.isascii() and value.isdigit() else 0


def _limits(env: Mapping[str, str], faults: list[str]) -> str:
    value = env.get("QUIZAPP_LIMITS", "memory")
    if value != "memory" and not re.fullmatch(r"rediss?://\S+", value):
        # The value is not repeated: there may be a password in it.
        faults.append("QUIZAPP_LIMITS: use memory, or redis://host:6379/0.")
        return "memory"
    return value


def _port(env: Mapping[str, str], name: str, usual: int, faults: list[str]) -> int:
    value = env.get(name)
    if value is None:
        return usual
    if not _PORT.fullmatch(value) or not 0 < int(value) < 65536:  # noqa: PLR2004
        faults.append(f"{name}: {value!r} is not a port; use a number from 1 to 65535.")
        return usual
    return int(value)
