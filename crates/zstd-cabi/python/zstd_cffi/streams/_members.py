"""Members that classes have in common, but each with a docstring of its own."""

from types import FunctionType


def own_members(cls):
    """Give a class copies of the public members that it inherits, to be documented as its own."""
    for base in cls.__mro__[1:-1]:
        for name, member in vars(base).items():
            if name not in vars(cls) and (not name.startswith("_") or name in _SPECIAL):
                copy = _copy(cls, member)
                if copy is not None:
                    setattr(cls, name, copy)
    return cls


_SPECIAL = frozenset(["__enter__", "__exit__", "__iter__", "__next__"])


def _copy(cls, member):
    if isinstance(member, property):
        return property(_copy(cls, member.fget) or member.fget)
    if not isinstance(member, FunctionType):
        return None
    copy = FunctionType(
        member.__code__, member.__globals__, member.__name__, member.__defaults__, member.__closure__
    )
    copy.__kwdefaults__ = member.__kwdefaults__
    copy.__qualname__ = f"{cls.__qualname__}.{member.__name__}"
    return copy
