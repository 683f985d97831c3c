"""What cannot be dated says why, in the reader's language, and is never a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vekha.terms import TermKind
from vekha.terms.notes import Note, list_codes

if TYPE_CHECKING:
    from conftest import Reader


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("", "Срок не указан."),
        (" - ", "Срок не указан."),
        ("по графику", "Даты даёт график, в плане их нет."),
        ("согласно графику", "Даты даёт график, в плане их нет."),
        ("кесте бойынша", "Даты даёт график, в плане их нет."),
        ("по плану", "Даты даёт другой план, здесь их нет."),
        ("по мере необходимости", "По необходимости: дня нет, пока она не возникла."),
        ("қажеттілігіне қарай", "По необходимости: дня нет, пока она не возникла."),
        ("по запросу", "По запросу: день зависит от обращения."),
        ("по согласованию", "По согласованию: день ещё не назначен."),
        ("незамедлительно", "Дня нет: сказано только, как быстро или сколько раз."),
        ("1 неделя", "Не сказано, какого месяца: «1 неделя»."),
        ("5", "Не понятно, что значит число: «5»."),
        ("в 15.00", "Указано только время суток."),
        ("с 10-00", "Указано только время суток."),
        ("в понедельник", "Назван день недели, но не сказано, каждый ли: «в понедельник»."),
        ("31 ноября", "Такого дня нет: «31 ноября»."),
        ("январь 2024 - декабрь 2023", "Конец раньше начала: «январь 2024 - декабрь 2023»."),
        ("ежемесячно, кроме июля", "Исключения не читаются: «ежемесячно, кроме июля»."),
        (
            "перед составлением отчёта",
            "Отсчёт от события, день которого не указан: «перед составлением отчета».",
        ),
        ("абвгд", "Не прочитано: «абвгд»."),
    ],
)
def test_reason_is_the_first_note(read: Reader, phrase: str, reason: str) -> None:
    term = read(phrase)
    assert term.kind is TermKind.UNRESOLVABLE
    assert term.notes[0] == reason


def test_reason_is_told_in_the_language_asked_for(read: Reader) -> None:
    assert read("по графику", language="kk").notes == ("Күндерді кесте береді, жоспарда олар жоқ.",)
    assert read("по графику", language="en").notes == (
        "The days come from a schedule; they are not in the plan.",
    )


@pytest.mark.parametrize("code", list_codes())
def test_every_note_has_three_different_sentences(code: str) -> None:
    told = {Note(code, "сказанное", "прочитанное").tell(lang) for lang in ("ru", "kk", "en")}
    assert len(told) == 3
    assert not any("{" in sentence for sentence in told)


def test_condition_beside_a_date_is_told_and_does_not_hide_it(read: Reader) -> None:
    term = read("в течение года по графику")
    assert term.resolvable
    assert term.notes == ("Кроме срока сказано: «графику».",)
