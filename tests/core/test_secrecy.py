import io
import json
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kipthoi.core import secrecy, secrecy_reasons
from kipthoi.core.secrecy import Verdict, judge

# Every paper, body and name here is invented. Layouts follow Decree 30/2020/NĐ-CP.
HEAD = "ỦY BAN NHÂN DÂN\nXÃ AN HÒA"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
NUMBER = "Số: 12/KH-UBND"
DATE = "An Hòa, ngày 12 tháng 3 năm 2026"
BODY = "KẾ HOẠCH\nBảo đảm an ninh trật tự trên địa bàn xã\n\nKính gửi: Công an tỉnh."
PLAIN_HEAD = "UY BAN NHAN DAN XA AN HOA\nCONG HOA XA HOI CHU NGHIA VIET NAM\n"

CLEAR = [
    # a stamp on a line of its own
    f"{HEAD}\nMẬT\n{NUMBER}\n{NATION}\n{DATE}\n{BODY}",
    f"TỐI MẬT\n{HEAD}\n{NATION}\n{BODY}",
    f"{HEAD}\n{NUMBER}\n\nTUYỆT MẬT\n\n{BODY}",
    f"MẬT\n\n{BODY}",
    "MẬT",
    "Tuyệt mật",
    f"{HEAD}\n{NUMBER}\nTối mật\n{BODY}",
    f"{HEAD}\nMật\n{NUMBER}\n{NATION}\n{BODY}",
    f"{HEAD}\nTối Mật\n{NUMBER}\n{BODY}",
    f"{HEAD}\n* * * MẬT * * *\n{BODY}",
    f"{HEAD}\n- TỐI MẬT -\n{BODY}",
    f"{HEAD}\n___MẬT___\n{BODY}",
    f"# **TUYỆT MẬT**\n{BODY}",
    f"{HEAD}\r\nMẬT\r\n{NUMBER}\r\n{BODY}",
    f"{HEAD}\fMẬT\f{BODY}",
    f"{HEAD}\n[MẬT]\n{BODY}",
    f"{HEAD}\n(TỐI MẬT)\n{BODY}",
    f"{HEAD}\n【MẬT】\n{BODY}",
    f"{HEAD}\nMẬT.\n{BODY}",
    f"HỎA TỐC - MẬT\n{HEAD}\n{BODY}",
    f"TỐI MẬT - HỎA TỐC\n{HEAD}\n{BODY}",
    f"MẬT / CONFIDENTIAL\n{BODY}",
    # spaced letters
    f"{HEAD}\nM Ậ T\n{BODY}",
    f"{HEAD}\nM  Ậ  T\n{BODY}",
    f"{HEAD}\nM   Ậ   T\n{BODY}",
    f"{HEAD}\nM.Ậ.T\n{BODY}",
    f"{HEAD}\nT Ố I  M Ậ T\n{BODY}",
    f"{HEAD}\nT U Y Ệ T   M Ậ T\n{BODY}",
    f"{HEAD}\nT U Y Ệ T M Ậ T\n{BODY}",
    f"{HEAD}\nTUYỆ T MẬ T\n{BODY}",
    f"{HEAD}\nMẬ T\n{BODY}",
    f"{HEAD}\nTUYỆTMẬT\n{BODY}",
    # two columns on one line
    "ỦY BAN NHÂN DÂN XÃ AN HÒA          TỐI MẬT\n" + BODY,
    f"MẬT          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{BODY}",
    f"ỦY BAN NHÂN DÂN XÃ AN HÒA MẬT\n{NATION}\n{NUMBER}",
    "MẬT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n" + BODY,
    f"TỐI MẬT Độc lập - Tự do - Hạnh phúc\n{BODY}",
    f"{HEAD}\nSố: 15/KH-UBND MẬT\n{BODY}",
    f"{HEAD}\nMẬT Số: 15/KH-UBND\n{BODY}",
    f"{HEAD}\n{DATE} TỐI MẬT\n{BODY}",
    "ĐẢNG ỦY XÃ AN HÒA\tĐẢNG CỘNG SẢN VIỆT NAM\nMẬT\tAn Hòa, ngày 01 tháng 02 năm 2026",
    "CÔNG AN TỈNH LÂM SƠN TỐI MẬT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM "
    "Độc lập - Tự do - Hạnh phúc Số: 7/BC-CAT Lâm Sơn, ngày 2 tháng 4 năm 2026 BÁO CÁO",
    "UBND XÃ AN HÒA CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Số: 3/BC-UBND "
    "Độc lập - Tự do - Hạnh phúc MẬT An Hòa, ngày 2 tháng 4 năm 2026 BÁO CÁO",
    # tables
    f"| {NUMBER} | MẬT |\n| --- | --- |\n{BODY}",
    "UBND XÃ AN HÒA\t\tTUYỆT MẬT\n" + BODY,
    "│ MẬT │\n" + BODY,
    "<table><tr><td>MẬT</td><td>Số: 8/BC</td></tr></table>",
    "Độ mật | Tối mật\nSố | 12",
    "Độ mật\tMật\nSố\t12",
    "Độ mật\nMật\nSố đến\n12",
    "Trích yếu\tKế hoạch\tĐộ mật\tTUYỆT MẬT",
    # labels
    f"{HEAD}\nĐỘ MẬT: Tối mật\n{BODY}",
    f"{HEAD}\nĐộ mật: Mật\n{BODY}",
    f"{HEAD}\nDấu chỉ mức độ mật: Tuyệt mật\n{BODY}",
    f"{HEAD}\nMức độ mật : MẬT\n{BODY}",
    "Số: 12/BC-UBND; Độ mật: Mật; Số bản: 05; Nơi nhận: Công an tỉnh.",
    "Thông tin văn bản. Độ mật: “Tối mật”. Người ký: Chủ tịch.",
    "Độ mật = Mật",
    "Độ bí mật: Tối mật",
    "Độ mật (nếu có): Tuyệt mật",
    "Mức độ mật: ☐ Mật ☒ Tối mật ☐ Tuyệt mật",
    "Độ mật: [x] Mật",
    # in brackets behind a title
    "KẾ HOẠCH PHÒNG THỦ NĂM 2026 (MẬT)\n" + BODY,
    "Báo cáo tình hình biên giới quý I (Tối mật)\n" + BODY,
    "[TUYỆT MẬT] Phương án di chuyển kho\n" + BODY,
    "Kế hoạch số 12 (Mật)\n" + BODY,
    "TỐI MẬT - KẾ HOẠCH TÁC CHIẾN\n" + BODY,
    "BÁO CÁO TÌNH HÌNH AN NINH - TỐI MẬT\n" + BODY,
    # without marks, after an OCR, in other codings
    f"TUYET MAT\n{PLAIN_HEAD}",
    f"TOI MAT\n{PLAIN_HEAD}",
    f"{PLAIN_HEAD}DO MAT: TOI MAT",
    f"{PLAIN_HEAD}DO MAT: MAT",
    "UY BAN NHAN DAN XA AN HOA TOI MAT\nDoc lap - Tu do - Hanh phuc",
    f"TUYÊT MÂT\n{HEAD}",
    f"TỐI MÂT\n{HEAD}",
    f"TÔI MẬT\n{HEAD}",
    f"TUYỆT MẶT\n{HEAD}",
    f"TUYỆT M4T\n{HEAD}",
    f"TỐl MẬT\n{HEAD}",
    f"{HEAD}\nMÂT\n{NUMBER}\n{NATION}",
    f"ТỐI МẬТ\n{HEAD}",
    f"ＴỐＩ　ＭẬＴ\n{HEAD}",
    f"{HEAD}\nT\u200bỐI M\u00adẬT\n{BODY}",
    f"{HEAD}\nTỐI\u00a0MẬT\n{BODY}",
    unicodedata.normalize("NFD", f"{HEAD}\nTỐI MẬT\n{NUMBER}"),
    f"{HEAD}\nM\u00c2 \u0323T\n{NUMBER}",
    f"{HEAD}\nM\u00c2\u0323T\n{NUMBER}",
    "☑ Mật",
    "MẬT 2/5",
    "Trang 3 MẬT",
    "TỐI MẬT Trang 2",
    b"T\xd4\xecI M\xc2\xf2T\r\nS\xf4\xec: 12/BC".decode("cp1258"),
]

