"""Prints the docstrings of a type stub as one JSON object, from an object's name to its text.

Names are those of the stub's objects, dotted inside of classes ("Class.method"); the module's own
name is empty. A string after an annotated name documents that name. Of overloads, the first text
counts.
"""

import ast
import inspect
import json
import pathlib
import sys


def text_of(node: ast.stmt) -> "str | None":
    """Returns the cleaned text of a statement that is nothing but a string."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return inspect.cleandoc(node.value.value)
    return None


def collect(body: "list[ast.stmt]", prefix: str, docs: "dict[str, str]") -> None:
    """Adds the docstrings of the statements, and of what is inside of them, to docs."""
    for node, following in zip(body, [*body[1:], None]):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            name = prefix + node.name
            doc = ast.get_docstring(node)
            if doc is not None:
                docs.setdefault(name, doc)
            if isinstance(node, ast.ClassDef):
                collect(node.body, name + ".", docs)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and following is not None:
            doc = text_of(following)
            if doc is not None:
                docs.setdefault(prefix + node.target.id, doc)
        elif isinstance(node, ast.If):
            collect(node.body, prefix, docs)
            collect(node.orelse, prefix, docs)


def main() -> None:
    """Reads the stub that the command line names; what is wrong with it is one line."""
    stub = sys.argv[1]
    try:
        tree = ast.parse(pathlib.Path(stub).read_text(encoding="utf-8"), stub)
    except (OSError, SyntaxError, UnicodeDecodeError) as error:
        sys.exit(f"{stub}: {error}")
    docs = {"": ast.get_docstring(tree) or ""}
    collect(tree.body, "", docs)
    json.dump(docs, sys.stdout, indent=1, sort_keys=True)


if __name__ == "__main__":
    main()
