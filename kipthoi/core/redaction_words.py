"""Hold the words that tell a name from a place or body, a birth from a bill.

The provinces are those before 1 July 2025: people go on using them.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(one.strip() for one in text.split("|"))


SURNAMES = _words("""
    chiem chung chuong cung cuu dam dau dung han hua kha kham khieu khuu lenh lieng
    luan mach mong ngac ngan nhan nhu ong phi te tham tien tiet ton trang uong viem
    alang arat au ayun ba bach ban banh be bhling blo bnuoch bui bya ca cam
    cao chang chau chu coor cu dang danh dao deo diep dieu dinh do doan duong eban
    giang ha hang hau hmok ho hoang hoi huynh kbuor khong khuc kieu kim knul kpa
    ksor la lai lam lau le lo lu luc luong luu ly ma mac mai mlo mua nay nghiem ngo
    nguyen nie ninh nong pham phan phin phung poloong quach quang rcom riah rmah ro
    rocham sam seo sin siu son sung ta tan tang thach thai than thao thieu tho thung
    tieu to
    tong tran trieu trinh truong tu ung va vang vi viet vo vu vuong zoram
""")
"""Surnames of Kinh and other peoples, folded."""
STRONG = _words("""
    bui dang dinh do doan duong giang hoang huynh kpa ksor le luong ngo nguyen
    pham phan phung quach rcom rmah siu sung tran trieu trinh truong vo vu vuong
""")
"""Surnames that are hardly a word of their own, folded."""
MIDDLE = _words("""
    a dinh duc huu lao minh ngoc quang sa seo so soc thanh thi thu van xuan y
""")
"""Middle names that make a surname sure, folded."""
TYPED_MIDDLE = _words("""
    duc huu hữu thi thị van văn đình đức
""")
"""Middle names of a name typed in small letters, as typed."""
GIVEN = _words("""
    ba bình bảy bốn chín cường diễm diệu dung duy dũng giang hai hiếu hiền hoa hoàng
    huy huyền hà hòa hùng hương hạnh hải hậu hằng hồng khang khánh khôi kiên lan
    linh liên liễu loan lý lộc mai mỹ nam nga nguyệt ngân ngọc nhung nhàn năm oanh
    phúc phương phượng quang quyên quyết quân quỳnh sáu sơn sương thanh thu thuận
    thành thái thùy thúy thơm thương thảo thắm thắng thịnh thọ thủy tiến toàn trang
    trinh trung trí tuyết tuấn tâm tình tùng tú tư uyên vinh việt vân vũ xuân yến út
    điệp đạt định đức ánh bích bảo bắc cúc cẩm diệp dương dậu gấm hiên hiệp hoài hoàn
    huân huế huệ hưng hường hảo học hợp khoa khuê kim ky liêm luyến luân lành lâm lụa
    lựu mùi mạnh mận mến mừng na ngát nghĩa nghị nguyên ngà nhi nhiên nhâm như nhạn
    nhật nhân ninh nết phong phú phước quế quý quốc quỳ sang sen sinh song sáng sâm tài
    tám tèo thi thiện thoa thu thuấn thuần thơ thư thường thế thụy tiên tiến toán toản
    trà trâm trúc trường trọng tuyên tuyến tuệ tí tạo tấn vui văn vĩnh vượng vỹ xoan yên
    ái đan đào đô đông đại đồng độ đoan đăng
""")
"""Given names, as typed in small letters."""
PLAIN_GIVEN = _words("""
    cường diễm dũng huy huyền hùng hạnh hằng khánh khôi linh loan nguyệt ngân nhung
    oanh phượng quyên quỳnh thùy thúy thảo thắm trinh tuyết tuấn tùng uyên điệp
""")
"""Given names that are no other word even in small letters."""
BODIES = _phrases("""
    an toan|ba den|ba na|ba ria|ba trung|bac ai|bac ho|ban bao|
    ban chap|ban chi|ban cong|ban dan|ban giam|ban ky|ban lanh|ban nhan|ban nu|
    ban quan|ban thanh|ban thuong|ban tiep|ban to|ban tuyen|bao hiem|bao ve|
    benh vien|bi thu|bo lao|bo noi|bo truong|bo y|cac anh|cha me|chi bo|chi cuc|
    chi doan|chi hoi|chi nhanh|chinh phu|chu nhiem|chu tich|chuyen truong|
    chuyen vien|co to|cong an|cong chuc|cong doan|cong nhan|cong trinh|cong ty|
    cuu chien|dai dien|dai hoi|dan quan|dan toc|dang bo|dang uy|dang vien|dia chinh|
    doan chu|doan phuong|doan thanh|doan vien|doan xa|doanh nghiep|dong chi|giam doc|
    giao vien|hanh chinh|hieu truong|ho chi|hoi cuu|hoi dong|hoi lien|hoi nguoi|
    hoi nong|hoi phu|hung lao|hung liet|hung luc|hop tac|huyen uy|ke toan|khu cong|
    khu pho|kiem tra|kinh doanh|
    kinh gui|ky thuat|lao dong|lien doan|lien hiep|mat tran|me viet|ngan hang|
    nghiep doan|nguoi lao|nha may|nha nuoc|nha truong|nha van|nhan su|noi vu|
    nong dan|ong cong|ong ba|ong tao|phan xuong|pho ban|pho bi|pho chu|pho giam|
    pho phong|phong lao|phu nu|
    phuc loi|quan doc|quan ly|quoc hoi|quy khach|quy ong|san xuat|so lao|so noi|
    so tay|so y|tai chinh|tap doan|thanh nien|thanh pho|thanh tra|thanh vien|
    the thao|thi dua|thi uy|thu ky|thu tuong|thuong truc|thuong vu|tiep cong|tinh uy|
    to chuc|to cong|to dan|to may|to san|to truong|toa an|tong cong|tong cuc|
    tong giam|tong lien|tran trong|trung tam|trung uong|truong ban|truong ca|
    truong mam|truong phong|truong thcs|truong thon|truong thpt|truong tieu|
    tuyen giao|uy ban|uy vien|van phong|vien kiem|viet nam|xi nghiep|y te
