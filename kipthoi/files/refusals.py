"""Why a file is not taken: one exception a reason, each with words for its sender.

`message` is an English message id with `%(…)s` places, `values` fills them, `name` is
the file as its sender knows it. None of it is logged or kept: `str()` gives the
reason's class only, so that a traceback never names a paper that must not be here.
"""

from typing import ClassVar

MB = 1_000_000

# Found by makemessages under this name; this file is read by child processes too, which
# load no Django.
gettext_noop = str


class Refused(Exception):
    """One file was not taken; the words and the other files are not lost."""

    message: ClassVar[str] = gettext_noop(
        "We could not take this file. What you wrote is kept."
    )

    def __init__(self, name: str = "", **values: object) -> None:
        self.name = name
        self.values = values
        super().__init__(type(self).__name__)

    @property
    def id(self) -> str:
        """Return the reason as one word, for tests, style and counting."""
        return type(self).__name__

    @property
    def said(self) -> str:
        """Return the sentence for the sender, in the language of the page."""
        from django.utils.translation import gettext

        return gettext(self.message) % self.values

    def named(self, name: str) -> "Refused":
        """Return the same refusal for the file as its sender calls it."""
        return type(self)(name, **self.values)


class Empty(Refused):
    """The file holds nothing."""

    message = gettext_noop("This file is empty. Please choose it again.")


class WrongType(Refused):
    """Its content is of no kind that we take, whatever its name says."""

    message = gettext_noop(
        "We cannot read this kind of file. Send a photo, PDF, Word or sound."
    )


class OldOffice(WrongType):
    """A Word or Excel file of the time before 2007."""

    message = gettext_noop(
        "This is an old Word or Excel file. Save it as .docx, .xlsx or PDF and choose "
        "it again."
    )


class Film(WrongType):
    """A moving picture: we take photos and sound."""

    message = gettext_noop("We cannot take films. Send photos or a voice message.")


class Macros(WrongType):
    """A document that carries a program."""

    message = gettext_noop(
        "This document carries a program (macro). Save it without macros, or as PDF."
    )


class Nested(WrongType):
    """A document with other files inside, which we could not check."""

    message = gettext_noop(
        "This document has other files inside. Please send each file by itself."
    )


class Encrypted(Refused):
    """Locked with a password: neither we nor the officer could read it."""

    message = gettext_noop(
        "This file is locked with a password. Remove the password and choose it again."
    )


class Unreadable(Refused):
    """Of a known kind, but damaged, or too heavy to open."""

    message = gettext_noop(
        "This file is damaged, so we could not open it. Try to save it again, or send "
        "a photo of it."
    )


class TooBig(Refused):
    """Over the wall for one file. `values`: size and wall in whole MB."""

    message = gettext_noop(
        "The file is %(size)s MB; we can take %(wall)s MB. What you wrote is kept."
    )


class TooMuch(Refused):
    """Over the wall for the files of one matter. `values`: wall in whole MB."""

    message = gettext_noop(
        "All files together may have %(wall)s MB. This one did not fit any more."
    )


class TooMany(Refused):
    """More files than one form takes. `values`: wall, a number."""

    message = gettext_noop("We can take %(wall)s files. This one did not fit any more.")


class TooLong(Refused):
    """A recording over the wall. `values`: wall in minutes."""

    message = gettext_noop(
        "A recording may last %(wall)s minutes. Record it in two parts, please."
    )


class Secret(Refused):
    """Marked as a state secret: neither the file nor its name or hash may be kept.

    Source: Luật Bảo vệ bí mật nhà nước 117/2025/QH15, điều 5.
    """

    message = gettext_noop(
        "This file shows signs of being a state secret (Mật, Tối mật, Tuyệt mật). This "
        "system is connected to a network, so it may not keep it. The file was not "
        "saved. Please follow the Law on the Protection of State Secrets 117/2025/QH15 "
        "and speak to the records clerk of your office. What you wrote is kept."
    )


class Doubtful(Refused):
    """May be marked secret: its sender has to say that it is not."""

    message = gettext_noop(
        "This file has words that also stand on secret papers. The file was not saved. "
        "If it is not a state secret, tick the box and choose it again."
    )


class Crowded(Refused):
    """Too many files are being handled just now; nothing is wrong with this one."""

    message = gettext_noop(
        "Many people are sending files just now. Please choose this file again in a "
        "minute. What you wrote is kept."
    )


def whole_mb(size: int) -> int:
    """Return bytes as whole megabytes, rounded up, as people read them."""
    return -(-size // MB)
