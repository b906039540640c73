"""Who and where: the invented units, the cast, topics, places and sources."""

from kipthoi.sources.actions import Document
from kipthoi.units.actions import Letterhead

ROOT = "muongsuong"
PLANT = "che"

UNITS: tuple[tuple[str, str, str, str, str, Letterhead | None], ...] = (
    # slug, name, English, level, parent, letterhead
    (
        ROOT,
        "Mặt trận Tổ quốc xã Mường Sương",
        "Fatherland Front of Mường Sương commune",
        "xã",
        "",
        Letterhead(
            name="Mặt trận Tổ quốc xã Mường Sương",
            name_en="Fatherland Front of Mường Sương commune",
            phone="0900 000 000",
            email="mattran@muongsuong.example",
            office="phòng tiếp dân, nhà A, trụ sở xã",
            office_en="the reception room, house A, commune office",
            open_hours="(7:30–17:00)",
        ),
    ),
    (
        PLANT,
        "Công đoàn Chè Mường Sương",
        "Mường Sương Tea union",
        "công đoàn cơ sở",
        ROOT,
        Letterhead(
            name="Công đoàn Chè Mường Sương",
            name_en="Mường Sương Tea union",
            phone="0900 000 001",
            email="congdoan@chemuongsuong.example",
            office="phòng công đoàn, cạnh nhà ăn",
            office_en="the union room, beside the canteen",
            open_hours="(7:30–17:00)",
            week="mon-sat",
        ),
    ),
    ("che.sao", "Xưởng sao chè", "Roasting shop", "công đoàn bộ phận", PLANT, None),
    ("che.donggoi", "Xưởng đóng gói", "Packing shop", "công đoàn bộ phận", PLANT, None),
    ("che.hai", "Đội hái đồi bắc", "Picking team, north hill", "tổ", PLANT, None),
    ("xa.nalua", "Bản Nà Lụa", "Nà Lụa hamlet", "bản", ROOT, None),
    ("xa.pomsang", "Bản Pom Sáng", "Pom Sáng hamlet", "bản", ROOT, None),
)

# key, name, honorific, unit, role, title
CAST: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("ha", "Trần Thu Hà", "Chị", PLANT, "duty", "Ban Chính sách"),
    ("panh", "Lò Văn Pành", "Anh", PLANT, "officer", "Ban An toàn"),
    ("dung", "Nguyễn Quốc Dũng", "Anh", PLANT, "chair", "Chủ tịch công đoàn"),
    ("giang", "Cầm Thị Giang", "Chị", PLANT, "second_reader", "Ban Kiểm tra"),
    ("chi", "Vi Thị Chi", "Chị", "che.sao", "duty", "Tổ trưởng công đoàn"),
    ("son", "Quàng Văn Sơn", "Anh", "che.donggoi", "duty", "Tổ trưởng công đoàn"),
    ("lan", "Hoàng Minh Lan", "Chị", ROOT, "chair", "Chủ tịch Mặt trận xã"),
    ("tam", "Lường Văn Tám", "Anh", ROOT, "duty", "Cán bộ tiếp dân"),
    ("mai", "Đèo Thị Mai", "Chị", ROOT, "second_reader", "Ban Thanh tra nhân dân"),
    ("xuan", "Lò Thị Xuân", "Chị", ROOT, "deputy", "Phó chủ tịch Mặt trận xã"),
    ("khoa", "Bùi Đức Khoa", "Anh", ROOT, "operator", "Người giữ máy"),
)

TOPICS = {
    PLANT: (
        ("luong", "Tiền lương", "Pay"),
        ("gio", "Giờ làm, ca", "Hours and shifts"),
        ("baohiem", "Bảo hiểm, thai sản", "Insurance, maternity"),
        ("antoan", "An toàn, nhà ăn", "Safety, canteen"),
        ("nhao", "Nhà ở, xe đưa đón", "Housing, transport"),
    ),
    ROOT: (
        ("datdai", "Đất đai, bồi thường", "Land, compensation"),
        ("duong", "Đường, điện, nước", "Roads, power, water"),
        ("moitruong", "Môi trường", "Environment"),
        ("chinhsach", "Chính sách, giấy tờ", "Benefits, papers"),
    ),
}

PLACES = (
    ("Nhà ăn ca", PLANT),
    ("Nhà trọ công nhân", PLANT),
    ("Kho thành phẩm", "che.donggoi"),
    ("Đồi bắc", "che.hai"),
    ("Chợ Mường Sương", ROOT),
    ("Cầu treo Nà Lụa", "xa.nalua"),
    ("Nhà văn hóa Pom Sáng", "xa.pomsang"),
)

OUTSIDE = (
    {"name": "Ủy ban nhân dân xã Mường Sương", "phone": "0900 000 010"},
    {"name": "Bảo hiểm xã hội khu vực Mường Sương", "phone": "0900 000 011"},
    {"name": "Điện lực Mường Sương", "phone": "0900 000 012"},
)

# key, document, unit
SOURCES: tuple[tuple[str, Document, str], ...] = (
    (
        "bll",
        Document(
            kind="law",
            title="Bộ luật Lao động",
            number="45/2019/QH14",
            issuer="Quốc hội",
            text="Điều 98 khoản 2: người lao động làm việc vào ban đêm được trả thêm ít"
            " nhất bằng 30% tiền lương của ngày làm việc bình thường.",
        ),
        ROOT,
    ),
    (
        "thoauoc",
        Document(
            kind="agreement",
            title="Thỏa ước lao động tập thể 2025 (bịa để chạy thử)",
            number="01/2025/TƯLĐTT",
            issuer="Công ty và Công đoàn Chè Mường Sương",
            text="Điều 12: làm đêm trả thêm 35%. Điều 14: công ty lo xe cho ca tan sau"
            " 22 giờ. Điều 17: suất ăn ca không thấp hơn 25.000 đồng.",
        ),
        PLANT,
    ),
    (
        "atvs",
        Document(
            kind="law",
            title="Luật An toàn, vệ sinh lao động",
            number="84/2015/QH13",
            issuer="Quốc hội",
            text="Điều 23: trang bị phương tiện bảo vệ cá nhân.",
        ),
        ROOT,
    ),
    (
        "bhxh",
        Document(
            kind="law",
            title="Luật Bảo hiểm xã hội",
            number="41/2024/QH15",
            issuer="Quốc hội",
            text="Chế độ ốm đau, thai sản, hưu trí.",
        ),
        ROOT,
    ),
    (
        "datdai",
        Document(
            kind="law",
            title="Luật Đất đai",
            number="31/2024/QH15",
            issuer="Quốc hội",
            text="Điều 87: niêm yết phương án bồi thường, họp lấy ý kiến người có đất.",
        ),
        ROOT,
    ),
    (
        "biennhaan",
        Document(
            kind="minutes",
            title="Biên bản kiểm tra nhà ăn tháng 10/2026 (bịa để chạy thử)",
            issuer="Ban An toàn",
            text="Kiểm ba mẫu thức ăn, hai mẫu nước; thay bộ lọc nước.",
            public=False,
        ),
        PLANT,
    ),
    (
        "nqxa",
        Document(
            kind="resolution",
            title="Kế hoạch sửa đường bản năm 2026 (bịa để chạy thử)",
            number="12/KH-UBND",
            issuer="Ủy ban nhân dân xã Mường Sương",
            text="Danh mục 9 đoạn đường, thứ tự và kinh phí.",
        ),
        ROOT,
    ),
)
