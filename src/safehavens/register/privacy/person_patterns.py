"""What looks like a person, or tells a status: numbers, dates, addresses, titles, words."""

from __future__ import annotations

import re
from typing import Final

_MONTHS: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_NUMBER_WORDS: Final = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    "fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    "ninety|hundred|thousand|double|triple"
)
_COUNTRIES: Final = (
    "afghan|african?|albania|american indian|arab|argentin|armenia|asian?|bangladesh|"
    "belize|bolivia|brazil|british|burm|cambodia|cameroon|canad|caribbean|chile|china|"
    "colombia|congo|costa ric|cuba|dominican|ecuador|egypt|el salvador|eritrea|ethiopia|"
    "european|filipin|gambia|georgian|ghana|guatemal|guinea|guyan|haiti|hispanic|hondur|"
    "hungar|india|indonesia|iran|iraq|ireland|irish|israel|ivor|jamaica|japan|jordanian|"
    r"kenya|korea|laos|latin[ao]s?\b|leban|liberia|mali\b|mexic|mongolia|morocc|myanmar|"
    "nepal|nicaragua|niger|pakistan|palestin|panama|paraguay|peru|philippine|polish|"
    "puerto ric|romania|russia|rwanda|salvador|saudi|senegal|serbia|sierra leone|somali|"
    "south american|sri lanka|sudan|syria|taiwan|tanzania|togo|trinidad|turk|ugand|ukrain|"
    "uruguay|uzbek|venezuel|vietnam|yemen|zimbabw"
)

PATTERNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (what, re.compile(pattern, re.IGNORECASE))
    for what, pattern in (
        ("characters that are not plain English text", r"[^\x20-\x7e§–—‘’“”…]"),
        ("an address on the internet", r"@|https?:|www\.|\b\w+\.(?:com|org|net|gov|edu|us)\b"),
        ("a number of seven digits or more", r"(?:\d[ ().,/+-]{0,3}){7,}"),
        ("an alien number", r"\ba[ #-]{0,3}\d"),
        ("a number after a word for one", r"\b(?:booking|alien|phone|license|social|account|plate|"
                                          r"file|event|subject|docket|case)\W{0,3}(?:no|num|number|"
                                          r"nr)?\W{0,3}\d{3,}"),
        ("a telephone number", r"\b\d{3}[ .-]\d{3,4}\b"),
        ("a date", r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b|\b\d{1,2}/\d{1,4}\b"),
        ("a date", rf"\b(?:{_MONTHS})\.? ?\d{{1,4}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? "
                   rf"(?:{_MONTHS})\b"),
        ("a street address", r"\b\d+[a-z]? (?:\w+\.? ){1,3}(?:street|st|avenue|ave|road|rd|drive|"
                             r"dr|lane|ln|boulevard|blvd|court|ct|place|pl|way|highway|apt)\b"),
        ("a word with letters and digits", r"\b(?=\w*\d)(?=\w*[a-z])(?!\d{1,3}(?:st|nd|rd|th|h|am|"
                                           r"pm)\b)(?!i_?\d{3}[a-z]?\b)\w{2,}\b"),
        ("a number in words", rf"\b(?:(?:{_NUMBER_WORDS})[ ,-]+){{2,}}(?:{_NUMBER_WORDS})\b"),
        ("a title before a name", r"\b(?:mr|mrs|ms|miss|mister|sr|sra|srta|senor|senora|"
                                  r"don(?!['’]t)|dona|dr|prof|rev)\b"),
        ("a name that is asked for or told", r"\b(?:named|aka|alias|nickname\w*|surname|initials|"
                                             r"goes by|known as)\b(?! (?:no|the|an?|us|our)\b)"),
        ("a birth", r"\b(?:born|births?|birthdays?|dob)\b|\bd\.? ?o\.? ?b\b"),
        ("a number of a person", r"\b(?:ssn|passports?|social security|fingerprints?|plates?|vin|"
                                 r"alien numbers?|booking numbers?|tattoos?)\b"),
        ("a relative", r"\b(?:mother|father|mom|dad|wife|husband|spouse|son|daughter|brother|"
                       r"sister|cousin|uncle|aunt|nephew|niece|grand(?:mother|father)|"
                       r"girlfriend|boyfriend|fianc)\w{0,2}\b"),
        ("a word of status or nationality",
         r"\b(?:undocumented|illegals?|aliens?|non-?citizens?|citizens?|citizenship|nationals?|"
         r"nationality|nationalities|visas?|asylum\w*|refugees?|parolees?|paroled|dacas?|dreamers?|"
         r"deport\w*|removable|overstay\w*|green cards?|permanent residents?|foreign\w*|"
         r"immigrants?|migrants?|country of|countries of)\b"),
        ("a word of status or nationality",
         r"\b(?:was|were|been|be|being|got|once|previously) removed\b|"
         r"\b(?:removal|deportation) (?:orders?|proceedings?)\b|"
         r"\b(?:no|without|lacks?|has|had|his|her|their|legal|lawful|unlawful|immigration) "
         r"(?:legal )?status\b|\b(?:no|without|has|had|his|her) (?:\w+ )?papers\b|"
         r"\b(?:un)?lawfully (?:present|here)\b|"
         r"\b(?:in|entered|here) (?:unlawfully|illegally)\b"),
        ("a word of origin, race or faith",
         rf"\b(?:{_COUNTRIES})\w{{0,4}}\b(?<!indian)(?<!african)|\b(?:black|brown|white|muslim|"
         r"christian|jewish|hindu|catholic|indigenous)\b"),
    )
)  # fmt: skip
"""What is refused, and what it is called. The text itself is never told."""
