"""What public objects have in common: the module that they name, and docstrings from one source for both flavours."""

from ._docs import DOCS

# What the objects say of where they are from: the package, not one of its modules.
PACKAGE = __name__.rpartition(".")[0]


def public(thing):
    """Give a class or a function of the package its module, its docstrings and those of its members."""
    thing.__module__ = PACKAGE
    _describe(thing, thing.__name__)
    if isinstance(thing, type):
        for name, member in vars(thing).items():
            _describe(getattr(member, "__func__", member), thing.__name__ + "." + name)
    return thing


def _describe(thing, name):
    doc = DOCS.get(name)
    if doc is not None:
        thing.__doc__ = doc
