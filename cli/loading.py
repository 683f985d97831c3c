"""Importing what a command needs, which is most of the time of a light one."""

from __future__ import annotations

import gc
import importlib
import sys


def load(*modules: str) -> None:
    """Import the modules without looking for garbage in them: all that they make stays.

    The collector would walk the classes again and again, which costs a tenth of `vekha check`;
    afterwards it leaves them alone.
    """
    if all(name in sys.modules for name in modules):
        return
    looked = gc.isenabled()
    gc.disable()
    try:
        for name in modules:
            importlib.import_module(name)
    finally:
        if looked:
            gc.freeze()
            gc.enable()
