"""Outlines of the documents that an official would sign; figures are vekha/tally, files reports/."""

from vekha.documents.data import DocumentData, WaveMissingError
from vekha.documents.registry import outline_of
from vekha.documents.volume import PlannedChapter, volume_chapters_plan, volume_front

__all__ = [
    "DocumentData",
    "PlannedChapter",
    "WaveMissingError",
    "outline_of",
    "volume_chapters_plan",
    "volume_front",
]
