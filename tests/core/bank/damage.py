"""What happens to lines while somebody edits a file."""

from random import Random


def damaged(text: str, random: Random) -> str:
    """Return `text` with a line taken out, doubled, or with another indent."""
    lines = text.split("\n")
    at = random.randrange(len(lines))
    line = lines[at]
    spaces = " " * random.randint(1, 5)
    lines[at : at + 1] = random.choice([[], [line, line], [spaces + line], [line.lstrip(" ")]])
    return "\n".join(lines)