""")
"""First two syllables of offices, bodies and ranks after a title, folded."""
ALONE = _words("""
    anh ap ba ban bi biet bo buon ca cac cam can chao chi cho chu chuyen co cong
    covid cty cum da dang de do doan dung duoc em hay hcm hen hien hn hoi huyen khi
    khoa khu kinh la lam lang len muon nay nen neu ngay nha nhu nhung noi oa oi ong
    phong phuong quy rat se so tai tet thay theo thi thon tinh to toi tp truong tu
    va vi vien vneid xa xin xuong
""")
"""Words that follow a title and are no name by themselves, folded."""
PLACES = _phrases("""
    an giang|bac giang|bac kan|bac lieu|bac ninh|ben tre|binh dinh|binh duong|
    binh phuoc|binh thuan|ca mau|can tho|cao bang|cao lanh|chau doc|da nang|dak lak|
    dak nong|dien bien|dien bien phu|doan thanh nien|dong nai|dong thap|duong son|
    gia lai|ha giang|ha long|ha nam|ha noi|ha tinh|hai ba trung|hai duong|hai phong|
    hau giang|ho chi minh|hoa binh|hue|hung yen|khanh hoa|kien giang|kim son|kon tum|
    lai chau|lam dong|lang son|lao cai|le duan|le hong phong|le loi|le van luong|
    long an|luong son|ly thai to|ly thuong kiet|mai chau|nam dinh|nghe an|ngo quyen|
    nguyen duc canh|nguyen hue|nguyen thi minh khai|nguyen trai|nguyen van cu|
    nguyen van linh|ninh binh|ninh thuan|pham van dong|phan dinh phung|phu tho|
    phu yen|quang binh|quang nam|quang ngai|quang ninh|quang tri|quang trung|sai gon|
    soc trang|son la|son tay|tay ninh|thai binh|thai nguyen|thanh hoa|thua thien|
    tien giang|ton duc thang|tra vinh|tran hung dao|tran phu|tuyen quang|viet nam|
    vinh long|vinh phuc|vo nguyen giap|vo van kiet|yen bai
""")
"""Provinces, towns, and persons whose names are streets, folded."""
PLACE_TYPED = {
    "ban": "bản",
    "bien": "biển",
    "cang": "cảng",
    "cau": "cầu",
    "cho": "chợ",
    "dao": "đảo",
    "den": "đền",
    "ga": "ga",
    "giai": "giải",
    "ho": "hồ",
    "lang": "làng",
    "nui": "núi",
    "quan": "quận",
}
"""Words of place that are another word with other marks (cho, đến), as typed."""
UNITS = _words("""
    CM EM HA KG KM KV KW ML MM a c cc cm con d em g h ha k kg km kv kw l m mg ml mm
    t tr ty v w
""")
"""Units and nouns that stand where the letters of a plate would."""
NOT_BORN = _words("""
    an cuu dan doi du duong giang giao hi ho hoa hoc hy khuan ki ky lam mon muu nam
    nhan nu phat phuc quan san sing song tai tap thi thu tien truong tuyen van ve vi
""")
"""Syllables that make another word with "sinh" (học sinh, phát sinh), folded."""
NOT_HAMLET = _words("""
    an bao cam can cao chat chinh cong dang dich du ghi gia giao hien hop ke ket khai
    kiem kien ly mem mo ngu nhap noi quy quyen sac sao thanh thao the thoa thong tin to
    tom tong truong tuong van ve viet y
""")
"""Words after "bản", "làng", "tổ" that make another thing of it, folded."""
LOW_LAST = _words("""
    diem hang hanh hien hong hue huong lan lieu linh loan nga ngoc nhung oanh phuong
    quynh thao thuy tram trang tuyet vy yen
""")
"""Last syllables of a woman's name that are hardly a word of their own, folded."""