DOUBTFUL = [
    f"{PLAIN_HEAD}MAT\nSo: 12/BC",
    "MAT",
    "Mat",
    "mat",
    "mật",
    "Mật",
    "tối mật",
    "Toi mat",
    "1. TUYỆT MẬT\nLà mức cao nhất.",
    "TUYỆT MẬT\nTỐI MẬT\nMẬT",
    "Độ mật: Mật / Tối mật / Tuyệt mật",
    "Mức độ mật: ☐ Mật ☐ Tối mật ☐ Tuyệt mật",
    "Dấu chỉ mức độ mật",
    "Độ mật: ........",
    "Tài liệu thu hồi",
    "CHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ",
    "Không được sao, chụp tài liệu này",
    "TÀI LIỆU MẬT",
    "GIẢI MẬT",
    "BÓNG ĐEN TUYỆT MẬT",
    "chúng tôi gửi kèm thứ TUYỆT MẬT ấy",
    "Kế hoạch này thuộc độ Mật.",
    "Văn bản này được xác định là Tối mật, không phổ biến.",
    "gửi kèm kế hoạch MẬT trong phong bì",
    "“Tuyệt mật”",
    'Ghi rõ "Độ mật: Mật" vào góc trái.',
    "Văn thư xem xét rồi ghi độ mật: Tối mật vào góc.",
    "Phân biệt cấp độ 2 (TỐI MẬT)",
    "Phim hành động (Tuyệt mật)",
    "KẾ HOẠCH (MAT)",
    "1\tNguyễn Văn\tMẬT\t1975",
    "Mật\tchai\t20",
    f"{HEAD}\nMẮT\n{NUMBER}",
    "MẤT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "MAT CONG HOA XA HOI CHU NGHIA VIET NAM",
    "UBND XÃ AN HÒA LỘ TÀI LIỆU TỐI MẬT Số: 12/BC",
    "KẾ HOẠCH DIỄN TẬP MẬT",
    "x, MẬT, y",
    "MẬT\nONG RỪNG",
    "Mât\n" + HEAD,
    "☐ Mật",
    "đã gửi TUYÊT MÂT đi rồi",
    "Loại: Tối mật. Ngày 3/4/2026",
    "Phân loại: MẬT",
    "Tài liệu MẬT, không phổ biến",
    "BẢN SAO MẬT",
    "Mật - Danh sách cơ sở",
    "Tuyệt\nmật\nUBND",
    "UBND XÃ\tMẬT (A)",
    "STT,Tên,Độ mật\n1,Kế hoạch,Tối mật",
    "Thuộc danh mục bí mật nhà nước độ Tối mật",
]

