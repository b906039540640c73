"""The words around a mark of secrecy: letterhead, label, what makes another word.

Source: Decree 30/2020/NĐ-CP for the letterhead, Law 117/2025/QH15 for the degrees.
"""

import re

LABEL = (
    r"(?:dauchi|kyhieu|dau|phanloai)?(?:(?:muc|cap)?do|muc)(?:bi)?mat(?:nhanuoc)?"
    r"(?:cua)?(?:vanban|tailieu|congvan|hoso)?"
)
_URGENT = (
    r"(?:hoatoc(?:hengio)?|thuongkhan|toikhan|khan|secret|topsecret|confidential"
    r"|chiday|duthao(?:lan(?:thu)?\d{1,2})?)"
)
# A water mark says it several times over.
_DEGREE = r"(?P<degree>tu[yv]etm[a4]t|t[o0][il1]m[a4]t|m[a4]t)(?P=degree){0,99}"
LONE = re.compile(
    rf"(?:trang\d{{1,3}})?{_URGENT}*(?P<label>{LABEL})?{_URGENT}*{_DEGREE}{_URGENT}*"
    r"(?:trang|ban(?:so)?|so(?:ban)?)?\d{0,6}"
)
LABEL_ONLY = re.compile(LABEL)
LABEL_LEFT = re.compile(
    r"(?<![a-z])(?:dau chi |ky hieu |dau )?(?:(?:(?:muc |cap )?do|muc) (?:bi |bao )?mat"
    r"(?: (?:nha nuoc|cua|van ban|tai lieu|cong van|ho so)){0,2}"
    r"|bi mat nha nuoc (?:thuoc )?do)"
    r"\s{0,4}(?:\([^()\n]{0,30}\))?\s{0,4}[:=\-–—]{1,3}[\s\"'“(\[]{0,4}$"
)
SIDE = re.compile(
    r"tailieuthuhoi(?:thoihan.{0,30})?|chinguoicotenmoiduocbocbi|(?:tang|giam)domat"
    r"|(?:ban|trich)?sao(?:y)?(?:tailieu|vanban)?bimatnhanuoc(?:so\d{0,4})?"
    r"|kyhieudomat[abc]|(?:giahan|dieuchinh)(?:thoihanbaove)?bimatnhanuoc"
    r"|giaimat|(?:khong)?duoc(?:phep)?saochup(?:tailieu|vanban)?(?:mat|bimatnhanuoc)?"
    r"(?:nay)?|(?:tailieu|vanban|congvan|hoso|(?:cong)?dien)(?:tuyet|toi)?mat|(?:top)?secret"
)
SIDE_HINT = re.compile(
    r"thu hoi|boc bi|sao,? chup|secret|bi mat nha nuoc|ky hieu do mat"
)
# Marks that a file's name may carry, and the mark of papers before 1975 (`KÍN`).
NAME_SIDE = re.compile(
    r"tai lieu thu hoi(?! dat)|chi nguoi co ten|(?:ban|trich) ?sao .{0,9}bi mat nha nuoc"
)
CLOSED = re.compile(r"^[ \t*\-–|\[(]{0,9}(?:TỐI )?KÍN[ \t*\-–|\])]{0,9}$", re.MULTILINE)
_ORG = (
    r"(?:uybannhandan|ubnd|hoidongnhandan|hdnd|dangcongsan|dangbo|danguy|tinhuy"
    r"|thanhuy|huyenuy|xauy|phuonguy|banchaphanh|banthuongvu|banchihuy|bochihuy"
    r"|botulenh|quankhu|quandoi|sudoan|trungdoan|bo(?:congan|quocphong|noivu"
    r"|ngoaigiao|taichinh|congthuong|yte)|congan|bantochuc|banchidao|bandanvan"
    r"|bannoichinh|bantuyengiao|vanphong|so(?:noivu|taichinh|ngoaivu|yte)|thanhtra"
    r"|toaannhandan|vienkiemsat|tongcuc|cuc|chicuc|tongliendoan|liendoan|congdoan"
    r"|mattran|uyban|chinhphu|thutuong|quochoi|bodoibienphong|donbienphong)"
)
ORG_LEFT = re.compile(_ORG)
ORG_LINE = re.compile(rf"{_ORG}|xa|phuong|tinh|huyen|thanhpho|dackhu")
_HEAD = (
    r"(?:conghoaxahoichunghia|doclaptudohanhphuc|dangcongsanvietnam|so\d|banso\d"
    r"|kinhgui|uybannhandan|ubnd)"
)
NUMBER = re.compile(r"(?<![a-z])so {0,3}: {0,3}\d")
PAPER = (
    r"(?:kehoach|baocao|congvan|quyetdinh|totrinh|chithi|thongbao|nghiquyet|phuongan"
    r"|bienban|congdien|tomtat|danhsach|trichyeu|noidung|thongtri|chuongtrinh|dean"
    r"|phieutrinh|huongdan|hoso|tailieu|vanban)"
)
SURE_RIGHT = re.compile(rf"{_HEAD}|[a-z]{{2,20}}ngay\d+thang")
RIGHT = re.compile(rf"{_ORG}|{PAPER}|vv")
SURE_LEFT = re.compile(
    r"so\d+[a-z\d]{0,16}$|chunghiavietnam$|tudohanhphuc$|thang\d{1,2}nam\d{4}$"
)
LEFT = re.compile(rf"{_ORG}|{PAPER}")
STRONG_HEAD = re.compile(
    r"conghoaxahoichunghia|doclaptudohanhphuc|dangcongsanvietnam|^(?:ban)?so\d"
    r"|^kinhgui|ngay\d{1,2}thang\d{1,2}nam\d{4}$"
)


