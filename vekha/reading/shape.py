"""Plain values into the nouns of vekha/roadmap, each refusal of the model as an issue with its place."""

from __future__ import annotations

import types
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from vekha.issues import Issue, Place, Told
from vekha.reading.source import Path, Source, path_text
from vekha.roadmap.programme import RoadmapFile

_MAPPING = Told("«ключ: значение»", "«кілт: мән»", "“key: value”")
_LIST = Told("список («- …»)", "тізім («- …»)", "a list (“- …”)")
_TEXT = Told("текст", "мәтін", "text")
_NOTHING = Told("пусто", "бос", "nothing")
_PROBLEMS = {  # what pydantic calls the refusal, or the words with which the model refuses
    "empty text": Told("текст пуст", "мәтін бос", "the text is empty"),
    "exactly one of sum and indicator": Told(
        "нужно одно из двух: sum или indicator",
        "екеуінің бірі керек: sum не indicator",
        "one of the two is needed: sum or indicator",
    ),
    "exactly one of sum, organisations, places, satisfied, …": Told(
        "нужно что-то одно: sum, organisations, places, satisfied …",
        "тек біреуі керек: sum, organisations, places, satisfied …",
        "exactly one is needed: sum, organisations, places, satisfied …",
    ),
    "string_pattern_mismatch": Told(
        "время пишут так: 09:00",
        "уақыт былай жазылады: 09:00",
        "a time is written like this: 09:00",
    ),
    "finite_number": Told("нужно обычное число", "кәдімгі сан керек", "a finite number is needed"),
}
_UNFIT = Told("сюда такое не пишут", "мұнда мұндай жазылмайды", "this is not written here")


def shape_file(source: Source) -> tuple[RoadmapFile | None, list[Issue]]:
    """The file's values as a RoadmapFile; None and issues E where they do not fit."""
    try:
        return RoadmapFile.model_validate(source.value), []
    except ValidationError as error:
        issues = [_issue(detail, source) for detail in error.errors(include_url=False)]
        unique = {(i.code, i.place, i.path): i for i in issues}
        return None, list(unique.values())


def _issue(detail: ErrorDetails, source: Source) -> Issue:
    path = _written_path(detail["loc"], source)
    kind, given, context = detail["type"], detail.get("input"), detail.get("ctx", {})
    text = given if isinstance(given, str) else ""
    last = str(path[-1]) if path else ""
    place = source.place(path)
    match kind:
        case "missing":
            return Issue("missing-key", place, path_text(path), {"key": last})
        case "extra_forbidden":
            return _unknown_key(path, source, last)
        case "literal_error":
            expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
            return Issue(
                "not-one-of",
                place,
                path_text(path),
                {"text": text, "expected": expected, **_nearest(text, expected.split(", "))},
            )
        case "string_pattern_mismatch" | "string_too_long" if "a-z0-9" in str(context):
            return Issue("bad-key", place, path_text(path), {"text": text})
        case "int_parsing" | "float_parsing" | "int_from_float" | "bool_parsing":
            return Issue("not-a-number", place, path_text(path), {"text": text})
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "too_short":
            facts = {"text": text or last, "bound": _bound(kind, context)}
            return Issue("out-of-range", place, path_text(path), facts)
        case _ if given is None:
            return Issue("empty-value", place, path_text(path), {"key": last})
        case "model_type" | "model_attributes_type" | "dict_type":
            return _wrong_shape(place, path, _MAPPING, given)
        case "tuple_type" | "list_type":
            return _wrong_shape(place, path, _LIST, given)
        case "string_type":
            return _wrong_shape(place, path, _TEXT, given)
        case _:
            problem = _PROBLEMS.get(str(context.get("error", kind)), _UNFIT)
            facts = {"text": text or last, "problem": problem}
            return Issue("bad-value", place, path_text(path), facts)


def _wrong_shape(place: Place, path: Path, expected: Told, given: object) -> Issue:
    """The words that stand there, or of what shape they are."""
    match given:
        case str() if given:
            said = Told(f"«{given}»", f"«{given}»", f"“{given}”")
        case list() | tuple():
            said = _LIST
        case Mapping():
            said = _MAPPING
        case _:
            said = _NOTHING
    return Issue("wrong-shape", place, path_text(path), {"expected": expected, "given": said})


def _bound(kind: str, context: Mapping[str, object]) -> Told:
    """«не больше 240»."""
    limit = context.get("ge", context.get("le", context.get("gt", context.get("min_length"))))
    match kind:
        case "less_than_equal":
            return Told(f"не больше {limit}", f"{limit} мәнінен аспайтын", f"at most {limit}")
        case "greater_than":
            return Told(f"больше {limit}", f"{limit} мәнінен үлкен", f"more than {limit}")
        case "too_short":
            return Told(
                f"не меньше {limit} (сейчас пусто)",
                f"кемінде {limit} (қазір бос)",
                f"at least {limit} (now empty)",
            )
        case _:
            return Told(f"не меньше {limit}", f"кемінде {limit}", f"at least {limit}")


def _written_path(loc: tuple[int | str, ...], source: Source) -> Path:
    """The model's location without what pydantic adds for keys of mappings."""
    return tuple(part for part in loc if part != "[key]")


def _unknown_key(path: Path, source: Source, key: str) -> Issue:
    known = sorted(_fields_at(path[:-1]))
    facts: dict[str, object] = {"key": key, "known": ", ".join(known), **_nearest(key, known)}
    place = source.keys.get(path) or source.place(path)
    return Issue("unknown-key", place, path_text(path), facts)


def _nearest(word: str, known: list[str]) -> dict[str, object]:
    found = get_close_matches(word, known, n=1, cutoff=0.7)
    return {"nearest": found[0]} if found else {}


def nearest(word: str, known: Mapping[str, object] | list[str]) -> dict[str, object]:
    """The fact `nearest` when one of the known names is close to the word, else nothing."""
    return _nearest(word, list(known))


def _fields_at(path: Path) -> set[str]:
    """The keys that the model knows at a path."""
    annotation: Any = RoadmapFile
    for part in path:
        annotation = _step(annotation, part)
    model = _model(annotation)
    return set(model.model_fields) if model else set()


def _step(annotation: Any, part: str | int) -> Any:
    model = _model(annotation)
    if model is not None:
        found = model.model_fields.get(str(part))
        return found.annotation if found else None
    arguments = get_args(_bare(annotation))
    return arguments[1] if get_origin(_bare(annotation)) is dict else next(iter(arguments), None)


def _model(annotation: Any) -> type[BaseModel] | None:
    bare = _bare(annotation)
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None


def _bare(annotation: Any) -> Any:
    """An annotation without Annotated and without None."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, types.UnionType):
            some = [a for a in get_args(annotation) if a is not type(None)]
            annotation = some[0]
        else:
            return annotation
