"""The forms in which names of persons stand: titles, introductions, initials, surnames.

Patterns on the text as it was typed, or on its folded letters (those all in a-z).
"""

import re

UP = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸŎĔĬŬČÑ"
CAP = rf"(?:[HKY]' ?)?[{UP}][\w']{{0,11}}(?![\w'])"
CHAIN = re.compile(rf"{CAP}(?:[ ]{CAP}){{0,4}}")

KIN = (
    r"[Ôô]ng|ÔNG|[Bb]à|BÀ|[Aa]nh|ANH|[Cc]hị|CHỊ|[Cc]ô|CÔ|[Cc]hú|[Bb]ác|[Ee]m|[Cc]háu|"
    r"CHÁU|[Cc]ụ|[Tt]hầy|[Dd]ì|[Dd]ượng|[Mm]ợ|[Tt]hím|[Cc]ậu|[Bb]é|[Bb]ạn|[Ss]ếp|"
    r"[Cc]on trai|[Ee]m (?:gái|trai)|[Cc]hị gái|[Aa]nh trai|[Bb]ố|[Mm]ẹ|[Cc]on gái|"
    r"[Cc]háu (?:nội|ngoại)|"
    r"[Vv]ợ|[Cc]hồng|[Mm]e?r|[Mm]r?s|[Mm]rs|[Bb]s|BS|[Đđ]/c|"
    r"[Đđ]/C|[Đđ]c|[Đđ]ồng chí|ĐỒNG CHÍ|[Cc]hi|[Oo]ng|[Cc]o|[Tt]hay|[Dd]ong chi|"
    r"[Gg]iáo viên|[Bb]ác sĩ|[Bb]ác sỹ|[Yy] sĩ|[Yy] tá|[Đđ]iều dưỡng|[Dd]ược sĩ|"
    r"[Cc]ô giáo|[Tt]hầy giáo|[Ll]uật sư|[Kk]ỹ sư|[Cc]ông nhân|[Nn]hân viên|[Hh]ọc "
    r"sinh|"
    r"[Bb]ảo vệ|[Cc]án bộ|[Đđ]oàn viên|[Ll]ái xe|[Tt]ài xế|[Pp]hóng viên|[Hh]ộ|"
    r"[Tt]hiếu tá|[Tt]rung tá|[Đđ]ại úy|[Tt]hượng úy|[Tt]rung úy|[Cc]ông an viên|"
    r"[Cc]ứu trợ viên|[Cc]hủ hộ|[Bb]ệnh nhân|[Nn]ghệ nhân|[Gg]ià làng|[Nn]ữ công nhân|"
    r"[Tt]hằng|[Bb]ạn trai|[Bb]ạn gái|[Nn]ạn nhân|[Nn]ghi phạm|[Tt]hai phụ|[Ss]ản phụ|"
    r"[Cc]hủ tiệm|[Cc]hủ quán|[Cc]hủ xưởng|[Tt]ạp vụ|[Pp]hụ huynh|[Aa]nh rể|[Cc]hị dâu|"
    r"[Cc]on dâu|[Cc]on rể|[Mm]á|[Cc]ha|[Mm]adam|[Mm]adame|[Ss]ir"
)
ROLE = (
    r"[Tt]ổ trưởng|[Tt]ổ phó|[Gg]iám đốc|GIÁM ĐỐC|[Cc]hủ tịch|[Qq]uản đốc|"
    r"[Tt]rưởng (?:phòng|ban|thôn|ấp|xóm|bản|khoa|ca|chuyền|khu phố|nhóm|đoàn|buôn)|"
    r"[Pp]hó (?:phòng|ban|thôn|quản đốc|bí thư)|[Hh]iệu trưởng|[Hh]iệu phó|[Bb]í thư|"
    r"[Cc]huyền trưởng|[Ch]huyền phó|[Cc]a trưởng|[Kk]ế toán|[Ch]huyên gia|[Tt]hủ quỹ|"
    r"[Tt]hư ký|[Cc]huyên viên|[Cc]huyên gia|[Nn]hóm trưởng|[Đđ]ốc công|[Cc]hủ trọ|"
    r"[Cc]hủ nhà|[Pp]hó chủ nhiệm|[Cc]hủ nhiệm|[Đđ]ội trưởng|[Xx]ưởng trưởng|[Gg]Đ|"
    r"[Gg]ặp|GẶP|"
    r"to truong|giam doc|chu tich|quan doc|truong phong"
)
TITLED = re.compile(
    rf"(?<![\w/'])(?:(?P<kin>{KIN}|{KIN.upper()})|"
    rf"(?P<role>{ROLE}))(?:[ ]?\((?:bà|cô|chị)\))?"
    rf"(?:[ ]tên(?:[ ]là)?|[ ]là)?[:.]?[ ]{{1,3}}(?={CAP})"
)
TITLE_LEFT = re.compile(rf"(?<![\w/'])(?:{KIN})[:.]?[ ]$")
NAMED = re.compile(
    r"(?<![a-z])(?:ho (?:va |, )?(?:chu dem va )?ten(?: khai sinh| nguoi (?:gui|de "
    r"nghi|"
    r"phan anh))?|ten (?:toi |em |minh |chau |chong |vo |con )?(?:toi |em )?(?:la|"
    r"that)|"
    r"(?:toi|em|minh|chau|con|tui|e|m|mk|minh day) (?:ten la|ten|la)|ten|"
    r"(?:tu )?xung(?: ten)?(?: la)?|chu ky|my (?:full )?name is|my name|i am|i'm|"
    r"this is|"
    r"(?:account|full|bank) name(?: is)?|name|on behalf of|regards|sincerely|"
    r"nguoi (?:gui|viet don|lam don|"
    r"de nghi|phan anh|ky|khai|nhan|thu huong)|ky ten|ho ten|chu tai khoan|ctk|chu tk|"
    r"dai dien(?: boi)?|(?:facebook|fb|zalo)(?: ten| la)?|nguoi dai dien|con la|"
    r"nguoi lien he|nguoi than|chu ho)"
    r"(?: ?\([^)\n]{1,15}\))?[ ]?[:.]{0,2}\s{1,2}(?:ong |ba |anh |chi )?"
)
PLACE_WORD = re.compile(
    r"(?<![a-z])(?:duong|pho|ngo|hem|phuong|xa|thi tran|quan|huyen|tinh|thanh pho|"
    r"tp\.?|truong|"
    r"thpt|thcs|tieu hoc|mam non|dai hoc|benh vien|cong ty|cty|tnhh|dntn|co phan|"
    r"doanh nghiep|"
    r"nha may|xi nghiep|htx|hop tac xa|cua hang|khach san|cho|cau|chua|den|giai thuong|"
    r"giai|cong vien|quang truong|san van dong|song|nui|thon|ban|buon|lang|ap|xom|kcn|"
    r"khu cong nghiep|cum cong nghiep|tuong dai|nha tho|toa nha|chung cu|ben xe|ga|"
    r"cang|"
    r"quoc lo|tinh lo|khu do thi|doanh trai|tap doan|dt|tu tuong|bao tang|thu vien|"
    r"trung tam|phan hieu|nga tu|nga ba|nga nam|vong xoay|ho|bien|dao|deo|khu pho|khoa)"
    r"[ ](?:[a-z]{1,8}[ ]){0,3}$"
)
ENGLISH = (
    "my ",
    "this is",
    "i am",
    "i'm",
    "name",
    "account n",
    "full n",
    "bank n",
    "regards",
)
TOLD = re.compile(r"(?:\w+ )?(?:ten la|ten|xung|i'm ten)(?: ten)?(?: la)? *$|chu ky")
INITIALS = re.compile(rf"(?<![\w.])(?:[{UP}]h?\.){{1,3}}[{UP}](?:\.|(?!\w))(?!\w)")
CUT = re.compile(
    rf"(?<![\w.]){CAP}(?: {CAP}){{0,2}} [{UP}](?:\.[{UP}]){{0,2}}\.?(?!\w)"
)
SHORT_TITLE = re.compile(rf"(?<![\w./)])[aceôAC][ ](?P<it>{CAP})(?! \d)")
LIST = re.compile(
    r"(?:, | và | với | cùng |, và | - |/)(?:(?:anh|chị|ông|bà|em|cô|chú) )?"
)
ETHNIC = re.compile(
    rf"(?<![\w'])(?:Y [{UP}][\w']{{2,11}}|[HK] ?' ?[{UP}a-z][\w']{{1,11}}|"
    rf"[{UP}][\w]{{1,9}} A [{UP}][\w]{{1,9}}|A [{UP}][a-zà-ỹ]{{2,9}}(?= (?:người|"
    rf"dân tộc))|"
    rf"(?:Ksor|Siu|Rmah|Kpă|Rcom|Rơ|Rah|Nay|Ka|Alăng|Zơ|Pơloong|Bnướch|Arất|Hồ A)"
    rf" [{UP}H][\w']{{0,11}}|(?:Park(?! (?:Hill|City|View))|Choi|Jung|Chen|Wang|Zhang|"
    rf"Huang|Tanaka|Suzuki|Sato|Yamada|Nakamura|Watanabe) {CAP})(?: {CAP}){{0,2}}"
)
LOW = re.compile(
    r"(?<![a-z'])(?:nguyen|tran|le|pham|huynh|phan|vu|vo|dang|bui|do|ngo|duong|"
    r"hoang|ly|"
    r"dinh|doan|truong|lam|trinh|dao|luong|cao|ho|mai|ha|luu|ta|phung|quach|thai|lo|"
    r"giang|"
    r"sung|vang|quang|ca|tong|ma|nong|trieu|chu)[ ](?:van|thi|dinh|huu|duc)[ ]"
    r"[a-z]{1,7}(?:[ ](?P<more>[a-z]{2,7}))?(?![a-z])"
)
LOW_NAME = re.compile(r"[a-z]+(?: [a-z]+){0,2}(?![a-z])")
LOW_GIVEN = re.compile(
    r"(?<!\w)(?:anh|chị|ông|bà|cô|chú|sếp|thầy|tổ trưởng|quản đốc|bác sĩ|đồng chí|"
    r"bạn)[ ]"
    r"(?P<it>[a-zà-ỹđ]{2,7})(?!\w)(?! (?:lao|liệt|dân|lực|ca|bàn|hùng))"
)
BIRTH = re.compile(
    r" ?(?:\(|, |- )(?:sn |sinh )?((?:19[3-9]|20[0-2])\d)(?= ?(?:[),;.\n]|-\D|$))"
)
SYLLABLE = re.compile(
    r"[hky]'.*|(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvxzjwf])?h?"
    r"[aeiouy]{1,3}(?:ng|nh|ch|[cmnptklr])?"
)