def listing(line: str) -> frozenset[str]:
    """Return the words of *line*."""
    return frozenset(line.split())


# Words that make one word with mật (`bảo mật`, `mật ong`), and words behind which the
# mark is only spoken of (`đóng dấu Tuyệt mật`).
JOINED_LEFT = listing(
    "bảo baûo bí bý cơ túi đường ống dịch sỏi rỉ giải lộ họp gấu thân"
)
SPOKEN_LEFT = listing(
    "không là liệu sơ bản tin dấu độ chữ ghi mang từ cấp mức loại thuộc như của có và"
    " hoặc hay các những về nhãn văn thị lấy nuôi giả mác chiến dịch"
)
_JOINED_RIGHT = listing(
    "khẩu ong độ mã vụ thám thư lệnh thiết nghị tông mía rắn gấu hoa ngọt phục báo"
    " giáo danh đàm"
)
_A_PAPER = (
    r"(?:ke hoach|bao cao|cong van|van ban|tai lieu|phuong an|ho so|quyet dinh|dien"
    r"|cong dien|thong bao|danh sach|bien ban|to trinh)"
)
# A paper that says it of itself: `Kế hoạch này thuộc độ Mật`.
SAID_WORD = re.compile(
    rf"(?:{_A_PAPER} nay(?: duoc)?|day la(?: mot)? {_A_PAPER}(?: duoc)?)"
    r"(?: (?:thuoc|la|dong dau|xac dinh|xep|bao quan|co|mang))?(?: la| o| thuoc| theo)?"
    r"(?: tai lieu)?(?: loai| muc| cap| che)?(?: do)?(?: mat)? ?[\"“(]?$"
    r"|thuoc danh muc bi mat nha nuoc,?(?: o)?(?: muc)?(?: do)?(?: mat)? ?$"
)
FIELD = re.compile(
    r"(?:loai|xep loai|bao quan|che do|tinh chat|hinh thuc|dang|muc|muc do|cap|cap do|do|"
    r"dm|level|classification|security) ?: ?$"
)
# What stands before a degree at the head of a line that only says the degree, and
# what may stand behind it: `(Đóng dấu: TUYỆT MẬT)`, `Tài liệu mật, thu hồi sau họp`.
SAYS_STAMP = re.compile(
    rf"\W*(?:{_A_PAPER} )?(?:(?:da |duoc )?dong )?dau(?: do| chi)?[ :\"“(]{{1,4}}$"
)
AFTER_STAMP = re.compile(r"[\"”).\s]*(?:dong (?:tai|o)\b|$)")
OWN_PAPER = re.compile(rf"[\W\d]*{_A_PAPER}(?: loai| do)? $")
ENDS_PAPER = re.compile(rf"(?<![a-z]){_A_PAPER} $")
AFTER_PAPER = re.compile(r"\s*(?:[,;:.(\[/\-–—]|$|so ?:? ?\d)")
SAYS_DEGREE = re.compile(r"(?:^|[.;:,(\-–—])\s*(?:thuoc )?(?:muc |cap )?do $")
AFTER_DEGREE = re.compile(r"\s*(?:[.,;)]|$)")
ENVELOPE = re.compile(r"[ :\"“]{1,3}[ABC](?!\w)")  # the letters of Circular 24/2020
# What a paper's first or last line adds: `Mật. Chỉ phổ biến trong cấp ủy`.
RESTRICTS = re.compile(
    r"\s?[.,;:/(\-–—]{1,3}\s{0,2}(?:chi (?:pho|luu|danh|nguoi|su|gui)|cam |thu hoi|"
    r"(?:khong|cam)(?: duoc)?(?: phep)? (?:pho bien|phat tan|sao|luu|mang|chuyen|tiet))"
)
SENT = re.compile(r" gui ?(?::|dong chi |ong |ba )")
KEPT = re.compile(
    r"(?:quan ly|bao quan|luu hanh|luu giu|xu ly|su dung) (?:theo|o) (?:che do|muc|do)"
    r"(?: tai lieu| van ban)? [\"“(]?$"
)
NUMBERED = re.compile(r" so ?:? ?\d")
SUBJECT = re.compile(r"(?:subject|chude|tieude|trichyeu|re|fwd?|tr|vv)+")
IN_BRACKET = re.compile(
    r"[(\[{<][^()\[\]{}<>]{0,14}\b(?:ban|tai lieu|van ban|loai|do|muc|dau)[ :\"“]{1,3}$"
)
COPY = re.compile(r"tailieu|congvan|bansao|dien|congdien")
MAY_LABEL = re.compile(r"[:=\-–—\])☒☑✓✔■☐□]")
NEGATIVE = re.compile(r"(?:khong|thuong|binhthuong)")
# Bounded by words: the number `12/TB-CAP` before `Độc lập` is no "cấp độ".
TEACHES = re.compile(
    r"(?<![a-z])(?:do\W{0,2}mat|cap\W{0,2}do|muc\W{0,2}do|dong\W{0,2}dau|bao\W{0,2}ve"
    r"|bi\W{0,2}mat|quy\W{0,2}dinh|phan\W{0,2}biet|nghia\W{0,2}la|theo\W{0,2}luat"
    r"|vi\W{0,2}du|tap\W{0,2}huan|cau\W{0,2}hoi|bmnn)(?![a-z])"
)

