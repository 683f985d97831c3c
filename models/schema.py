"""Every table in one place: importing this fills the metadata that migrations compare with."""

from __future__ import annotations

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
