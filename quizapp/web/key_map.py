"""The single keys of a study session: which key does what, as standard and as a learner chose.

A key is written as the browser names it ("u", "?", " ", "Enter", "Escape"), letters small.
"""

from collections.abc import Mapping
from typing import Any

from quizapp.services.errors import Invalid

# action -> (what it does, its standard key); keys.mjs knows the actions by these names
ACTIONS = {
    "pick1": ("Option 1, or Again", "1"),
    "pick2": ("Option 2, or Hard", "2"),
    "pick3": ("Option 3, or Good", "3"),
    "pick4": ("Option 4, or Easy", "4"),
    "pick5": ("Option 5", "5"),
    "rule_out": ("Rule out an option", "x"),
    "check": ("Check the answer", "Enter"),
    "next": ("Show the answer, or go on", " "),
    "guess": ("I guessed", "g"),
    "undo": ("Undo", "u"),
    "flag": ("Flag", "f"),
    "read": ("Read aloud", "r"),
    "leave": ("Save and leave", "Escape"),
    "help": ("Help and keys", "?"),
}
NAMED = {"space": " ", "enter": "Enter", "esc": "Escape", "escape": "Escape"}
LETTERS = {letter: f"pick{place}" for place, letter in enumerate("abcde", start=1)}  # work, too
WRITTEN = {" ": "Space", "Escape": "Esc"}


def keys_by_action(prefs: Mapping[str, Any]) -> dict[str, str]:
    """Return action -> key with what `prefs` changes."""
    chosen = prefs.get("key_map", {})
    return {action: chosen.get(action, key) for action, (_, key) in ACTIONS.items()}


def actions_by_key(prefs: Mapping[str, Any]) -> dict[str, str]:
    """Return key -> action, for the page."""
    return LETTERS | {key: action for action, key in keys_by_action(prefs).items()}


def written_keys(prefs: Mapping[str, Any]) -> dict[str, str]:
    """Return action -> key as it is written on a key: "U", "Space", "Esc"."""
    return {action: written(key) for action, key in keys_by_action(prefs).items()}


def written(key: str) -> str:
    return WRITTEN.get(key, key.upper() if len(key) == 1 else key)


def changed_keys(prefs: Mapping[str, Any], action: str, typed: str) -> dict[str, str]:
    """Return the learner's own keys once `action` has the key that was typed.

    Raises Invalid for what is no action (field `action`), no key, or a key that is taken.
    """
    if action not in ACTIONS:
        raise Invalid("Choose an action from the list.", "action")
    key = _key(typed)
    holder = actions_by_key(prefs).get(key, action)
    if holder != action:
        raise Invalid(
            f"{written(key)} is already the key for “{ACTIONS[holder][0]}”. Choose another key, "
            "or give that one another key first.",
            "key",
        )
    keys = keys_by_action(prefs) | {action: key}
    return {name: own for name, own in keys.items() if own != ACTIONS[name][1]}


def _key(typed: str) -> str:
    text = typed.strip().lower()
    if text in NAMED:
        return NAMED[text]
    if len(text) != 1 or not text.isprintable():
        raise Invalid("Type one letter, digit or sign; or the word Space, Enter or Esc.", "key")
    return text