CELL = re.compile(r"[\t|│┃║¦]+| {2,}")
BULLET = re.compile(
    r"\s{0,20}(?:[a-zđA-Đ]\)|[A-Da-d]\.|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}|[ivxIVX]{1,4}[.)]|[-+•–—*·▪●○➢])\s{1,4}"
)
CLOSING = re.compile(r"[-+•–—*·▪●]\s{0,20}$")
TICK = re.compile(r"(?:[☒☑✓✔■🗹]|\[ ?[xXvV] ?\]|\( ?[xX] ?\))\s{0,4}$")
BOX = re.compile(r"(?:[☐□▢❏]|\[ {0,3}\]|\( {0,3}\))\s{0,4}$")
OPENING, CLOSING_SIGNS = "([{<«【〔", ")]}>»】〕"
QUOTES = "\"'“”‘’‹›"
DELIMITERS = "-–—/,;:.*_=~"
LONGEST_CELL = 160
WINDOW = 120
NEAR = 4  # lines within which degrees count as one list


_TAIL = re.compile(r"([^\W\d_]+)[^\w]*$")
FIRST = re.compile(r"(?:-|\s*)([^\W\d_]+)(?:\s+([^\W\d_]+))?")


def last_word_of(text: str) -> str:
    """Return the last word in small letters, "" if there is none."""
    found = _TAIL.search(text[-40:])
    return found[1].lower() if found else ""


def joins_right(text: str) -> bool:
    """Return whether what follows makes one word with mật (`mật ong`)."""
    found = FIRST.match(text[:40].lower())
    if found is None or (found[1], found[2]) == ("báo", "cáo"):
        return False
    return found[1] in _JOINED_RIGHT
