"""What is no answer: an empty field, or words that say nothing.

People's first complaint about official channels is "answers general, without photo or
document" (docs/reference lists the phrases). A field that consists of such phrases only
is refused; the same words beside a fact are not.
"""

from collections.abc import Iterable, Mapping

from kipthoi.cases.rules import EmptyPhrase
from kipthoi.core.vietnamese import fold

PHRASES = (
    "cảm ơn quý ông bà đã phản ánh",
    "cảm ơn anh chị đã phản ánh",
    "cảm ơn ý kiến của anh chị",
    "đã tiếp nhận",
    "đã tiếp nhận phản ánh",
    "chúng tôi đã tiếp nhận",
    "đã ghi nhận",
    "ghi nhận ý kiến",
    "xin ghi nhận",
    "đang xử lý",
    "đang xem xét",
    "đang được xem xét",
    "sẽ xem xét",
    "sẽ xem xét giải quyết",
    "sẽ xử lý trong thời gian tới",
    "sẽ sớm giải quyết",
    "sẽ sớm có biện pháp",
    "đã chuyển bộ phận chức năng",
    "đã chuyển cơ quan chức năng",
    "đã chuyển đơn vị liên quan",
    "đã chỉ đạo",
    "đã chỉ đạo các bộ phận liên quan",
    "giải quyết theo quy định",
    "thực hiện theo quy định",
    "theo quy định của pháp luật",
    "xử lý theo quy định của pháp luật",
    "mong anh chị thông cảm",
    "mong nhận được sự thông cảm",
    "xin trân trọng cảm ơn",
    "trân trọng",
    "đề nghị anh chị yên tâm",
    "thank you for your feedback",
    "we have noted your concern",
    "under consideration",
    "will be considered",
    "handled according to regulations",
)
_FOLDED = sorted((fold(phrase) for phrase in PHRASES), key=len, reverse=True)


def says_nothing(text: str) -> bool:
    """Tell whether a text is empty or consists wholly of general phrases."""
    left = " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
    for phrase in _FOLDED:
        left = " ".join(left.replace(phrase, " ").split())
    return len(left) < 2


def refuse_empty(fields: Mapping[str, str], names: Iterable[str]) -> None:
    """Raise EmptyPhrase for the first of these fields that says nothing."""
    for name in names:
        if says_nothing(fields.get(name, "")):
            raise EmptyPhrase(name)
