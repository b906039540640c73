"""Damm check digit over decimal strings.

Catches every single wrong digit and every swap of two neighbours. Source: H. Michael
Damm, Total anti-symmetrische Quasigruppen, Marburg 2004; the table is the order-10
quasigroup in general use, whose diagonal is zero, so that a valid string ends at 0.
"""

_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


class NotDigits(ValueError):
    """The string has a character other than 0-9."""


def _interim(digits: str) -> str:
    if not (digits.isascii() and digits.isdigit()):
        raise NotDigits("a Damm digit needs a string of the digits 0-9")
    interim = 0
    for digit in digits:
        interim = int(_TABLE[interim][int(digit)])
    return str(interim)


def check_digit(digits: str) -> str:
    """Return the digit that, put behind `digits`, makes the string valid.

    Raises NotDigits when `digits` is empty or has anything but 0-9.
    """
    return _interim(digits)


def valid(digits: str) -> bool:
    """Return whether the last of `digits` is the check digit of the others.

    Never raises: an empty string, one digit or anything but 0-9 is not valid.
    """
    try:
        return len(digits) > 1 and _interim(digits) == "0"
    except NotDigits:
        return False
