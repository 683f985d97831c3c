"""Minutes (протокол) of a meeting: who writes them and when; the document is vekha/documents."""

from pydantic import Field

from vekha.roadmap.words import Key, TermText, Words, Written


class Minuting(Written):
    """After the meeting the secretary enters the text by a link; the document is assembled."""

    secretary: Key = Field(description="Кто ведёт протокол (человек): получит ссылку")
    chair: Key | None = Field(default=None, description="Кто председательствует (человек)")
    title: Words | None = Field(
        default=None, description="Заголовок; не указан: «Протокол: название встречи»"
    )
    attendance: tuple[Key, ...] = Field(
        default=(), description="Кого отметить: роли или люди; не указано: всех приглашённых"
    )
    opens: TermText = Field(
        default="через 1 рабочий день после встречи", description="Когда приходит ссылка"
    )
    closes: TermText = Field(
        default="через 4 рабочих дня после встречи", description="До какого дня вписать текст"
    )
    to: tuple[Key, ...] = Field(default=(), description="Кому сообщить, что протокол собран")
