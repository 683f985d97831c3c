"""What `vekha db` says, in Russian, Kazakh and English."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "newest": {
        "ru": "База уже в последней схеме ({becomes}).",
        "kk": "Дерекқор соңғы схемада ({becomes}).",
        "en": "The database has the newest schema already ({becomes}).",
    },
    "upgraded": {
        "ru": "Схема базы обновлена: {was} → {becomes}.",
        "kk": "Дерекқор схемасы жаңартылды: {was} → {becomes}.",
        "en": "The schema was upgraded: {was} → {becomes}.",
    },
    "no-database": {
        "ru": "Базы ещё нет: {place}.",
        "kk": "Дерекқор әлі жоқ: {place}.",
        "en": "There is no database yet: {place}.",
    },
    "exists": {
        "ru": "{file} уже есть. Ничего не записано; назовите другой файл или добавьте --force.",
        "kk": "{file} бұрыннан бар. Ештеңе жазылмады; басқа файлды атаңыз немесе --force қосыңыз.",
        "en": "{file} is there already. Nothing was written; name another file, or add --force.",
    },
    "backed-up": {
        "ru": "Копия снята: {file} ({megabytes} МБ).",
        "kk": "Көшірме алынды: {file} ({megabytes} МБ).",
        "en": "Backed up: {file} ({megabytes} MB).",
    },
    "secret-too": {
        "ru": "Храните вместе с ней секрет {secret}: без него не откроются разосланные личные ссылки.",
        "kk": "Онымен бірге {secret} құпиясын сақтаңыз: онсыз жіберілген жеке сілтемелер ашылмайды.",
        "en": "Keep the secret {secret} with it: without it the personal links that went out will not open.",
    },
    "not-a-backup": {
        "ru": "Это не целая база Vekha: {why}. Ничего не изменено.",
        "kk": "Бұл Vekha-ның бүтін дерекқоры емес: {why}. Ештеңе өзгертілмеді.",
        "en": "This is not a whole database of Vekha: {why}. Nothing was changed.",
    },
    "restored": {
        "ru": "Восстановлено; копия снята {moment}.",
        "kk": "Қалпына келтірілді; көшірме {moment} алынған.",
        "en": "Restored; the backup was taken {moment}.",
    },
    "set-aside": {
        "ru": "Прежняя база отложена: {place}",
        "kk": "Бұрынғы дерекқор сақталды: {place}",
        "en": "The replaced database is kept: {place}",
    },
    "letters-held": {
        "ru": "Писем в сомнении {number}: могли уйти после снятия копии. Решить: vekha mail resolve КЛЮЧ --sent|--again --why …",
        "kk": "Күмәнді хат {number}: көшірмеден кейін жіберілуі мүмкін. Шешу: vekha mail resolve КІЛТ --sent|--again --why …",
        "en": "{number} letters in doubt: they may have gone out since. Decide: vekha mail resolve KEY --sent|--again --why …",
    },
    "actions-held": {
        "ru": "Действий пропущено {number}: могли быть выполнены после снятия копии. Решить: vekha run КЛЮЧ или vekha skip КЛЮЧ --why …",
        "kk": "Өткізілген әрекет {number}: көшірмеден кейін орындалуы мүмкін. Шешу: vekha run КІЛТ немесе vekha skip КІЛТ --why …",
        "en": "{number} actions missed: they may have been done since. Decide: vekha run KEY, or vekha skip KEY --why …",
    },
    "pg-backup": {
        "ru": "База в PostgreSQL: копию снимает его программа.\n  pg_dump --format=custom --file={file} '{url}'",
        "kk": "Дерекқор PostgreSQL-де: көшірмені оның бағдарламасы алады.\n  pg_dump --format=custom --file={file} '{url}'",
        "en": "The database is PostgreSQL: its own program makes the backup.\n  pg_dump --format=custom --file={file} '{url}'",
    },
    "pg-restore": {
        "ru": "База в PostgreSQL. Остановите vekha up и рабочие процессы, затем:\n  pg_restore --clean --if-exists --single-transaction --dbname='{url}' {file}\n  vekha db hold\nВторая команда придержит всё, что могло уйти после снятия копии.",
        "kk": "Дерекқор PostgreSQL-де. vekha up пен жұмыс процестерін тоқтатыңыз, содан кейін:\n  pg_restore --clean --if-exists --single-transaction --dbname='{url}' {file}\n  vekha db hold\nЕкінші команда көшірмеден кейін жіберілуі мүмкіннің бәрін ұстап қалады.",
        "en": "The database is PostgreSQL. Stop vekha up and the workers, then:\n  pg_restore --clean --if-exists --single-transaction --dbname='{url}' {file}\n  vekha db hold\nThe second command holds all that may have gone out since the backup.",
    },
}


def say(word: str, language: str, **facts: object) -> str:
    """One wording, its placeholders filled."""
    return _WORDS[word][language].format(**facts)
