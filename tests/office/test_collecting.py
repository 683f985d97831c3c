"""The collector's habits while long work goes on, and after it, whatever ends first."""

from __future__ import annotations

import gc

from office.collecting import SELDOM, collecting_seldom


def test_the_usual_comes_back_when_the_last_work_has_ended() -> None:
    usual = gc.get_threshold()
    first, second = collecting_seldom(), collecting_seldom()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == (SELDOM, *usual[1:])
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual


def test_work_that_fails_leaves_the_usual() -> None:
    usual = gc.get_threshold()
    try:
        with collecting_seldom():
            raise ValueError
    except ValueError:
        pass
    assert gc.get_threshold() == usual
