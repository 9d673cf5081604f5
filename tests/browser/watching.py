"""What a page must not do behind the learner's back: errors, CSP violations, foreign requests."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.live_server import HOST

# The console has it too; this says which rule and what was refused.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective} refused ${event.blockedURI || "inline"}`));
"""
SERVER_FAULT = 500
NO_WORKER = "Service Worker registration blocked by Playwright"  # as all tests but one want it
LEFT_EARLY = "net::ERR_ABORTED"  # the learner was faster than a font


@dataclass
class Watch:
    """Collects what went wrong on every page of a test."""

    problems: list[str] = field(default_factory=list)
    _expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Let problems through that match; each pattern must match at least one."""
        self._expected.append(pattern)

    def follow(self, context: BrowserContext) -> None:
        """Look at everything that the pages of `context` do from now on."""
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("page", self._follow_page)
        context.on("request", self._note_foreign)
        context.on("requestfailed", self._note_failed)
        context.on("response", self._note_response)

    def remaining(self) -> list[str]:
        """Return the problems that nobody expected, and the expectations that nothing met."""
        left = [one for one in self.problems if not any(re.search(p, one) for p in self._expected)]
        unmet = [p for p in self._expected if not any(re.search(p, one) for one in self.problems)]
        return left + [f"expected, but did not happen: {pattern}" for pattern in unmet]

    def start_over(self) -> None:
        """Forget what went wrong and what was expected."""
        self.problems.clear()
        self._expected.clear()

    def _follow_page(self, page: Page) -> None:
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and message.text != NO_WORKER:
            self.problems.append(f"console: {message.text}")

    def _note_foreign(self, request: Request) -> None:
        if urlsplit(request.url).hostname != HOST:
            self.problems.append(f"foreign request: {request.url}")

    def _note_failed(self, request: Request) -> None:
        if request.failure != LEFT_EARLY:
            self.problems.append(f"failed request: {request.url} {request.failure}")

    def _note_response(self, response: Response) -> None:
        if response.status >= SERVER_FAULT:
            self.problems.append(f"status {response.status}: {response.url}")
