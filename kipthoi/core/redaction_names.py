"""Propose names of persons: a person decides, so a wrong proposal costs little.

A name is told by the title before it, by words that introduce it, or by its surname
(Kinh, Ê Đê, Mông, Thái, Gia Rai, Cơ Ho). Places, bodies and streets are left alone.
"""

import re
from collections.abc import Iterator

from kipthoi.core.normalise import Normalised
from kipthoi.core.redaction_name_forms import (
    BIRTH,
    CHAIN,
    CUT,
    ENGLISH,
    ETHNIC,
    INITIALS,
    LIST,
    LOW,
    LOW_GIVEN,
    LOW_NAME,
    NAMED,
    PLACE_WORD,
    SHORT_TITLE,
    SYLLABLE,
    TITLE_LEFT,
    TITLED,
    TOLD,
)
from kipthoi.core.redaction_numbers import Hit
from kipthoi.core.redaction_words import (
    ALONE,
    BODIES,
    GIVEN,
    LOW_LAST,
    MIDDLE,
    PLACE_TYPED,
    PLACES,
    PLAIN_GIVEN,
    STRONG,
    SURNAMES,
    TYPED_MIDDLE,
)


def named(form: Normalised) -> Iterator[Hit]:
    """Yield names, each as a proposal; honorifics are not part of the name."""
    for start, end in sorted(set(_found(form))):
        yield start, end, "name", "propose"
        born = BIRTH.match(form.text, end)
        if born:
            yield born.start(1), born.end(1), "birth_date", "propose"


def _found(form: Normalised) -> Iterator[tuple[int, int]]:
    yield from _titled(form)
    yield from _introduced(form)
    yield from _by_surname(form)
    for found in ETHNIC.finditer(form.text):
        if not _is_place(form, found.start(), found.end()):
            yield found.span()
    for found in LOW.finditer(form.folded):
        typed = form.text[slice(*found.span())].split()
        middle = typed[1] in TYPED_MIDDLE and typed[0].islower()
        if middle and not _after_place(form, found.start()):
            yield found.start(), _low_end(form, found)
    for found in SHORT_TITLE.finditer(form.text):
        if found["it"].lower() in GIVEN and not found["it"].isupper():
            yield found.span("it")
    yield from _initialled(form)
    for found in LOW_GIVEN.finditer(form.text):
        if found["it"] in PLAIN_GIVEN:
            yield found.span("it")


def _initialled(form: Normalised) -> Iterator[tuple[int, int]]:
    """Yield names cut to initials behind a title (chị L.T.M) or a surname."""
    for found in INITIALS.finditer(form.text):
        if TITLE_LEFT.search(form.text[max(0, found.start() - 20) : found.start()]):
            yield found.span()
    for found in CUT.finditer(form.text):
        if form.folded[found.start() : found.end()].split()[0] in STRONG:
            yield found.span()


def _low_end(form: Normalised, found: re.Match[str]) -> int:
    more = form.text[found.start("more") : found.end("more")] if found["more"] else ""
    woman = form.folded[found.start() : found.end()].split()[1] == "thi"
    return (
        found.end()
        if more in GIVEN or (woman and more in LOW_LAST)
        else found.start() + len(found[0]) - (len(more) + 1 if more else 0)
    )


def _titled(form: Normalised) -> Iterator[tuple[int, int]]:
    for title in TITLED.finditer(form.text):
        square = title[0][0].isupper() and _after_place(form, title.start())
        if square or _across(form, title) in BODIES:
            continue
        span = _name_at(form, title.end(), role=bool(title["role"]))
        if span and title[0].strip().isupper() and not _is_shouted(form, span):
            continue  # in capitals every word looks like a name
        while span:
            yield span
            link = LIST.match(form.text, span[1])
            span = _name_at(form, link.end(), role=False) if link else None
            if span and not _is_listed(form, span):
                break


def _across(form: Normalised, title: re.Match[str]) -> str:
    """Return the last word of the title with the word after it ("bà rịa")."""
    before = form.folded[title.start() : title.end()].split()
    after = re.findall(r"[a-z]+", form.folded[title.end() : title.end() + 9])
    return " ".join([before[-1], *after[:1]])


def _is_shouted(form: Normalised, span: tuple[int, int]) -> bool:
    """Tell a name in capitals from other words in capitals after a title."""
    words = form.folded[span[0] : span[1]].split()
    alone = form.text[span[0] : span[1]].lower() in GIVEN
    ends = not form.text[span[1] : span[1] + 2].strip().isalpha()
    return (alone and ends) or (
        len(words) > 1 and (words[0] in STRONG or words[1] in MIDDLE)
    )


def _is_listed(form: Normalised, span: tuple[int, int]) -> bool:
    words = form.text[span[0] : span[1]].lower().split()
    first = form.folded[span[0] : span[1]].split()[0]
    return words[-1] in GIVEN or (len(words) > 1 and first in SURNAMES)


