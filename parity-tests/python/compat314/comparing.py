"""What a call has come to, in a form that can be compared between the face and the original."""

import re

ADDRESS = re.compile(r"0x[0-9a-f]+")


def outcome(module, call, *args, **kwargs):
    """Return the result of a call, or the class and the text of its exception."""
    try:
        return plain(module, call(*args, **kwargs))
    except Exception as error:
        return (type(error).__name__, ADDRESS.sub("ADDRESS", str(error)))


def plain(module, value):
    """Return a value without what tells the two modules' objects apart."""
    if isinstance(value, module.ZstdDict):
        return ("ZstdDict", value.dict_content, value.dict_id)
    if isinstance(value, tuple):
        return tuple(plain(module, item) for item in value)
    if type(value).__module__ == module.ZstdCompressor.__module__:
        return type(value).__name__
    return value


def same(face, original, action):
    """Assert that ``action(module)`` comes to the same with both."""
    ours, theirs = outcome(face, action, face), outcome(original, action, original)
    assert ours == theirs
    return ours
