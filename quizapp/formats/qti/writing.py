"""Writes QTI 1.2 as Canvas takes it in: a zip with a manifest, one quiz, and its pictures."""

from collections.abc import Mapping
from decimal import Decimal
from html import escape
from typing import Final

from quizapp.core.bank.archives import packed
from quizapp.core.bank.html import plain_inline, render_block, render_inline
from quizapp.core.bank.model import Bank, Item, Kind
from quizapp.core.bank.outgoing import (
    asked_html,
    behind,
    cloze_html,
    foreign_id,
    name_of,
    plain_title,
    true_first,
    with_addresses,
)

TYPES: Final = {
    Kind.SINGLE: "multiple_choice_question",
    Kind.TRUE_FALSE: "true_false_question",
    Kind.MULTI: "multiple_answers_question",
    Kind.TYPED: "short_answer_question",
    Kind.NUMERIC: "numerical_question",
    Kind.MATCH: "matching_question",
    Kind.CLOZE: "fill_in_multiple_blanks_question",
}
KINDS: Final = tuple(TYPES)
PREFIX: Final = "$IMS-CC-FILEBASE$/"

_QTI: Final = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_PACKAGE: Final = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write(bank: Bank, files: Mapping[str, bytes] | None = None) -> bytes:
    """Return a zip with the items of `bank` that Canvas can hold."""
    writer = _Writer(files or {})
    items = "\n".join(writer.item(item) for item in bank.items if item.kind in TYPES)
    title = escape(plain_title(bank))
    quiz = (
        f'{_HEAD}<questestinterop xmlns="{_QTI}">\n<assessment ident="{bank.slug}" '
        f'title="{title}">\n<section ident="root_section">\n{items}\n</section>\n</assessment>\n'
        "</questestinterop>\n"
    )
    path = f"{bank.slug}/{bank.slug}.xml"
    pictures = dict.fromkeys(writer.used)
    resources = f'<resource identifier="{bank.slug}" type="imsqti_xmlv1p2"><file href="{path}"/>'
    resources += "</resource>" + "".join(
        f'<resource identifier="picture{at}" type="webcontent" href="{escape(one)}">'
        f'<file href="{escape(one)}"/></resource>'
        for at, one in enumerate(pictures)
    )
    manifest = (
        f'{_HEAD}<manifest identifier="{bank.slug}-manifest" xmlns="{_PACKAGE}">\n<metadata>'
        "<schema>IMS Content</schema><schemaversion>1.1.3</schemaversion></metadata>\n"
        f"<organizations/>\n<resources>{resources}</resources>\n</manifest>\n"
    )
    members = {"imsmanifest.xml": manifest.encode(), path: quiz.encode()}
    return packed(members | {one: writer.files[one] for one in pictures})


