"""Libraries that take the place of functions of the system's, in a process that tests run."""

import subprocess

import capabilities
import support

HEAD = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <time.h>
"""


def build(folder, code):
    """Compile C code to a library and return its path, or skip."""
    capabilities.need_interposition()
    source, built = folder / "interposed.c", folder / "interposed.so"
    source.write_text(HEAD + code)
    command = [capabilities.command("cc"), "-shared", "-fPIC", "-o", str(built), str(source), "-ldl"]
    subprocess.run(command, check=True)
    return built


def run_script(library, monkeypatch, script, *args):
    """As ``support.run_script``, with the library ahead of all others."""
    monkeypatch.setenv("LD_PRELOAD", str(library))
    return support.run_script(script, *args)
