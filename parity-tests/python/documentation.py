"""The Python blocks of README and docs, told for one of the modules."""

import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# A comment of Markdown that holds what a block needs and its reader has already.
SETUP = "<!-- setup"


def pages():
    """Return the paths of all pages, from the root of the workspace."""
    found = ["README.md"]
    for folder, _, names in os.walk(os.path.join(ROOT, "docs")):
        for name in names:
            if name.endswith(".md"):
                found.append(os.path.relpath(os.path.join(folder, name), ROOT))
    return sorted(found)


def blocks(page):
    """Return pairs of line and code: the Python blocks of a page, each after the setup that precedes it."""
    found, kind, code, line = [], None, [], 0
    setup = []
    with open(os.path.join(ROOT, page), encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            stripped = text.strip()
            if kind is None:
                if stripped == SETUP:
                    kind, code, line = "setup", [], number
                elif stripped.startswith("```"):
                    kind, code, line = stripped[3:], [], number
            elif stripped in ("-->", "```"):
                if kind == "setup":
                    setup = code
                elif kind == "python":
                    found.append((line, "".join(setup + code)))
                    setup = []
                kind = None
            else:
                code.append(text)
    assert kind is None, page + " has a block without an end"
    return found


def for_module(code, name):
    """Return the code with the module ``name`` in the place of ``zstd``."""
    if name == "zstd":
        return code
    code = re.sub(r"^(\s*)import zstd$", rf"\1import {name} as zstd", code, flags=re.M)
    return re.sub(r"^(\s*)(import|from) zstd([ .])", rf"\1\2 {name}\3", code, flags=re.M)
