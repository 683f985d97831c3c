"""What became of a date, told to those who know it as it was, and to nobody else."""

from __future__ import annotations

from vekha.deciding.decision import Decision, Do, LetterDraft, NotDone, Situation
from vekha.deciding.sentences import count, say
from vekha.told import CALLED_OFF, Held, News, Told, find_news


def tell_change(situation: Situation) -> Decision:
    """One short letter to each whose calendar shows another date than the one that holds."""
    letters = change_letters(situation)
    if not letters:
        return NotDone("nothing-changed", say("nothing-changed", situation.language))
    sentence = say(
        "change-told",
        situation.language,
        letters=count("letters", len(letters), situation.language),
    )
    return Do(sentence, letters)


def change_letters(situation: Situation, *, mark: str = "") -> tuple[LetterDraft, ...]:
    """The letters about the action's subject, as things stand now.

    mark: tells their keys from those of the action's other letters.
    """
    facts = situation.facts
    if facts.standing is None:
        return ()
    drafts: dict[str, LetterDraft] = {}
    for news in find_news(facts.standing, facts.told, now=situation.now):
        key = f"{situation.action.key}/{mark}{news.told.person}"
        if key in drafts:  # one person for two organisations
            key += f"-{news.told.organisation}"
        drafts[key] = _draft(key, news)
    return tuple(drafts.values())


def _draft(key: str, news: News) -> LetterDraft:
    told = news.told
    facts: dict[str, object] = {
        "change": news.change.value,
        "kind": told.kind,
        "title": told.title,
        "uid": told.uid,
        "sequence": told.sequence + 1,
        "was": _when(told) | {"place": told.place},
        "becomes": _when(news.becomes) if news.becomes else None,
    }
    return LetterDraft(
        key=key,
        template="change",
        person=told.person,
        organisation=told.organisation,
        subject=told.subject,
        facts=facts,
        thread=told.thread,
        # Only a duty that still holds ends with the answer; and only that letter needs a link.
        until_answered=told.kind == "closing" and news.change not in CALLED_OFF,
    )


def _when(date: Told | Held) -> dict[str, str]:
    return {"starts": date.starts.isoformat(), "ends": date.ends.isoformat()}
