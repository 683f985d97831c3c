"""Every table in one place: importing this fills the metadata that migrations compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.action_row import ActionRow
from models.approval import Approval
from models.column import Row
from models.document import Document
from models.event import Event
from models.letter import LetterCopy, LetterRow
from models.link import Link
from models.mark_row import MarkRow
from models.material import Blob, Material
from models.roadmap_version import RoadmapVersion
from models.setting import Setting
from models.sheet import Sheet, Submission

if TYPE_CHECKING:
    from sqlalchemy import Engine

TABLES: tuple[type[Row], ...] = (
    RoadmapVersion,
    ActionRow,
    LetterRow,
    LetterCopy,
    Link,
    Sheet,
    Submission,
    Blob,
    Material,
    MarkRow,
    Approval,
    Document,
    Event,
    Setting,
)

metadata = Row.metadata


def create_tables(engine: Engine) -> None:
    """The tables in a database that is thrown away: what the migrations come to, in no time.

    A database that is kept is upgraded (`migrating`), or it could never be upgraded later.
    """
    metadata.create_all(engine)
