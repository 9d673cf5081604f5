"""Texts with one planted fault each, in items that are typed, put in order or matched."""

from typing import Final, NamedTuple

HEADER: Final = "---\nbank: demo\ntitle: Demo\n---\n"  # 4 lines
ITEM: Final = "## [d-1] One\nWhich?\n\n- [x] this\n- [ ] that\n"  # 5 lines
ORDER: Final = "## [d-1] One\nSort them.\n\n* Type: order\n\n1. one\n2. two\n3. three\n"  # 8
MATCH: Final = (
    "## [d-1] One\nMatch them.\n\n* Type: match\n\n"
    "| a | b |\n|---|---|\n| c | d |\n| e | f |\n"
)  # 9 lines
TYPED: Final = "## [d-1] One\nWhat?\n\nA reason.\n\n* Answer: bond | tie\n"  # 6 lines


class Fault(NamedTuple):
    code: str
    text: str
    line: int
    words: str  # what the message or the hint must say


KIND_FAULTS: Final = [
    Fault("B033", HEADER + ORDER + "> why\n", 13, "3 after `1. `"),
    Fault("B034", HEADER + ORDER + "This explains.\n", 13, "continues a step"),
    Fault("B035", HEADER + ORDER + "* Level: recall\n", 13, "blank line after the steps"),
    Fault("B035", HEADER + MATCH + "* Level: recall\n", 14, "blank line after the table"),
    Fault("B036", HEADER + ORDER + "   - nested\n", 13, "one paragraph"),
    Fault("B041", HEADER + ORDER + "\n* Type: order\n", 14, "line 8"),
    Fault("B042", HEADER + ORDER.replace("order", "odrer"), 8, "`order`"),
    Fault("B042", HEADER + ORDER.replace("order", "sequence"), 8, "order, match"),
    Fault("B042", HEADER + ITEM + "\n* Type: multi\n", 11, "order, match"),
    Fault("B044", HEADER + TYPED + "\nMore text.\n", 12, "above"),
    Fault("B046", HEADER + TYPED.replace(" bond | tie", ""), 10, "value"),
    Fault("B046", HEADER + ORDER.replace(" order", ""), 8, "value"),
    Fault("B051", HEADER + ORDER.replace("Sort them.\n\n", ""), 5, "`Type`"),
    Fault("B051", HEADER + "## [d-1] One\n* Answer: bond\n", 5, "the fields"),
    Fault("B064", HEADER + MATCH.replace("| c |", "| c | x |"), 12, "3 cells"),
    Fault("B064", HEADER + MATCH.replace("| d |", "|"), 12, "1 cells"),
    Fault("B091", HEADER + ORDER.partition("1.")[0], 8, "`1. …`"),
    Fault("B091", HEADER + "## [d-1] One\nSort.\n\n1. a\n2. b\n\n* Type: order\n", 11, "above the"),
    Fault("B091", HEADER + ORDER.replace("1. one\n2. two\n3.", "- one\n- two\n-"), 10, "`1. `"),
    Fault("B091", HEADER + ORDER.replace("1. one", "Text.\n\n1. one"), 8, "below the line"),
    Fault("B091", HEADER + ORDER.replace("order", "match"), 8, "table with two columns"),
    Fault("B091", HEADER + MATCH.replace("match", "order"), 8, "right order"),
    Fault("B092", HEADER + ORDER.replace("3. three\n", ""), 10, "true-or-false"),
    Fault("B092", HEADER + ORDER + "4. ONE\n", 13, "line 10"),
    Fault("B092", HEADER + ORDER + "4.\n", 13, "after the number"),
    Fault("B092", HEADER + ORDER.replace("3.", "1."), 12, "as they stand"),
    Fault(
        "B093",
        HEADER
        + MATCH.replace(" b |\n|---", " b | e |\n|---|---")
        .replace("d |", "d | x |")
        .replace("f |", "f | y |"),
        10,
        "3 columns",
    ),
    Fault("B093", HEADER + MATCH.replace("| d |", "|  |"), 12, "right"),
    Fault("B093", HEADER + MATCH.replace("| e |", "| C |"), 13, "line 12"),
    Fault("B093", HEADER + MATCH.replace("| e |", "|  |"), 10, "at least 2 rows"),
    Fault("B093", HEADER + MATCH.replace("| f |", "| d |"), 10, "two different answers"),
    Fault("B093", HEADER + MATCH + "| | F |\n", 14, "line 13"),
    Fault("B093", HEADER + MATCH + "| | g |\n|  | g |\n", 15, "line 14"),
    Fault("B094", HEADER + TYPED.replace("| tie", "|"), 10, "empty"),
    Fault("B094", HEADER + TYPED.replace("| tie", "| …!"), 10, "letters or digits"),
    Fault("B095", HEADER + TYPED.replace("bond | tie", "many ± 0"), 10, "`many`"),
    Fault("B095", HEADER + TYPED.replace("bond | tie", "± 1"), 10, "`36 ± 0.5`"),
    Fault("B095", HEADER + TYPED.replace("bond | tie", "36 ±"), 10, "may be off"),
    Fault("B095", HEADER + TYPED.replace("bond | tie", "36 ± -1"), 10, "may be off"),
    Fault("B095", HEADER + TYPED.replace("bond | tie", "36 ± 5 %"), 10, "may be off"),
    Fault("B095", HEADER + TYPED.replace("bond | tie", "36 ± 1 | 40 ± 1"), 10, "may be off"),
    Fault("B095", HEADER + TYPED.replace("bond | tie", "half | 0.5"), 10, "`0.5 ± 0`"),
    Fault("B095", HEADER + TYPED.replace("bond | tie", "-5"), 10, "`-5 ± 0`"),
    Fault("B095", HEADER + TYPED.replace("bond | tie", "36 +/- 2"), 10, "`36 ± 2`"),
    Fault("B096", HEADER + ITEM + "\n* Answer: this\n", 11, "options"),
    Fault("B096", HEADER + ITEM + "\n* Type: order\n", 11, "options"),
    Fault("B096", HEADER + ORDER + "\n* Answer: one\n", 14, "`Type`"),
    Fault(
        "B096",
        HEADER + ORDER.replace("1. one\n2. two\n3.", "- [ ] one\n- [x] two\n- [ ]"),
        10,
        "boxes",
    ),
    Fault("B097", HEADER + TYPED.replace("tie", "the tie | The  Tíe!"), 10, "`the tie`"),
    Fault("B099", HEADER + TYPED.replace("What?", "A story.\n\n**What?**"), 8, "`***`"),
    Fault("B098", HEADER + TYPED.replace("What", "Q: What"), 6, "text"),
]
