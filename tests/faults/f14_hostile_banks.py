"""F14: banks that are broken or hostile. F15: Markdown that takes a parser for ever.

Each goes through `flask bank load`, in a process as an operator starts it; web/test_uploading.py
sends the same files by the page that takes them.
"""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from stat import S_IFLNK

from sqlalchemy import func, select

from quizapp.config import ROOT
from quizapp.db import write
from quizapp.db.models.banks import BankLoad, Item
from tests.adapters.test_child import BLOW_UPS
from tests.conftest import SECRET
from tests.core.bank.samples import CHOICE, HEADER
from tests.faults.ground import Ground, Scale, Site
from tests.faults.report import Figure, Result
from tests.services.study_room import acting

TITLE_F14 = "malformed banks"
TITLE_F15 = "Markdown blow-ups"
MIB = 1024 * 1024
MOST_MIB, MOST_SECONDS = 200.0, 5.0
Files = Mapping[str, Callable[[], bytes]]
NEW = r": (\d+) new,"
MOST_SECONDS_OF_ALL = 12.0  # where one command loads them all
GOOD = HEADER + CHOICE
LINK = zipfile.ZipInfo("evil.md")
LINK.external_attr = (S_IFLNK | 0o777) << 16
# These are read as what they mean: a byte-order mark and other line ends harm nobody.
HARMLESS = {"byte-order-mark.md", "windows-line-ends.md"}
SHORT_FLOODS = ("brackets", "more brackets", "quotes", "stars and words")


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """Return a zip of these files, the same bytes at any hour."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members:
            at_1980 = zipfile.ZipInfo(member) if isinstance(member, str) else member
            archive.writestr(at_1980, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def bomb() -> bytes:
    """Return aliases of aliases: nine levels of eight, in a few hundred bytes."""
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]" for n in range(1, 9)]
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x]", *levels]
    return GOOD.replace("bank: ", "\n".join(lines) + "\nbank: ", 1).encode()


MALFORMED: dict[str, Callable[[], bytes]] = {
    "unpacks-to-50-mb.zip": lambda: zipped(("big.md", b" " * 50_000_000)),
    "climbs-out.zip": lambda: zipped(("../../evil.md", GOOD.encode())),
    "symbolic-link.zip": lambda: zipped((LINK, b"/etc/passwd")),
    "invalid-utf-8.md": lambda: GOOD.encode().replace(b"bank", b"b\xff\xfeank", 1),
    "byte-order-mark.md": lambda: b"\xef\xbb\xbf" + named("marked").encode(),
    "windows-line-ends.md": lambda: named("windows").replace("\n", "\r\n").encode(),
    "nul.md": lambda: GOOD.encode() + b"\n\0\n",
    "100-mb.md": lambda: GOOD.encode() + b"x" * 100_000_000,
    "million-questions.md": lambda: GOOD.encode() + CHOICE.encode() * 1_000_000,
    "alias-bomb.md": bomb,
    "brackets-in-yaml.md": lambda: GOOD.replace("bank: ", f"x: {'[' * 5000}\nbank: ", 1).encode(),
    "ids-twice.md": lambda: GOOD.encode() + CHOICE.encode(),
}


def named(slug: str) -> str:
    """Return a good bank with a name of its own."""
    return re.sub(r"^bank: .*$", f"bank: {slug}", GOOD, count=1, flags=re.MULTILINE)


@dataclass(frozen=True)
class Loaded:
    """What a load printed, and what it took at most: this process and the one that it starts."""

    output: str
    code: int
    mib: float
    seconds: float


def run_f14(scale: Scale, ground: Ground) -> Result:
    """Load each malformed file; together where it has to be quick."""
    return tried("F14", TITLE_F14, MALFORMED, scale, ground)


def run_f15(scale: Scale, ground: Ground) -> Result:
    """Load banks with one text that floods the parser."""
    chosen = BLOW_UPS if scale is Scale.FULL else {name: BLOW_UPS[name] for name in SHORT_FLOODS}
    files = {
        f"{name.replace(' ', '-')}.md": flooded(number, flood)
        for number, (name, flood) in enumerate(chosen.items())
    }
    return tried("F15", TITLE_F15, files, scale, ground)


def flooded(number: int, flood: str) -> Callable[[], bytes]:
    return lambda: named(f"flood-{number}").encode() + f"\n{flood}\n".encode()


def tried(name: str, title: str, files: Files, scale: Scale, ground: Ground) -> Result:
    """Load the files, one a command at full scale; look at what each said and what is stored."""
    with ground.site() as site:
        folder = site.folder / "hostile"
        folder.mkdir()
        paths = [written(folder / name, made) for name, made in files.items()]
        groups = [[path] for path in paths] if scale is Scale.FULL else [paths]
        before = counted(site)
        loads = [load(site, group) for group in groups]
        said = "".join(one.output for one in loads)
        faults = [fault for path in paths for fault in misjudged(path, said)]
        for one, group in zip(loads, groups, strict=True):
            is_all_in = len(re.findall(NEW, one.output)) == len(group)
            if one.code != (0 if is_all_in else 1):
                faults.append(f"{group[0].name}: ended with {one.code}")
        faults += ["a fault of ours"] if "Traceback" in said else []
        new = [int(number) for number in re.findall(NEW, said)]
        half = int(counted(site) != (before[0] + len(new), before[1] + sum(new)))
    seconds = max(one.seconds for one in loads)
    if seconds > (MOST_SECONDS if scale is Scale.FULL else MOST_SECONDS_OF_ALL):
        faults.append(f"it took {seconds:.1f} s of CPU")
    sizes = sorted(one.mib for one in loads)
    return Result(
        name,
        title,
        len(paths),
        0,
        0,
        0,
        half,
        0,
        Figure("most memory", sizes[len(sizes) // 2], sizes[0], sizes[-1], "MiB", MOST_MIB),
        tuple(faults),
        f"at most {seconds:.1f} s of CPU a command, {len(new)} files loaded as a whole",
    )


def written(path: Path, made: Callable[[], bytes]) -> Path:
    path.write_bytes(made())
    return path


def load(site: Site, paths: list[Path]) -> Loaded:
    """Load files by the command, and measure what it and its child took."""
    env = {
        "PATH": os.environ["PATH"],
        "QUIZAPP_INSTANCE": str(site.instance),
        "QUIZAPP_SECRET": SECRET,
    }
    flask = [sys.executable, "-m", "flask", "bank", "load", *map(str, paths)]
    taken = site.folder / "taken.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.measured", str(taken), *flask],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    used = json.loads(taken.read_text())
    unit = 1 if sys.platform == "darwin" else 1024
    return Loaded(done.stdout, done.returncode, used["memory"] * unit / MIB, used["seconds"])


def misjudged(path: Path, said: str) -> list[str]:
    """Return what is wrong with what was said of a file: a place and a code, or that it is in."""
    name = re.escape(str(path))
    is_in = re.search(rf"^{name}: \d+ new,", said, re.MULTILINE) is not None
    is_refused = re.search(rf"^{name}[^:]*:\d+:\d+: error B\d+", said, re.MULTILINE) is not None
    if path.name in MALFORMED and is_in is not (path.name in HARMLESS):
        return [f"{path.name}: {'loaded' if is_in else 'refused'}"]
    return [] if is_in or is_refused else [f"{path.name}: nothing was said of it"]


def counted(site: Site) -> tuple[int, int]:
    """Return how many loads and items are stored."""
    with site.app() as app, acting(app, write.Mode.READ) as session:
        loads, items = (
            session.scalar(select(func.count()).select_from(model)) or 0
            for model in (BankLoad, Item)
        )
    return loads, items
