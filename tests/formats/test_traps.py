"""What is no bank, or a trap: one clear line, nothing taken in, nothing fetched, nothing run."""

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.adapters.child import Limits
from quizapp.config import ROOT
from quizapp.core.bank.foreign import Refused
from quizapp.core.bank.html import render_block
from quizapp.services.foreign_child import read_foreign
from quizapp.services.foreign_formats import FORMATS
from tests.formats.case_files import told
from tests.formats.traps import PACKAGE, TRAPS, zipped

MOST_KIB = 200 * 1024
# Reads a trap in a process of its own, and says how much memory that took at most.
MEASURED = """
import pickle, sys
from quizapp.core.bank.foreign import Refused
from quizapp.services.foreign_formats import FORMATS
name, data = pickle.load(sys.stdin.buffer)
try:
    FORMATS[name].read(data, "demo", "Demo")
except Refused as reason:
    print(reason)
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_refused_in_one_line(name: str) -> None:
    form, make, said = TRAPS[name]
    with pytest.raises(Refused) as refused:
        FORMATS[form].read(make(), "demo", "Demo")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "name",
    ["entities", "a million questions", "a bomb", "a bomb of zstandard", "deep xml", "deep json"],
)
def test_a_trap_takes_little_memory(name: str) -> None:
    form, make, said = TRAPS[name]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED],
        input=pickle.dumps((form, make())),
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    reason, most = done.stdout.decode().splitlines()
    assert said in reason
    assert int(most) < MOST_KIB


def test_a_file_is_read_in_a_process_of_its_own() -> None:
    read = read_foreign("anki", PACKAGE, "demo", "Demo")
    assert told(read) == told(FORMATS["anki"].read(PACKAGE, "demo", "Demo"))
    with pytest.raises(Refused, match="no zip"):
        read_foreign("anki", b"words", "demo", "Demo")


def test_what_takes_too_much_is_given_up() -> None:
    tight = Limits(cpu_seconds=5, wall_seconds=20, memory=16 * 1024 * 1024)
    with pytest.raises(Refused, match="too much memory"):
        read_foreign("anki", PACKAGE, "demo", "Demo", tight)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<a href='javascript:alert(1)'>a</a>",
        "<iframe src='https://example.org/'></iframe>",
        "<style>@import url(https://example.org/)</style>",
        "<object data='https://example.org/x'></object>",
        "<img src='https://example.org/x.png'>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<math><mtext><script>alert(1)</script></mtext></math>",
    ],
)
def test_no_script_and_nothing_from_elsewhere_comes_in(html: str) -> None:
    escaped = html.translate({ord(sign): f"\\{sign}" for sign in "~=#{}:"})
    source = f"::Q::[html]Well {escaped} what? {{=a ~b}}"
    [item] = FORMATS["gift"].read(source.encode(), "demo", "Demo").bank.items
    shown = render_block(item.stem)
    for sign in ("<script", "<img", "<svg", "<iframe", "<style", "<object", "javascript:", " on"):
        assert sign not in shown
    assert 'href="' not in shown


def test_a_picture_of_a_package_is_looked_at() -> None:
    """What is no picture stays away, whatever its name says."""
    html = '<img src="x.png" alt="a map">'
    quiz = (
        '<item ident="a"><presentation><material><mattext texttype="text/html">Which '
        f'{html.replace("<", "&lt;")}?</mattext></material><response_lid ident="response1">'
        '<render_choice><response_label ident="1"><material><mattext>a</mattext></material>'
        '</response_label><response_label ident="2"><material><mattext>b</mattext></material>'
        "</response_label></render_choice></response_lid></presentation><resprocessing>"
        "<respcondition><conditionvar><varequal>1</varequal></conditionvar>"
        "<setvar>100</setvar></respcondition></resprocessing></item>"
    ).encode()
    read = FORMATS["qti"].read(zipped(("q.xml", quiz), ("x.png", b"<svg/>")), "demo", "Demo")
    assert read.files == {}
    assert read.bank.items[0].stem == "Which a map?"
    assert "did not come with the file" in read.notes[0].message


def test_traps_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for form, make, _ in TRAPS.values():
        if form in ("anki", "qti"):
            with pytest.raises(Refused):
                FORMATS[form].read(make(), "demo", "Demo")
    assert list(tmp_path.iterdir()) == []
