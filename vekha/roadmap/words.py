"""A text that people read, in one language or in several."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

LANGUAGES = ("ru", "kk", "en")


class Written(BaseModel):
    """The base of everything written in the file: unknown keys are refused, nothing changes later."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, coerce_numbers_to_str=True, defer_build=True
    )


class Words(Written):
    """A text: one string for all languages, or `{ru: …, kk: …, en: …}`."""

    ru: str = ""
    kk: str = ""
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_string(cls, value: object) -> object:
        return {"ru": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not (self.ru or self.kk or self.en):
            raise ValueError("empty text")
        return self

    def to(self, language: str) -> str:
        """The text in `language`, else in the first language that has it."""
        return getattr(self, language, "") or self.ru or self.kk or self.en

    def __str__(self) -> str:
        return self.to("ru")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        several = handler.resolve_ref_schema(handler(core_schema))
        return {"anyOf": [{"type": "string"}, several], "description": cls.__doc__}


TermText = Annotated[
    str,
    Field(
        description="Срок, как он написан в документе: «октябрь-ноябрь», «до 25 декабря», "
        "«за 5 рабочих дней до закрытия», 2024-02-01",
        examples=["октябрь-ноябрь", "до 25 декабря", "2024-02-01"],
    ),
]
Key = Annotated[
    str,
    Field(
        pattern=r"^[a-z0-9][a-z0-9-]*$",
        max_length=60,
        description="Короткое имя латиницей: строчные буквы, цифры, дефис",
        examples=["interim", "it-lyceum"],
    ),
]
ClockTime = Annotated[
    str,
    Field(pattern=r"^([01]?\d|2[0-3])[:.][0-5]\d$", description="Время суток", examples=["09:00"]),
]
