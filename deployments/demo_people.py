"""The people of the demonstration: they open their letters and answer over HTTP by their links.

They know nothing but what stands in the mailbox: who got no letter does not answer.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

import httpx

from notifications.mailbox import MailboxEntry, list_letters
from office.materials import make_material
from vekha.calendar import to_local
from vekha.planning import Plan
from vekha.questionnaire import questions_for, type_out
from vekha.roadmap.programme import Respondent
from vekha.synthetic import Visit, answers_of, visits_of

CLOSED = 409  # the site's answer after the closing
LOOK_EVERY = 0.4  # seconds between two looks into the mailbox
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(slots=True)
class People:
    """All respondents. `folder` is the mailbox; `counts` says how often each deed was done.

    `now` is the roadmap's time, aware.
    """

    plan: Plan
    now: Callable[[], datetime]
    folder: Any
    seed: int
    counts: dict[str, int] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)  # what the site did not take, and why
    _seen: set[str] = field(default_factory=set)
    _ticket: Any = field(default_factory=count)
    _queue: list[tuple[Any, int, Visit, str, Respondent, str]] = field(default_factory=list)

    async def live(self, stop: Callable[[], bool]) -> None:
        """Read letters and answer until told to stop."""
        async with httpx.AsyncClient(timeout=30, follow_redirects=True) as client:
            while not stop():
                for entry in list_letters(self.folder, limit=400):
                    self._open(entry)
                while self._queue and self._queue[0][0] <= self.now():
                    _, _, visit, survey, who, link = heapq.heappop(self._queue)
                    await self._come(client, visit, survey, who, link)
                await asyncio.sleep(LOOK_EVERY)

    def _open(self, entry: MailboxEntry) -> None:
        """An invitation decides when its reader will come."""
        if entry.name in self._seen:
            return
        self._seen.add(entry.name)
        edition, _, rest = entry.key.removeprefix(self.plan.edition).partition("/")
        parts = rest.split("/")
        if edition or len(parts) != 3 or parts[1] != "invite" or not entry.links:
            return
        survey, _, person = parts
        dated = self.plan.schedule.surveys.get(survey)
        if dated is None:
            return
        who = next(
            (r for r in self.plan.roadmap.respondents(survey) if r.person.key == person), None
        )
        link = next((url for url in entry.links if "/a/" in url), None)
        if who is None or link is None:
            return
        visits = visits_of(
            self.seed,
            survey,
            who.organisation.key,
            opens=dated.opens.at,
            closes=dated.closes.at,
            reminders=[moment.at for moment in dated.reminders],
        )
        for visit in visits:
            heapq.heappush(self._queue, (visit.at, next(self._ticket), visit, survey, who, link))

    async def _come(
        self, client: httpx.AsyncClient, visit: Visit, survey: str, who: Respondent, link: str
    ) -> None:
        roadmap = self.plan.roadmap
        written = roadmap.file.surveys[survey]
        questionnaire = roadmap.file.questionnaires[written.questionnaire]
        asked = questions_for(questionnaire, roadmap, who.organisation)
        language = who.person.language or who.organisation.language or roadmap.file.language
        given = answers_of(
            self.seed,
            survey,
            who.organisation.key,
            asked=asked,
            wave=written.wave,
            language=language,
            today=to_local(visit.at, roadmap.file.timezone).date(),
            version=2 if visit.deed == "correct" else 1,
        )
        fields = type_out(given, asked=asked)
        try:
            await client.get(link)
            if visit.deed == "submit":
                for question in asked:
                    if question.kind == "file":
                        title = f"{question.text.to(language)}: {who.organisation.label}"
                        await self._hand_in(client, link, question.key, title, who)
            answer = await client.post(link, data=self._form(fields, visit))
            if answer.status_code == CLOSED:  # came after the closing, and was told so
                self.counts["too late"] = self.counts.get("too late", 0) + 1
                return
            answer.raise_for_status()
        except httpx.HTTPStatusError as error:
            told = f"сайт не принял ответ ({error.response.status_code})"
            self.troubles.append(f"{written.title.to('ru')}, {who.organisation.label}: {told}")
            return
        except httpx.HTTPError as error:
            told = f"сайт не ответил ({type(error).__name__})"
            self.troubles.append(f"{written.title.to('ru')}, {who.organisation.label}: {told}")
            return
        self.counts[visit.deed] = self.counts.get(visit.deed, 0) + 1

    async def _hand_in(
        self, client: httpx.AsyncClient, link: str, question: str, title: str, who: Respondent
    ) -> None:
        content = make_material(title, who.person.label)
        name = f"{who.organisation.key}.docx"
        answer = await client.post(
            f"{link}/files/{question}", files={"file": (name, content, DOCX)}
        )
        if answer.status_code != CLOSED:
            answer.raise_for_status()

    def _form(self, fields: Mapping[str, list[str]], visit: Visit) -> dict[str, Any]:
        """The form as a browser sends it; somebody who only starts fills two fields."""
        chosen = dict(list(fields.items())[:2]) if visit.deed == "draft" else dict(fields)
        return {**chosen, "act": "draft" if visit.deed == "draft" else "submit"}
