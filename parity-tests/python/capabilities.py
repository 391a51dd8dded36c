"""What this interpreter and this machine can do. Every skip of the suite is declared here, with its reason.

With ``ZSTDRS_REQUIRE_ALL=1`` a module that should be installed and is not fails instead.
"""

import importlib
import importlib.util
import os
import pathlib
import pickle
import platform
import re
import shutil
import signal
import sys

import pytest

IMPLEMENTATION = platform.python_implementation()
# The extension module needs CPython, the other one runs everywhere.
MODULES = ("zstd", "zstd_cffi") if IMPLEMENTATION == "CPython" else ("zstd_cffi",)


def load(name):
    """Return one of the two modules, or skip."""
    if importlib.util.find_spec(name) is None:
        reason = name + " is not installed in " + IMPLEMENTATION
        if os.environ.get("ZSTDRS_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return importlib.import_module(name)


def load_both():
    """Return both modules, or skip."""
    if len(MODULES) < 2:
        pytest.skip("the extension module, to compare with, needs CPython")
    return [load(name) for name in MODULES]


def peer(name):
    """Return another implementation's module, or skip."""
    try:
        return importlib.import_module(name)
    except ImportError:
        pytest.skip(name + " from PyPI is not installed here")


def command(name):
    """Return the path of a program, or skip."""
    path = shutil.which(name)
    if path is None:
        pytest.skip("the program " + name + " is not installed")
    return path


def need_fork():
    """Skip where a process cannot fork."""
    if not hasattr(os, "fork"):
        pytest.skip("this system has no fork")


def need_built_in_functions():
    """Skip where the interpreter takes no functions from the library of ``zstd_cffi``."""
    if IMPLEMENTATION != "CPython":
        pytest.skip(IMPLEMENTATION + " takes no built-in functions from a library")


def need_failing_interpreter():
    """Skip where the interpreter cannot be told to refuse itself memory."""
    if "zstd" not in MODULES:
        pytest.skip("the extension module needs CPython")
    if importlib.util.find_spec("_testcapi") is None:
        pytest.skip("this interpreter comes without _testcapi, which refuses it memory")


def need_timer():
    """Skip where no timer can send a signal."""
    if not hasattr(signal, "setitimer"):
        pytest.skip("this system has no interval timers")


def need_locked_exporters():
    """Skip where the interpreter lets objects be resized although others refer to their memory."""
    source = bytearray(1)
    view = memoryview(source)
    try:
        source.append(1)
    except BufferError:
        view.release()
    else:
        pytest.skip(IMPLEMENTATION + " does not lock objects that others refer to")


def programs(folder):
    """Return the folder with programs that use other packages for Zstandard, or skip."""
    target = os.environ.get("ZSTDRS_TARGET") or pathlib.Path(__file__).parents[2] / "target"
    path = pathlib.Path(target) / folder
    if not path.is_dir():
        pytest.skip(f"the programs are not installed in {IMPLEMENTATION}: cargo xtask setup does it for CPython")
    return path


def need_cpython_for_programs():
    """Skip where the programs' compiled parts do not fit the interpreter."""
    if IMPLEMENTATION != "CPython":
        pytest.skip("the programs are installed for CPython")


def need_pickle_buffers():
    """Skip where pickles cannot leave memory to the caller."""
    if not hasattr(pickle, "PickleBuffer"):
        pytest.skip(IMPLEMENTATION + " has no pickle.PickleBuffer")


def need_buffers_in_place():
    """Skip where what is not immutable is copied rather than borrowed."""
    if IMPLEMENTATION == "PyPy":
        pytest.skip("PyPy cannot lock what is borrowed, so that it is copied")


def need_high_water_mark():
    """Skip where the system does not tell how much memory a process has had at most."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            known = "VmHWM" in status.read()
    except OSError:
        known = False
    if not known:
        pytest.skip("this system does not tell the high water mark of a process's memory")


def need_libraries(code):
    """Skip a program that imports another library than the modules under test, where that is not installed."""
    for name in re.findall(r"^\s*(?:import|from) (\w+)", code, flags=re.MULTILINE):
        installed = name in sys.builtin_module_names or importlib.util.find_spec(name) is not None
        if name not in ("zstd", "zstd_cffi") and not installed:
            pytest.skip("the library " + name + " is not installed here")


def need_linux():
    """Skip where a process cannot be forbidden what Linux offers, or where we do not know how on this machine."""
    if platform.system() != "Linux" or platform.machine() not in ("x86_64", "aarch64"):
        pytest.skip("the system cannot be told to withhold CPUs, huge pages and madvise")


def face(module, name="compression_zstd"):
    """Return one of a module's faces."""
    return importlib.import_module(module.__name__ + ".compat." + name)


def need_resident_memory():
    """Skip where a process cannot see how much memory it has."""
    if not os.path.exists("/proc/self/statm"):
        pytest.skip("this system does not tell the resident memory of a process")


def need_full_device():
    """Skip where there is no file that is always full."""
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")


def need_interpreters():
    """Skip where there are no sub-interpreters."""
    names = ("_interpreters", "_xxsubinterpreters")
    if all(importlib.util.find_spec(name) is None for name in names):
        pytest.skip("this interpreter has no sub-interpreters")


def need_cooperative_threads():
    """Skip where threads cannot be kept from taking the interpreter from one another."""
    if IMPLEMENTATION != "CPython":
        pytest.skip(IMPLEMENTATION + " has no interval after which a thread may take the interpreter")
    if not getattr(sys, "_is_gil_enabled", lambda: True)():
        pytest.skip("threads of this interpreter need not wait for one another")


def need_huge_pages():
    """Skip where memory cannot be seen to have asked for huge pages."""
    if IMPLEMENTATION != "CPython":
        pytest.skip("the memory of an object has no address that stays in " + IMPLEMENTATION)
    if not os.path.exists("/proc/self/smaps") or not os.path.exists("/sys/kernel/mm/transparent_hugepage"):
        pytest.skip("this system has no huge pages, or does not tell who has asked for them")


def need_interposition():
    """Skip where a library cannot take the place of a function of the system's."""
    if platform.system() != "Linux":
        pytest.skip("the system does not load libraries ahead of others by LD_PRELOAD")


def need_device_files():
    """Skip where there is no file that is never at its end."""
    if not os.path.exists("/dev/urandom"):
        pytest.skip("this system has no /dev/urandom")


def cpus():
    """Return how many logical CPUs the process may use."""
    import limits

    return bin(limits.cpus()).count("1")


def need_visible_threads():
    """Skip where threads cannot be counted."""
    if not os.path.isdir("/proc/self/task"):
        pytest.skip("this system does not tell the threads of a process")
