"""The spellings a place is found under: which names of the sources are kept, and the look-up keys made of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator

from .names import SOUND, normalise, parts, sound, without_article

LOCAL_CLASS = re.compile(r"^(?:[WV]\w+yat-e|Nohiyai|Province d[eu]|State of|Autonomous Republic of|Mu\S+at) (?:al )?")
CLASS_BEFORE = re.compile(
    r"^(?:(?:Regi[oó]n|Prov[ií]nci?[ae]|Departamento|D[ée]partement|R[ée]gion|Estado|Canton|Municip(?:io|iul)|Distrito"
    r"|Gouvernorat|Préfecture|Wilaya|Concelho)(?: (?:del|des|de|du|da|d['’]))?(?: (?:la|las|los|el|le|l['’]))?"
    r"|Changwat|Tỉnh|Thành Phố|Gobolka|Pro[pv]insi|Kanton|Provincie|Raionul|Qarku i|Qarku|Faritanin['’]?(?: i)?"
    r"|Oblast|Shabiyat|Respublika|Khouèng|Mohafazat"
    r"|Baladiyat|Baladīyat|Imarat|Opština|Mestna Občina|Občina"
    r"|Kampong|Distrikt|Kabupaten|Ostān-e|Muḩāfaz̧at) ?(?=['’A-ZÀ-ÝĀ-ŽḨŞḐŢẔ‘Ạ-Ỹ])",
)
CLASS_AFTER = re.compile(
    r" (?:Sheng|Aymag|kraj|megye|Marz|[Ff]ylke|Dzongkhag|[Oo]blysy|Obl(?:ast|asty|ast’)|Kray|[Nn]ovads|Respublika"
    r"|Rayonu?|Sarahahdhu|Atholhu|[Vv]ilayeti|[Vv]iloyati|Shi|län|lääni|maakond|vald|okrug|župan\w+|vo[bł]l?as\w+)$"
)
ADJECTIVE = re.compile(r"(?:sk|ck)(?:a|aya|iy|yy|yi|i|ý)$")
TRANSLITERATED = re.compile("[āēīōūḩḨşţẕḑşṟ‘’ʻʼ]", re.I)
SPLIT = re.compile(r"\b(north|south) (east|west)")  # "North-West Region" is also written "Northwest Region"
ARTICLE = re.compile(r"(?:al|ad|an|ar|as|ash|at|az|el|s|d|t|l)[-' ]", re.I)


def latin(names: Iterable[str], kind: str) -> Iterator[str]:
    """Names an English text may hold: Latin letters; no bare transliterations, no codes but a first-level area's own
    (those of countries are among the aliases)."""
    short = 2 if kind == "admin1" else 4
    for i, name in enumerate(dict.fromkeys(names)):
        letters = [c for c in name if c.isalpha()]
        if not letters or any(ord(c) > 0x24F and not 0x1E00 <= ord(c) <= 0x1EFF for c in letters):
            continue
        if i == 0 or (len(name) >= short and (name[0].isupper() or ARTICLE.match(name))):
            yield name


def without_local_class(name: str) -> str:
    """The name without a class word that English leaves out ("Wilayat-e")."""
    return LOCAL_CLASS.sub("", name)


def without_class(name: str) -> str:
    """The name without a class word of another language about it ("Provincia de", "Sheng")."""
    return CLASS_AFTER.sub("", CLASS_BEFORE.sub("", name))


def shown(name: str) -> str:
    """The name of a first-level area without such a word; an oblast, and an adjective of a town, keeps it."""
    short = without_class(name)
    return name if name.endswith(" Oblast") or ADJECTIVE.search(short) else short


def plain(name: str) -> str:
    """The name as news writes it: a transliteration loses its marks, a name with accents of its own keeps them."""
    if not TRANSLITERATED.search(name):
        return name
    bare = re.sub("[‘’ʻʼ]", "", name)
    return "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))


def keys(names: list[str], usual: set[str], kind: str, towns: Container[str] = ()) -> dict[str, int]:
    """Look-up keys with their grade: 0 for the first and the usual names (keys), 1 for a spelling of the first, 2 for
    another name; 1 more where the class word of an area is cut off that is a smaller one or shares the name with
    one of the towns: bare "Tyumen" is the town rather than Tyumen Oblast."""
    grades: dict[str, int] = {}
    first = normalise(names[0])
    for name in names:
        key = normalise(name)
        grade = 0 if key == first or key in usual else 2 - _spelt_alike(key, first)
        for form, worse in _forms(key, kind, towns):
            grades[form] = min(grade + worse, grades.get(form, 3))
    grades.pop("", None)
    return grades


def with_classes(found: dict[str, int], classes: Iterable[str]) -> dict[str, int]:
    """The keys of a first-level area with more: with each word that its country has for such areas, and, marked by
    SOUND, how each key sounds."""
    more: dict[str, int] = {}
    for key, grade in found.items():
        core = parts(key).core
        for form in (*(f"{core} {word}" for word in classes), SOUND + sound(core)):
            more[form] = min(more.get(form, 3), 3 if form.startswith(SOUND) else grade)
    return more | found


def _spelt_alike(key: str, first: str) -> bool:
    return key[:3] == first[:3] or key in first or without_article(key)[:3] == without_article(first)[:3]


def _forms(key: str, kind: str, towns: Container[str]) -> Iterator[tuple[str, int]]:
    """A key, without its Arabic article, and without the class word of an area, with what that costs in grade."""
    yield key, 0
    yield without_article(key), 0
    if kind in {"admin1", "admin2", "region"}:
        yield SPLIT.sub(r"\1\2", key), 0
    cut = parts(key)
    if cut.word and len(cut.core) > 2 and (kind in {"admin1", "admin2"} or cut.word in {"island", "islands"}):
        yield cut.core, int(kind == "admin2" or cut.core in towns)