INNOCENT = [
    "",
    "Mật khẩu Wi-Fi của nhà trọ bị đổi.",
    "MẬT KHẨU",
    "MẬT KHẨU: 123456",
    "Đề nghị công ty bảo mật thông tin lương của công nhân.",
    "CHÍNH SÁCH BẢO MẬT",
    "CAM KẾT BẢO MẬT\nBên B không tiết lộ.",
    "Mật độ xây dựng khu nhà ở công nhân quá cao.",
    "MẬT ĐỘ DÂN SỐ XÃ AN HÒA",
    "MẬT ONG RỪNG NGUYÊN CHẤT",
    "MẬT ONG\tchai\t20",
    "Mật ong",
    "Bí mật kinh doanh là tài sản của công ty.",
    "BÍ MẬT",
    "BÍ MẬT KINH DOANH",
    "GIỮ BÍ MẬT THÔNG TIN NGƯỜI TỐ CÁO",
    "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15",
    "TẬP HUẤN CÔNG TÁC BẢO VỆ BÍ\nMẬT NHÀ NƯỚC",
    "NÂNG CAO CÔNG TÁC BẢO\nMẬT\nNăm 2026",
    "Bí thư chi bộ đã tiếp công dân.",
    "Tôi bị mất thẻ bảo hiểm y tế.",
    "Tôi mất",
    "toi mat the bao hiem, xin cap lai",
    "TOI MAT CHIA KHOA TU DO",
    "TÔI MẤT VIỆC TỪ THÁNG BA",
    "MẤT",
    "Mắt\t10/10",
    "MẮT\nPhải: 10/10",
    "Họng\tMũi\tMẮT\tDa",
    "Khám mắt cho công nhân chuyền may.",
    "Mặt bằng kho bị ngập.",
    "Cơ mật viện là cơ quan thời Nguyễn.",
    "CƠ MẬT VIỆN TRIỀU NGUYỄN",
    "Hai bên trao đổi thông tin mật thiết.",
    "Mối quan hệ mật thiết với nhân dân",
    "Viêm túi mật, sỏi đường mật, đã mổ tại bệnh viện tỉnh.",
    "SIÊU ÂM: SỎI TÚI MẬT",
    "CHẨN ĐOÁN: SỎI TÚI\nMẬT",
    "Rỉ mật, mật mía làm thức ăn cho bò.",
    "Mật gấu, mật rắn bị cấm mua bán.",
    "CÔNG AN XÃ PHÁT HIỆN CƠ SỞ LÀM GIẢ MẬT ONG",
    "Công an khởi tố vụ lộ tài liệu đóng dấu Tuyệt mật.",
    "Hồ sơ bị đóng dấu “Tuyệt mật” từ năm 2010, theo bài báo.",
    "Báo viết rằng văn bản mang dấu TỐI MẬT đã bị lộ trên mạng.",
    'Tôi thấy thùng giấy có chữ "Mật" để ngoài hành lang, không ai trông.',
    "LỘ TÀI LIỆU TUYỆT MẬT CỦA CÔNG TY",
    "Có ba độ mật: Tuyệt mật, Tối mật và Mật.",
    "Bí mật nhà nước được phân loại thành 03 độ mật: Tuyệt mật, Tối mật, Mật.",
    "Độ mật gồm:\na) Tuyệt mật;\nb) Tối mật;\nc) Mật.",
    "Câu 3. Tài liệu nào dưới đây phải đóng dấu Tối mật? A. Thư mời. B. Phương án.",
    "Người soạn thảo đề xuất độ mật của văn bản và người ký quyết định.",
    "Ô số 10a: Dấu chỉ mức độ mật, Ô số 10b: Dấu chỉ mức độ khẩn",
    "ĐỘ MẬT: Không",
    "Độ mật: Không\nSố: 12",
    "Độ mật\nKhông",
    "Độ mật\tThường",
    "ĐỘ MẬT: KHÔNG CÓ",
    "Không mật",
    "KHÔNG MẬT",
    "Số\tNgày\tTrích yếu\tĐộ mật\n12\t01/02\tMời họp\t",
    "NGUYỄN VĂN MẬT",
    "Ông Nguyễn Văn Mật, thôn Mật Sơn, gửi đơn.",
    "Người làm đơn\n\nTrần Thị Mật",
    "Giáo phái Mật tông và mật chú",
    "Mật thư trò chơi lớn của đoàn thanh niên",
    "MẬT MÃ TRÒ CHƠI",
    "Họ gặp mật trong quán, theo lời kể.",
    "Đồ mất: Mắt kính",
    "Do mat: mat kinh",
    "Chiến dịch tuyệt mật là tên một bộ phim.",
    "Phim “Hồ sơ tuyệt mật” chiếu ở nhà văn hóa.",
    "Tin mật báo cho biết có đánh bạc.",
    "Đám đông dày mật, chen chúc.",
    "Tối mặt tối mũi tăng ca cả tháng.",
    "Lương tháng này quá thấp 😀 mật khẩu zalo cũng mất.",
    "Ngọt như mật, nhưng hợp đồng thì khác (mật ngọt chết ruồi).",
    "CÔNG TY TNHH MẬT ONG TÂY NGUYÊN\nĐơn đề nghị",
    f"{HEAD}\n{NUMBER}\n{NATION}\n{DATE}\n{BODY}",
    f"{HEAD}\n{NUMBER}\n{NATION}\n{DATE}\nKẾ HOẠCH\nTập huấn bảo vệ bí mật nhà nước",
    "Quy định dùng mẫu dấu độ mật có khung viền, chữ in hoa.",
    "Tài liệu được giải mật từ năm 2015.",
    "Điều 8. Người gửi ghi rõ yêu cầu giữ bí mật họ tên.",
    "Password / Mật khẩu | 6 ký tự",
    "Hoa nào nhiều\nmật.",
    "Vị ngọt (mật) của hoa nhãn",
    "Cán bộ phải giữ tuyệt mật lời khai",
    "Gan lợn, mật, lòng",
    "Phim: Tối mật",
    "TỐI MẮT TỐI MŨI VÌ TĂNG CA",
    "Mức độ bảo mật: Cao",
    "Thôn: Mật",
    "Thẻ xe (MẤT)",
    "Nhiều gia đình ở thôn trên nuôi ong và bán sản phẩm từ\nmật\ncho khách du lịch.",
]


