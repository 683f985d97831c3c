"""The garbage collector, out of the way of commands that make much and throw away little."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 50_000
"""New objects between two looks; the interpreter's own 700 is meant for programs that stay."""


def load(*modules: str) -> None:
    """Import the modules without looking for garbage in them: all that they make stays.

    The collector would walk the classes again and again, which costs a tenth of `vekha check`;
    afterwards it leaves them alone.
    """
    if all(name in sys.modules for name in modules):
        return
    # Without it pydantic reads the metadata of every installed package, in search of its plugins.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    looked = gc.isenabled()
    gc.disable()
    try:
        for name in modules:
            importlib.import_module(name)
    finally:
        if looked:
            gc.freeze()
            gc.enable()


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Within it garbage is looked for seldom: for a long command that keeps most of what it makes."""
    usual = gc.get_threshold()
    gc.set_threshold(_SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
