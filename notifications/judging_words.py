"""What Jinja and Python complain of in a template, in the words of those who write letters."""

from __future__ import annotations

import re

from vekha.issues import Told

_TAGS = r".*following tags: (?P<tags>.+?)\. The innermost block that needs to be closed is '(?P<open>\w+)'"
# The first pattern that is found tells it; its groups fill the words.
_PROBLEMS: tuple[tuple[str, Told], ...] = (
    (
        "Unexpected end of template" + _TAGS,
        Told(
            "файл кончился, а «{{% {open} %}}» не закрыт: не хватает {tags}",
            "файл бітті, ал «{{% {open} %}}» жабылмаған: {tags} жетіспейді",
            "the file ends and “{{% {open} %}}” is not closed: {tags} is missing",
        ),
    ),
    (
        r"Encountered unknown tag '(?P<tag>\w+)'" + _TAGS,
        Told(
            "здесь не ждали «{{% {tag} %}}»: открыт «{open}», его закрывает {tags}",
            "мұнда «{{% {tag} %}}» күтілмеген: «{open}» ашық, оны {tags} жабады",
            "“{{% {tag} %}}” is not expected here: “{open}” is open, and {tags} closes it",
        ),
    ),
    (
        r"Encountered unknown tag '(?P<tag>\w+)'",
        Told(
            "нет такой команды: «{{% {tag} %}}»",
            "мұндай бұйрық жоқ: «{{% {tag} %}}»",
            "there is no such command: “{{% {tag} %}}”",
        ),
    ),
    (
        r"block '(?P<block>\w+)' defined twice",
        Told(
            "блок «{block}» написан дважды",
            "«{block}» блогы екі рет жазылған",
            "the block “{block}” is written twice",
        ),
    ),
    (
        "expected token 'end of (?:print statement|statement block)', got '(?P<got>.+)'",
        Told(
            "перед «{got}» скобки ещё не закрыты: не хватает «}}}}» или «%}}», или слово лишнее",
            "«{got}» алдында жақша жабылмаған: «}}}}» не «%}}» жетіспейді, әлде сөз артық",
            "before “{got}” the braces are not closed: “}}}}” or “%}}” is missing, or a word is too many",
        ),
    ),
    (
        "expected token '(?P<token>.+)', got '(?P<got>.+)'",
        Told(
            "ждали «{token}», а стоит «{got}»",
            "«{token}» күтілген, ал «{got}» тұр",
            "“{token}” was expected, and “{got}” stands here",
        ),
    ),
    (
        "Missing end of comment",
        Told(
            "пояснение «{{#» не закрыто: не хватает «#}}»",
            "«{{#» түсіндірмесі жабылмаған: «#}}» жетіспейді",
            "the comment “{{#” is not closed: “#}}” is missing",
        ),
    ),
    (
        "unexpected end of template|Expected an expression, got 'end of",
        Told(
            "в скобках ничего не написано, или они не закрыты",
            "жақша ішінде ештеңе жазылмаған, не ол жабылмаған",
            "nothing is written within the braces, or they are not closed",
        ),
    ),
    (
        "unexpected (?:char )?'(?P<sign>.+?)'(?: at .*)?$",
        Told(
            "здесь не ждали знака «{sign}»",
            "мұнда «{sign}» белгісі күтілмеген",
            "the sign “{sign}” is not expected here",
        ),
    ),
    (
        "'None' has no attribute '(?P<name>.+)'",
        Told(
            "«{name}» берут у того, чего в письме может не быть; поставьте проверку: "
            "{{% if … %}} … {{% endif %}}",
            "«{name}» хатта болмауы мүмкін нәрседен алынады; тексеру қойыңыз: "
            "{{% if … %}} … {{% endif %}}",
            "“{name}” is asked of what a letter may not have; put a check around it: "
            "{{% if … %}} … {{% endif %}}",
        ),
    ),
    (
        "maximum recursion depth",
        Told(
            "шаблон построен на самом себе",
            "үлгі өз-өзіне негізделген",
            "the template is built upon itself",
        ),
    ),
)


def problem_words(message: str) -> Told:
    """What is wrong; a message that is not known as the engine words it."""
    for pattern, told in _PROBLEMS:
        found = re.search(pattern, message)
        if found:
            facts = {name: text.replace("'", "") for name, text in found.groupdict().items()}
            return Told(*(words.format(**facts) for words in (told.ru, told.kk, told.en)))
    plain = message.rstrip(".")
    return Told(f"«{plain}»", f"«{plain}»", f"“{plain}”")


BUILT_ON_ITSELF = problem_words("maximum recursion depth")
OF_SUBJECT = Told("темы", "тақырыбы", "subject")
OF_TEXT = Told("текста", "мәтіні", "text")