@pytest.mark.parametrize("text", CLEAR)
def test_a_clear_stamp_is_refused(text):
    assert judge("van-ban.pdf", text).verdict == "refuse"


@pytest.mark.parametrize("text", DOUBTFUL)
def test_a_doubtful_sign_is_asked_about(text):
    assert judge("van-ban.pdf", text).verdict == "ask"


@pytest.mark.parametrize("text", INNOCENT)
def test_an_innocent_text_is_accepted(text):
    assert judge("don.pdf", text) == Verdict("accept", secrecy_reasons.NO_MARK)


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("TUYET MAT - ke hoach.docx", "refuse"),
        ("Kế hoạch TỐI MẬT.docx", "refuse"),
        ("Tối mật_phương án.doc", "refuse"),
        ("Công văn MẬT.pdf", "refuse"),
        ("KH MẬT.pdf", "refuse"),
        ("MẬT.pdf", "refuse"),
        ("12-KH-UBND (MẬT).pdf", "refuse"),
        ("bao_cao_TOI_MAT_2026.pdf", "refuse"),
        ("kehoachTOIMAT.pdf", "refuse"),
        ("TOI MAT.pdf", "refuse"),
        (unicodedata.normalize("NFD", "KẾ HOẠCH TỐI MẬT.pdf"), "refuse"),
        ("cong-van-MAT.pdf", "ask"),
        ("cong-van-mat.pdf", "ask"),
        ("CongVanMat.pdf", "ask"),
        ("tuyet-mat-ke-hoach.docx", "ask"),
        ("tap huan TUYET MAT bmnn.pdf", "ask"),
        ("tap huan bmnn - MẬT.pdf", "ask"),
        ("scan_MẬT_001.pdf", "ask"),
        ("công văn mật số 12.pdf", "ask"),
        ("mat.jpg", "ask"),
        ("mat-khau.txt", "accept"),
        ("mật ong.jpg", "accept"),
        ("TOI MAT THE BHYT.jpg", "accept"),
        ("toi-mat-the-bhyt.jpg", "accept"),
        ("bao-mat.pdf", "accept"),
        ("kham-mat.jpg", "accept"),
        ("mất điện.png", "accept"),
        ("Nguyễn Văn Mật.pdf", "accept"),
        ("Luat-bao-ve-bi-mat-nha-nuoc.pdf", "accept"),
        ("MATLAB.zip", "accept"),
        ("", "accept"),
    ],
)
def test_a_file_name_is_judged(name, verdict):
    assert judge(name, "Kính gửi công đoàn").verdict == verdict