def _name_at(
    form: Normalised, at: int, role: bool, own: bool = False
) -> tuple[int, int] | None:
    """Return the span of the name that begins at *at*, if it is one.

    *own*: a label says that it is a person's, so it may be that of a street.
    """
    chain = CHAIN.match(form.text, at)
    if not chain:
        return None
    end = _trim(form, at, chain.end())
    words = form.folded[at:end].split()
    following = re.match(r"[ ]?([a-z]*)", form.folded[end : end + 12])
    pair = " ".join([*words, following[1] if following else ""][:2])
    alone = (
        len(words) < 2 and words and words[0] in ALONE and (role or len(words[0]) < 5)
    )
    common = len(words) == 1 and form.text[at:end].lower() in GIVEN
    if not words or pair in BODIES or (alone and not common):
        return None
    return (at, end) if own or " ".join(words) not in PLACES else None


def is_full_name(form: Normalised, start: int, end: int) -> bool:
    """Return whether the text between is two to five words that may be a name."""
    chain = CHAIN.fullmatch(form.text, start, end)
    words = form.folded[start:end].split()
    return bool(
        chain
        and len(words) > 1
        and " ".join(words[:2]) not in BODIES
        and " ".join(words) not in PLACES
        and _trim(form, start, end) == end
        and not _after_place(form, start)
    )


def _trim(form: Normalised, start: int, end: int) -> int:
    """Stop a name before an abbreviation (UBND) or the name of a body."""
    at, previous = start, start
    for word in form.text[start:end].split(" "):
        stop = at + len(word)
        shouted = (
            len(word) > 1
            and word.isupper()
            and not SYLLABLE.fullmatch(form.folded, at, stop)
        )
        pair = " ".join(form.folded[at : stop + 10].split()[:2])
        if shouted or (at > start and pair in BODIES):
            return max(start, previous)
        previous, at = stop, stop + 1
    return end


def _introduced(form: Normalised) -> Iterator[tuple[int, int]]:
    for intro in NAMED.finditer(form.folded):
        strong = ":" in intro[0] or intro[0].startswith(("ho ", "chu t", "ctk"))
        span = _name_at(form, intro.end(), role=not strong, own=strong)
        own = TOLD.match(intro[0]) and CHAIN.match(form.text, intro.end())
        if not span and own and not own[0].isupper():
            span = own.span()
        if intro[0].startswith(ENGLISH):
            loose = intro[0].startswith(("i am", "this is"))
            span = _foreign(form, intro.end()) or (None if loose else span)
        if span:
            yield span
        elif form.folded[intro.end() : intro.end() + 12].split(" ", 1)[0] in STRONG:
            low = LOW_NAME.match(form.folded[intro.end() : intro.end() + 40])
            if low and form.text[intro.end()].islower():
                yield intro.end(), intro.end() + low.end()


def _foreign(form: Normalised, at: int) -> tuple[int, int] | None:
    """Return a name of two to five words of any tongue at *at*."""
    chain = CHAIN.match(form.text, at)
    return chain.span() if chain and " " in chain[0] else None


def _by_surname(form: Normalised) -> Iterator[tuple[int, int]]:
    passed = -9
    for chain in CHAIN.finditer(form.text):
        at = chain.start()
        for start, end in _within(form, at, chain.end()):
            listed = start - passed < 6 and passed > 0
            if listed or _is_place(form, start, end):
                passed = end
            else:
                yield start, end


def _within(form: Normalised, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the part of a run of capitalised words that begins with a surname."""
    words = [
        (w.start() + start, w.end() + start)
        for w in re.finditer(r"\S+", form.text[start:end])
    ]
    shouting = form.text[start:end].isupper()
    for index, (at, stop) in enumerate(words):
        plain = [form.folded[a:b] for a, b in words[index : index + 4]]
        if plain[0] not in SURNAMES or len(plain) < 2:
            continue
        middle = plain[1] in MIDDLE and (
            plain[1] in ("van", "thi", "a") or not shouting
        )
        strong = plain[0] in STRONG
        if (len(plain) > 2 and (middle or (strong and index == 0))) or (
            strong and index == 0 and not shouting and plain[1] not in ("dan", "nhan")
        ):
            last = _trim(form, at, words[min(index + 4, len(words)) - 1][1])
            if last > stop and " ".join(plain[:2]) not in BODIES:
                yield at, last
                return


def _is_place(form: Normalised, start: int, end: int) -> bool:
    words = form.folded[start:end].split()
    known = any(" ".join(words[:n]) in PLACES for n in (1, 2, 3, 4))
    return known or _after_place(form, start)


def _after_place(form: Normalised, start: int) -> bool:
    """Return whether a word of place stands before, and is not another word (cho)."""
    at = max(0, start - 40)
    found = PLACE_WORD.search(form.folded[at:start])
    if not found:
        return False
    word = found[0].split(" ", 1)[0]
    typed = form.text[at + found.start() :][: len(word)].lower()
    return typed == PLACE_TYPED.get(word, typed) or form.text.isascii()
