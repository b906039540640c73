"""Marks of secrecy in the forms that offices, scanners and mail give them."""

import time

import pytest

from kipthoi.core import secrecy_reasons
from kipthoi.core.secrecy import judge

# Every paper and name here is invented.
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
HEAD = f"CÔNG AN TỈNH LÂM SƠN\nSố: 27/BC-CAT\n{{}}\n{NATION}"
BODY = "\nBÁO CÁO\nTình hình an ninh khu công nghiệp quý III"


def on_a_paper(mark):
    return HEAD.format(mark) + BODY


def misread(text, written, read):
    return text.encode(written).decode(read, "replace")


REFUSED = [
    # bytes read by the wrong table, entities, mail of the nineties
    *(
        misread(on_a_paper("TỐI MẬT"), "utf-8", table)
        for table in ("latin-1", "cp1252")
    ),
    misread("TUYÊ\u0323T MÂ\u0323T", "cp1258", "latin-1"),
    misread("Tô\u0301i mâ\u0323t", "cp1258", "latin-1"),
    misread("Độ mật: Tuyệt mật", "utf-8", "cp1252"),
    on_a_paper("T&#7888;I M&#7852;T"),
    on_a_paper("TUYE^.T MA^.T"),
    on_a_paper("TO^'I MA^.T"),
    # the frame of the stamp, read as letters
    *map(on_a_paper, ("IMẬTI", "[lTỐI MẬTJ", "EMẬT|", "MẬ'T")),
    *map(on_a_paper, ("TỐI MẬI", "MẬ|", "TUYỆT MÂ1", "“TỐI MẬT”", "‘Mật’")),
    on_a_paper("MẬT V/v bảo vệ kỳ họp"),
    # with urgency, draft, number, subject
    *map(on_a_paper, ("TỐI MẬT (DỰ THẢO LẦN 3)", "DỰ THẢO - MẬT", "MẬT - TỐI KHẨN")),
    f"CÔNG AN TỈNH LÂM SƠN Mật\nSố: 3/BC-CAT\n{NATION}",
    f"ĐIỆN MẬT\nSố: 4/CĐ-CAT\n{NATION}",
    "Subject: [TỐI MẬT] Kết luận họp giao ban",
    "Độ bảo mật: Tối mật | Hạn xử lý: 3/6/2026",
    "Bí mật nhà nước thuộc độ: Mật",
]
ASKED = [
    "BẢN SAO BÍ MẬT NHÀ NƯỚC",
    "TRÍCH SAO BÍ MẬT NHÀ NƯỚC SỐ 04",
    "Gia hạn thời hạn bảo vệ bí mật nhà nước",
    "ĐIỀU CHỈNH BÍ MẬT NHÀ NƯỚC",
    "UBND XÃ AN HÒA\tTÀI LIỆU THU HỒI",
    "Ký hiệu độ mật: C",
    "ĐIỆN MẬT",
    "Công điện mật",
    "TỔNG NHA\nKÍN\nSố 12",
    "TỐI KÍN",
    "Mật. Không phổ biến trên mạng xã hội",
    "Mật: chỉ lưu hành trong cấp ủy",
    "Mật gửi: Đồng chí Bí thư",
    "Trích yếu: gửi tài liệu TỐI MẬT - cấm sao chụp",
    "BẢO QUẢN THEO CHẾ ĐỘ TỐI MẬT",
    "(Tài liệu quản lý theo chế độ Mật)",
    "chuyển giúp công văn TỐI MẬT số 15/CAX",
    "Chế độ bảo quản: Mật. Thời hạn: 20 năm",
    "Xếp loại: Tối mật",
    "Tiêu đề: (MẬT) phương án bảo vệ kho",
    f"{NATION}\n\n\n\n\n\n\n\n\nCÔNG AN TỈNH LÂM SƠN Mật",
]
ACCEPTED = [
    "A. Mật\nB. Tối mật\nC. Tuyệt mật",
    "a. Mật\nb. Tối mật\nc. Tuyệt mật",
    "3.1. Tuyệt mật\n3.2. Tối mật\n3.3. Mật",
    "1.1 Mật\n1.2 Tối mật",
    "Chế độ bảo quản: mát, khô",
    "MÂY\nMÁI\nMÂM",
    "Luật Bảo vệ bí mật nhà nước",
    "tập huấn bảo vệ bí mật nhà nước\tphòng 3",
    "Bỏ phiếu kín",
    "Lê Văn Kín",
    "Phòng họp kín, cửa khóa",
    "Độ bảo mật: Cao",
    "Ngân hàng & khách hàng: bảo mật",
    "Mật gửi về từ rừng U Minh",
    "CÔNG AN XÃ đã bắt kẻ trộm",
    "công điện mất",
    "Văn bản bảo quản theo chế độ mật do luật định",
]


@pytest.mark.parametrize("text", REFUSED)
def test_a_mark_in_an_odd_form_is_refused(text):
    assert judge("", text).verdict == "refuse"


@pytest.mark.parametrize("text", ASKED)
def test_a_sign_beside_the_mark_is_asked_about(text):
    assert judge("", text).verdict == "ask"


@pytest.mark.parametrize("text", ACCEPTED)
def test_a_word_like_a_mark_is_accepted(text):
    assert judge("", text).why == secrecy_reasons.NO_MARK


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("C%C3%B4ng%20v%C4%83n%20T%E1%BB%90I%20M%E1%BA%ACT.pdf", "refuse"),
        ("2. MẬT - kế hoạch.docx", "refuse"),
        ("BB_MAT_thang6.pdf", "ask"),
        ("07_KH_Mật_thang 9.pdf", "ask"),
        ("tai-lieu-thu-hoi_hop-BTV.pdf", "ask"),
        ("Chỉ người có tên mới được bóc bì.jpg", "ask"),
        ("ban sao tai lieu bi mat nha nuoc 3.pdf", "ask"),
        ("tài liệu thu hồi đất thôn 2.pdf", "accept"),
        ("BC MAT TRAN TO QUOC quy 2.docx", "accept"),
        ("MAT BANG gia.xlsx", "accept"),
        ("100%25 doan vien.docx", "accept"),
        ("%FF%FE.pdf", "accept"),
    ],
)
def test_a_file_name_in_an_odd_form_is_judged(name, verdict):
    assert judge(name, "").verdict == verdict


@pytest.mark.parametrize("unit", ["TÀI LIỆU THU HỒI\t", "bí mật nhà nước ", "&#7852;"])
def test_a_very_long_line_of_signs_does_not_run_away(unit):
    text = unit * (200_000 // len(unit))
    began = time.process_time()

    judge("", text)

    assert time.process_time() - began < 4  # cells cut anew for each sign took ten