ORGS = [
    "ỦY BAN NHÂN DÂN XÃ AN HÒA",
    "CÔNG AN TỈNH LÂM SƠN",
    "ĐẢNG ỦY XÃ TÂN VĂN",
    "HUYỆN ỦY ĐẠI TỪ",
    "BAN CHỈ HUY QUÂN SỰ XÃ LONG HỒ",
    "TRƯỜNG QUÂN SỰ TỈNH",
]
LAYOUTS = [
    "{org}\n{mark}\n{nation}",
    "{org} {mark}\n{nation}",
    "{mark} {org}\n{nation}",
    "{org}\t{mark}\n{nation}",
    "{org} {mark} {nation}",
    "{org}\nSố: 12/BC-BCHQS {mark}\n{nation}",
    "{org}\n{mark} HỎA TỐC\n{nation}",
    "{org}\n|{mark}|Bản số: 01|\n{nation}",
    "{nation}\nBÁO CÁO ({mark})",
    "{nation}\nĐộ mật: {mark}",
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_layout_lets_a_marked_paper_through(layout, form):
    for org in ORGS:
        for mark in ("MẬT", "TỐI MẬT", "TUYỆT MẬT", "M Ậ T", "T Ố I  M Ậ T"):
            text = layout.format(org=org, mark=mark, nation=NATION)

            verdict = judge("", unicodedata.normalize(form, text)).verdict

            assert verdict != "accept", text


@pytest.mark.parametrize("text", INNOCENT)
def test_no_wrapping_of_lines_makes_an_innocent_text_refused(text):
    if text.islower() or text.isascii():
        return
    words = text.split()
    for width in range(3, 12):
        lines = (" ".join(words[i : i + width]) for i in range(0, len(words), width))
        wrapped = "\n".join(lines)

        assert judge("", wrapped).verdict != "refuse", wrapped


# Written blind, before the rules were read; the layouts are those of scanned papers.
CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "secrecy_cases.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def test_no_marked_paper_of_the_corpus_is_accepted():
    marked = [case for case in CASES if case["is"] == "marked"]

    verdicts = [judge(case["name"], case["text"]).verdict for case in marked]

    assert [c for c, v in zip(marked, verdicts, strict=True) if v == "accept"] == []
    assert verdicts.count("refuse") >= 0.6 * len(marked) >= 150


def test_no_innocent_paper_of_the_corpus_is_refused_and_few_are_asked_about():
    innocent = [case for case in CASES if case["is"] == "innocent"]

    verdicts = [judge(case["name"], case["text"]).verdict for case in innocent]

    assert [c for c, v in zip(innocent, verdicts, strict=True) if v == "refuse"] == []
    assert verdicts.count("ask") <= 0.02 * len(innocent)


# Seconds. A pattern that runs away takes minutes; on a quiet machine these texts take
# less than one. Wide, because the suite also runs where others work.
RUNAWAY = 10


def cpu_seconds(text):
    """Return verdict and time; a tracer (coverage) would be measured, not us."""
    tracer = sys.gettrace()
    sys.settrace(None)
    began = time.process_time()
    verdict = judge("", text).verdict
    took = time.process_time() - began
    sys.settrace(tracer)
    return verdict, took


@pytest.mark.parametrize(
    ("unit", "verdict"),
    [
        ("mật khẩu và bảo mật của công nhân. ", "ask"),
        ("Mật\n", "ask"),
        ("độ mật (aaa) = ", "ask"),
        ("MAT\t", "ask"),
        ("t u y e t ", "accept"),
        ("m ", "accept"),
        (" ", "accept"),
        ("\n", "accept"),
        ("<a ", "accept"),
        ("a \u0323", "accept"),
        ("thu hoi\n", "accept"),
        ("secret\n", "ask"),
        ("ät ", "accept"),
        ("(bản ", "accept"),
        ("đóng dấu MẬT ", "ask"),
    ],
)
def test_a_long_text_is_judged_in_linear_time(unit, verdict):
    text = unit * (100_000 // len(unit))

    found, took = cpu_seconds(text)

    assert found == verdict
    assert took < RUNAWAY  # as much as its marks cost, at most 2,500 of them


@pytest.mark.parametrize("unit", ["MẬT CỘNG ", "M\n"])
def test_a_megabyte_does_not_run_away(unit):
    text = unit * (1_000_000 // len(unit))

    _, took = cpu_seconds(text)

    assert took < RUNAWAY


def test_more_marks_than_anybody_could_read_are_asked_about():
    verdict = judge("", "mật khẩu " * 3_000)

    assert verdict == Verdict("ask", secrecy_reasons.TOO_MANY)


def test_a_stamp_is_found_beside_very_long_lines():
    long = "công nhân hỏi về tiền lương " * 50

    assert judge("", f"{long}\nTỐI MẬT\n{long} mật khẩu").verdict == "refuse"


def test_a_stamp_is_found_at_the_end_of_a_long_paper():
    text = "Công nhân hỏi về tiền lương tháng này của tổ may.\n" * 3_000 + "TỐI MẬT"

    assert judge("", text).verdict == "refuse"


def test_why_never_repeats_the_paper():
    verdict = judge("", "Kế hoạch ZQX (MẬT)")

    assert verdict == Verdict("refuse", secrecy_reasons.BRACKETED)
    assert "ZQX" not in verdict.why


@settings(max_examples=80)
@given(st.text(st.sampled_from("mậtMẬT tốiTỐI\n\t|:()-ĐỘ☒Số1"), max_size=40))
def test_any_text_gets_one_of_three_verdicts(text):
    assert judge(text, text).verdict in ("accept", "ask", "refuse")


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=60))
def test_a_stamp_between_any_two_lines_is_never_accepted(above, below):
    assert judge("", f"{above}\n\n\nTUYỆT MẬT\n\n\n{below}").verdict != "accept"


@pytest.mark.parametrize(
    "line", ["", "x", "[]", "3", "null", '{"text": 3}', '{"name": null}', "[" * 9999]
)
def test_a_bad_line_at_the_door_gives_an_error(line):
    assert set(secrecy.answer(line)) == {"error"}


def test_the_door_answers_line_for_line(monkeypatch, capsys):
    asked = json.dumps({"name": "a.txt", "text": "MẬT"})

    secrecy.main(io.StringIO(f"{asked}\nx\n"))

    first, second = capsys.readouterr().out.splitlines()
    assert json.loads(first) == {"verdict": "refuse", "why": secrecy_reasons.STAMP}
    assert "error" in json.loads(second)
