"""What holds on every page in a browser. Each check returns what is wrong, in words."""

import gzip
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

TAGS = ("wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# The contrast of AAA is looked at, which takes in that of AA.
RUN_AXE = """values => axe
  .run(document, {
    runOnly: {type: "tag", values}, rules: {"color-contrast": {enabled: false}},
    resultTypes: ["violations"], preload: false,
  })
  .then(({violations}) => violations.map(({id, help, nodes}) =>
    `${id}: ${help}: ${nodes.map(node => node.target.join(" ")).join("; ")}`))"""
SIZES = (1280, 390)
Scheme = Literal["light", "dark"]
Look = tuple[int, Scheme]
# Neighbors differ in both.
LOOKS: tuple[Look, ...] = ((1280, "light"), (390, "dark"), (1280, "dark"), (390, "light"))

SMALLEST_TARGET = 44
OVERFLOW = """() => {
  const {scrollWidth, clientWidth} = document.scrollingElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > clientWidth + 0.5)
    .slice(0, 5)
    .map(one => `${one.tagName} ${one.className} ends at ${one.getBoundingClientRect().right}`);
}"""
# What is pressed is the label where there is one. A link inside a sentence needs no size.
SMALL_TARGETS = """smallest => {
  const isInSentence = one => one.tagName === "A"
    && getComputedStyle(one).display.startsWith("inline")
    && one.parentElement.innerText.trim().length > one.innerText.trim().length + 3;
  const target = one => one.matches("input[type=radio], input[type=checkbox]")
    ? one.labels[0] ?? one : one;
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  return [...document.querySelectorAll(controls)]
    .filter(one => one.checkVisibility() && !isInSentence(one))
    .map(one => [one, target(one).getBoundingClientRect()])
    .filter(([, box]) => box.width < smallest - 0.5 || box.height < smallest - 0.5)
    .map(([one, box]) => `${one.tagName} ${one.className} "${(one.labels?.[0] ?? one).innerText}"`
      + ` is ${box.width.toFixed(0)} x ${box.height.toFixed(0)}`);
}"""

# Budgets of a first visit (ux.md 2.5). The HTML is weighed where pages are fetched directly.
KB = 1024
MOST_KB = {".mjs": 15, ".css": 15, ".woff2": 90, ".svg": 4}
MOST_REQUESTS = 12
MOST_FONTS = 2
MOST_SHIFT = 0.05
FETCHED = """() => document.fonts.ready.then(() =>
  performance.getEntriesByType("resource").map(entry => entry.name))"""
PAINTED = """() => new Promise(resolve =>
  new PerformanceObserver(resolve).observe({type: "paint", buffered: true})).then(() => true)"""
# What moved while the page loaded, each with its share of the cumulative layout shift.
SHIFTS = """() => new Promise(resolve => {
  const moved = [];
  new PerformanceObserver(list => {
    for (const {value, hadRecentInput, sources} of list.getEntries()) {
      const names = sources.map(({node}) => `${node?.nodeName} ${node?.className ?? ""}`);
      if (!hadRecentInput) moved.push([value, names.join(", ")]);
    }
  }).observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(moved))));
})"""


def axe_violations(page: Page, looks: Iterable[Look] = LOOKS[:2]) -> list[str]:
    """Return what axe finds in each of the looks: a size with a color scheme."""
    # Handed over by the debugging protocol, so that the page's CSP stays in force.
    page.evaluate(AXE)
    found = []
    for width, scheme in looks:
        resize(page, width)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        result: list[str] = page.evaluate(RUN_AXE, list(TAGS))
        found += [f"axe at {width} px, {scheme}: {violation}" for violation in result]
    return found


def layout_faults(page: Page) -> list[str]:
    """Return what is too wide for a narrow screen or large text, and what is hard to hit."""
    faults = []
    if (count := page.locator("h1").count()) != 1:
        faults.append(f"{count} h1")
    for width in (*SIZES, 320):
        resize(page, width)
        small: list[str] = page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)
        wide: list[str] = page.evaluate(OVERFLOW)
        faults += [f"at {width} px: {fault}" for fault in small + wide]
    resize(page, 390)
    page.evaluate("document.documentElement.dataset.size = 'xxl'")
    wide = page.evaluate(OVERFLOW)
    page.evaluate("delete document.documentElement.dataset.size")
    return faults + [f"at 390 px, largest text: {fault}" for fault in wide]


def fetching_faults(page: Page, weights: dict[str, int]) -> list[str]:
    """Return where the page fetches too much. `weights` keeps the sizes of files by address."""
    addresses: list[str] = page.evaluate(FETCHED)
    kinds = Counter(_kind(address) for address in addresses)
    sizes: Counter[str] = Counter()
    for address in set(addresses):
        sizes[_kind(address)] += _weight(page, address, weights)
    faults = [f"fetches {kind} files" for kind in kinds if kind not in MOST_KB]
    faults += [
        f"{kind} files of {size} bytes"
        for kind, size in sizes.items()
        if size > MOST_KB.get(kind, 0) * KB
    ]
    if len(addresses) + 1 > MOST_REQUESTS:
        faults.append(f"{len(addresses) + 1} requests: {addresses}")
    if kinds[".woff2"] > MOST_FONTS or kinds[".css"] != 1:
        faults.append(f"{kinds['.woff2']} fonts, {kinds['.css']} style sheets")
    return faults


def shift_faults(page: Page) -> list[str]:
    """Load the page again with scripts that come late, and return what moves too much then.

    Fonts are there by the first visit: the budget counts on their being preloaded.
    """

    def after_the_first_paint(route: Route) -> None:
        page.evaluate(PAINTED)
        route.fallback()

    page.route("**/*.mjs", after_the_first_paint)
    page.reload()
    moved: list[tuple[float, str]] = page.evaluate(SHIFTS)
    page.unroute("**/*.mjs")
    if sum(share for share, _ in moved) <= MOST_SHIFT:
        return []
    return [f"moves by {share:.3f}: {what}" for share, what in moved]


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})


def _kind(address: str) -> str:
    return PurePosixPath(urlsplit(address).path).suffix


def _weight(page: Page, address: str, known: dict[str, int]) -> int:
    """Return the bytes of a file as it travels; fonts are packed already."""
    if address not in known:
        body = page.request.get(address).body()
        is_packed = _kind(address) == ".woff2"
        known[address] = len(body) if is_packed else len(gzip.compress(body, 6))
    return known[address]