class _Writer:
    """Writes items, and keeps which pictures they show."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.used: list[str] = []

    def item(self, item: Item) -> str:
        """Return one `<item>`."""
        ident = foreign_id(item, "qti")
        meta = "".join(
            f"<qtimetadatafield><fieldlabel>{label}</fieldlabel>"
            f"<fieldentry>{entry}</fieldentry></qtimetadatafield>"
            for label, entry in (("question_type", TYPES[item.kind]), ("points_possible", "1.0"))
        )
        stem = asked_html(item)
        if item.kind is Kind.CLOZE:
            stem = cloze_html(item, lambda number, _: f"[g{number}]")
        presented, conditions, feedback = self._parts(item)
        if item.explanation:
            feedback = [("general_fb", render_block(item.explanation)), *feedback]
        told = "".join(
            f'<itemfeedback ident="{name}"><flow_mat>{self._material(html)}</flow_mat>'
            "</itemfeedback>\n"
            for name, html in feedback
        )
        shown = "".join(_shows(name) for name, _ in feedback)
        return (
            f'<item ident="{escape(ident)}" title="{escape(name_of(item, "qti"))}">\n'
            f"<itemmetadata><qtimetadata>{meta}</qtimetadata></itemmetadata>\n"
            f"<presentation>{self._material(stem)}\n{presented}</presentation>\n"
            '<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" '
            f'vartype="Decimal"/></outcomes>\n{shown}{conditions}</resprocessing>\n{told}</item>'
        )

    def _parts(self, item: Item) -> tuple[str, str, list[tuple[str, str]]]:
        """Return what is presented, which answers are right, and what is said to whom."""
        if item.options:
            return self._choice(item)
        if item.kind is Kind.MATCH:
            return *self._match(item), []
        if item.kind is Kind.CLOZE:
            return *self._gaps(item), []
        if item.number:
            return (
                _typing(' fibtype="Decimal"'),
                _number(item.number.value, item.number.tolerance),
                [],
            )
        answers = "".join(_equal("response1", plain_inline(one)) for one in item.accepted)
        return _typing(""), _right(answers), []

    def _choice(self, item: Item) -> tuple[str, str, list[tuple[str, str]]]:
        options = true_first(item) if item.kind is Kind.TRUE_FALSE else item.options
        names = [f"o{at}" for at in range(1, len(options) + 1)]
        labels = "".join(
            self._label(name, render_inline(one.text))
            for name, one in zip(names, options, strict=True)
        )
        tests = [
            _equal("response1", name) if one.is_key else f"<not>{_equal('response1', name)}</not>"
            for name, one in zip(names, options, strict=True)
            if one.is_key or item.kind is Kind.MULTI
        ]
        test = f"<and>{''.join(tests)}</and>" if item.kind is Kind.MULTI else "".join(tests)
        many = "Multiple" if item.kind is Kind.MULTI else "Single"
        told = [
            (f"{name}_fb", render_block(one.rationale))
            for name, one in zip(names, options, strict=True)
            if one.rationale
        ]
        return _asked("response1", labels, many), _right(test), told

    def _match(self, item: Item) -> tuple[str, str]:
        rights = list(dict.fromkeys(plain_inline(pair.right) for pair in item.pairs))
        labels = "".join(
            f'<response_label ident="r{at}"><material><mattext texttype="text/plain">'
            f"{escape(right)}</mattext></material></response_label>"
            for at, right in enumerate(rights, 1)
        )
        lefts = [pair for pair in item.pairs if pair.left]
        asked = "".join(
            _asked(f"response_{at}", labels, "Single", self._material(render_inline(pair.left)))
            for at, pair in enumerate(lefts, 1)
        )
        tests = (
            _right(
                _equal(f"response_{at}", f"r{rights.index(plain_inline(pair.right)) + 1}"), "Add"
            )
            for at, pair in enumerate(lefts, 1)
        )
        return asked, "".join(tests)

    def _gaps(self, item: Item) -> tuple[str, str]:
        gaps: dict[int, str] = {}
        cloze_html(item, gaps.setdefault)
        asked = "".join(
            _asked(f"response_g{number}", self._label(f"a{number}", escape(text)), "Single")
            for number, text in gaps.items()
        )
        tests = (_right(_equal(f"response_g{number}", f"a{number}"), "Add") for number in gaps)
        return asked, "".join(tests)

    def _label(self, ident: str, html: str) -> str:
        return f'<response_label ident="{ident}">{self._material(html)}</response_label>'

    def _material(self, html: str) -> str:
        text, used = with_addresses(html, behind(PREFIX), self.files)
        self.used += used
        mattext = f'<mattext texttype="text/html">{escape(text)}</mattext>'
        return f"<material>{mattext}</material>"


def _asked(ident: str, labels: str, many: str, material: str = "") -> str:
    return (
        f'<response_lid ident="{ident}" rcardinality="{many}">{material}'
        f"<render_choice>{labels}</render_choice></response_lid>\n"
    )


def _typing(more: str) -> str:
    return (
        f'<response_str ident="response1" rcardinality="Single"><render_fib{more}>'
        '<response_label ident="answer1"/></render_fib></response_str>\n'
    )


def _equal(response: str, value: str) -> str:
    return f'<varequal respident="{response}">{escape(value)}</varequal>'


def _right(test: str, action: str = "Set") -> str:
    return (
        f'<respcondition continue="No"><conditionvar>{test}</conditionvar>'
        f'<setvar action="{action}" varname="SCORE">100</setvar></respcondition>\n'
    )


def _number(value: str, tolerance: str) -> str:
    least, most = (f"{Decimal(value) + sign * Decimal(tolerance):f}" for sign in (-1, 1))
    between = (
        f'<and><vargte respident="response1">{least}</vargte>'
        f'<varlte respident="response1">{most}</varlte></and>'
    )
    return _right(f"<or>{_equal('response1', value)}{between}</or>")


def _shows(name: str) -> str:
    """Return when a text is shown: always, or to who picked an option."""
    is_general = name == "general_fb"
    test = "<other/>" if is_general else _equal("response1", name.removesuffix("_fb"))
    return (
        f'<respcondition continue="Yes"><conditionvar>{test}</conditionvar>'
        f'<displayfeedback feedbacktype="Response" linkrefid="{name}"/></respcondition>\n'
    )
