"""Where a page may send its reader on to: nowhere but on this site."""


def local_path(wanted: str, otherwise: str) -> str:
    """Return `wanted` when it is a path of this site, else `otherwise`."""
    is_path = wanted.startswith("/") and not wanted.startswith("//")
    # What browsers drop (tabs, line ends) or read as a slash could make another host of it.
    is_plain = wanted.isprintable() and "\\" not in wanted
    return wanted if is_path and is_plain else otherwise
