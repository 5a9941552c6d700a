"""The bodies of UK government by the names they go by: initials, full name, and what they are called in speaking.

A report says "DfE" or "the Department for Education" where a question says "the education ministry". Source: the lists of
departments and public bodies on GOV.UK, with the names they had from 2010 to 2024.
"""

import re
from functools import cache, lru_cache

# Initials, full name, and what the body is the department or ministry of.
_DEPARTMENTS = (
    ("DfE", "Department for Education", "education|schools"),
    ("DfT", "Department for Transport", "transport"),
    ("DHSC", "Department of Health and Social Care", "health|health and social care|health and care"),
    ("MOD", "Ministry of Defence", "defence"),
    ("DCMS", "Department for Digital, Culture, Media and Sport", "culture|digital|digital and culture|culture and media"),
    ("BEIS", "Department for Business, Energy and Industrial Strategy", "business|business and energy|energy"),
    ("DWP", "Department for Work and Pensions", "work and pensions|pensions|welfare|benefits"),
    ("Defra", "Department for Environment, Food and Rural Affairs", "environment|food and farming|farming|agriculture"),
    ("MHCLG", "Ministry of Housing, Communities and Local Government", "housing|local government|communities"),
    ("DIT", "Department for International Trade", "trade|international trade"),
    ("MOJ", "Ministry of Justice", "justice"),
    ("FCDO", "Foreign, Commonwealth and Development Office", "foreign affairs"),
)  # fmt: skip
# Other bodies, with what they are called.
_OTHERS = (
    ("HMT", "HM Treasury", "finance ministry|finance department"),
    ("HMRC", "HM Revenue and Customs", "tax office|tax authority|taxman"),
    ("ONS", "Office for National Statistics", "statistics office|national statistics office|national statisticians|statistics body"),
    ("UKRI", "UK Research and Innovation", "national research funder|research funding agency"),
    ("UKGI", "UK Government Investments", "government investment arm"),
    ("CMA", "Competition and Markets Authority", "competition authority|competition watchdog|competition regulator"),
    ("Ofcom", "Office of Communications", "telecoms regulator|communications regulator|telecoms watchdog|broadcasting regulator"),
    ("Ofsted", "Office for Standards in Education", "schools inspectorate|schools inspector|education inspectorate"),
    ("OfS", "Office for Students", "universities regulator|higher education regulator"),
    ("Dstl", "Defence Science and Technology Laboratory", "defence laboratory|defence lab|military laboratory|military lab"),
)  # fmt: skip
_KIND = r"(?:department|ministry)"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """For each body what it is called by, its initials and its full name."""
    departments = (
        (initials, name, rf"(?:{subjects}) {_KIND}|{_KIND} (?:of|for) (?:{subjects})")
        for initials, name, subjects in _DEPARTMENTS
    )
    return tuple(
        (_called(f"{called}|{re.escape(name)}|{initials}"), initials, name)
        for initials, name, called in (*departments, *_OTHERS)
    )


def _called(names: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?P<the>(?:the )?)(?:uk(?:['’]s)? |british |government['’]s )?(?:{names})\b", re.IGNORECASE)


@lru_cache(maxsize=64)  # a question is put so for its pages, for its sentences and for what they must tell
def renamed(text: str) -> tuple[str, ...]:
    """The text with the bodies it names by their initials, and by their full names; () where it names none.

    `renamed("What does the education ministry spend?")` is `("What does DfE spend?", "What does the Department for Education
    spend?")`.
    """
    short = full = text
    for pattern, initials, name in _patterns():
        short = pattern.sub(initials, short)
        full = pattern.sub(rf"\g<the>{name}", full)
    return tuple(dict.fromkeys(other for other in (short, full) if other != text))
