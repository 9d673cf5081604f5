"""A server that shows each payload in a frame of its own, made safe in one way or another."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import markdown
import nh3
from flask import Flask, Response
from playwright.sync_api import Page
from werkzeug.serving import WSGIRequestHandler, make_server

from quizapp.core.bank.html import (
    ATTRIBUTES,
    TAGS,
    render_block,
    render_inline,
    render_prose,
)
from quizapp.web.security import CSP
from tests.browser.xss.payloads import payloads

# The frames of this page are its own; otherwise the header is the app's.
FRAMED_CSP = CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
BATCH = 120  # frames of a page


@dataclass(frozen=True)
class Arm:
    """A way to make prose safe; `csp` is the header of what it makes."""

    render: Callable[[str], str]
    csp: str = ""


def unprotected(md: str) -> str:
    return str(markdown.markdown(md, extensions=["extra"]))


def cleaned_before(md: str) -> str:
    """Clean the text, not what is made of it: what must not be done."""
    cleaned = nh3.clean(md, tags=set(TAGS), attributes={k: set(v) for k, v in ATTRIBUTES.items()})
    return unprotected(cleaned)


def ours(md: str) -> str:
    """Return all that is made of an item's prose."""
    return "".join(
        f"<div>{render(md)}</div>" for render in (render_block, render_prose, render_inline)
    )


ARMS: Mapping[str, Arm] = {
    "nothing": Arm(unprotected),
    "cleaned before": Arm(cleaned_before),
    "policy": Arm(unprotected, FRAMED_CSP),
    "cleaned after": Arm(ours),
}
PAGE = """<!doctype html><title>frames</title>
<script>
window.ran = new Set();
window.fired = (n) => ran.add(n);
</script>{frames}"""
FRAME = "<!doctype html><title>{n}</title><body>{html}"
# What a person does with a page: points, clicks, focuses, opens, submits.
HANDLE = """() => {
  for (const frame of document.querySelectorAll("iframe[data-own]")) {
    const inner = frame.contentDocument;
    if (!inner) continue;
    for (const one of inner.querySelectorAll("*")) {
      for (const type of ["mouseover", "mouseenter", "pointerdown", "focus", "dblclick"]) {
        one.dispatchEvent(new MouseEvent(type, { bubbles: true }));
      }
      one.focus?.();
      one.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    }
  }
}"""
ALL_LOADED = """() => [...document.querySelectorAll("iframe[data-own]")].every(
  (frame) => frame.contentDocument?.readyState !== "loading")"""
# Runs after what was handled: a link to a script is followed in a task of its own.
LATE = """() => new Promise((done) => {
  const link = document.createElement("a");
  window.late = done;
  link.href = "javascript:setTimeout(late, 100)";
  document.body.append(link);
  link.click();
})"""


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del code, size


@cache
def rendered(arm: str) -> dict[int, str]:
    """Return the number of a payload with what an arm makes of it; what is the same only once."""
    made = {ARMS[arm].render(text): n for n, text in reversed(list(enumerate(payloads())))}
    return {n: html for html, n in made.items()}


@contextmanager
def frames_server() -> Iterator[str]:
    """Serve the frames; the address is that of the server."""
    app = Flask("frames", static_folder=None)

    @app.get("/<arm>/page/<int:first>")
    def page(arm: str, first: int) -> str:
        numbers = list(rendered(arm))[first : first + BATCH]
        frames = "".join(f'<iframe data-own src="/{arm}/frame/{n}"></iframe>' for n in numbers)
        return PAGE.format(frames=frames)

    @app.get("/<arm>/frame/<int:n>")
    def frame(arm: str, n: int) -> Response:
        shown, html = ARMS[arm], rendered(arm)[n].replace("ID", str(n))
        response = Response(FRAME.format(n=n, html=html), mimetype="text/html")
        if shown.csp:
            response.headers["Content-Security-Policy"] = shown.csp
        return response

    @app.get("/<path:anything>")
    def missing(anything: str) -> tuple[str, int]:
        return f"no {len(anything)}", 404

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def executed(page: Page, url: str, arm: str, *, is_one_enough: bool = False) -> set[int]:
    """Show every payload in an arm, handle what is there, and return which ones ran."""
    ran: set[int] = set()
    for first in range(0, len(rendered(arm)), BATCH):
        if ran and is_one_enough:
            break
        page.goto(f"{url}/{arm}/page/{first}")
        page.wait_for_function(ALL_LOADED)
        page.evaluate(HANDLE)
        page.evaluate(LATE)
        ran |= set(page.evaluate("() => [...ran]"))
    return ran
