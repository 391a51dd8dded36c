"""Long calls that signals can stop."""

from threading import get_ident, main_thread

from ._errors import failure
from ._native import ffi


def runs_handlers():
    """Return whether this is the thread that handlers of signals run on.

    Another one must not come back into an interpreter that may have ended meanwhile, if it is a daemon.
    """
    return get_ident() == main_thread().ident


# Shorter inputs are not worth the making of a check.
WORTH_WATCHING = 1 << 20


class Watch:
    """A check that a ``long`` call of the library asks now and then whether to go on, on the thread that made the call.

    The question is a Python function, so that handlers of signals run then; the exception that one raises ends the call and
    is raised here. ``status`` is to be set to what the call returns.
    """

    __slots__ = ("proceed", "status", "_raised")

    def __init__(self, long=True):
        raised = self._raised = []
        self.status = 0
        self.proceed = ffi.NULL
        if not long or not runs_handlers():
            return
        self.proceed = ffi.callback("int32_t(void *)", _proceed, 0, lambda kind, value, traceback: raised.append(value))

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if self._raised:
            raise self._raised[0]
        if kind is None and self.status:
            raise failure(self.status)


def _proceed(user_data):
    return 1
