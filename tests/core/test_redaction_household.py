"""What leads to a home: registers, points on the map, its line, its street."""

import re
from itertools import pairwise

import pytest

from kipthoi.core.redaction import find

MARK = re.compile(r"\{\{(\w+)(\??)\|(.*?)\}\}")

# Invented, in the way people write. A question mark makes a proposal.
MARKED = [
    "Sổ hộ khẩu số {{household|0045712}} của bà ngoại",
    "so ho khau cua toi: {{household|47/123456}}",
    "Mã hộ gia đình {{household|3807654321}} trên sổ bảo hiểm",
    "Mã hộ: {{household|4701-00321}}",
    "Mã hộ nghèo {{household|HN 00417}} bị bỏ sót",
    "Mã số hộ cận nghèo {{household|470012345}}",
    "Giấy chứng nhận hộ nghèo số {{household|0031/2026}}",
    "Giấy khai sinh số {{staff_code?|88/2019}}",
    "Trích lục khai tử số {{staff_code?|12/2024}}",
    "giấy chứng nhận kết hôn số {{staff_code?|305}}",
    "nhà ở {{location|11.94042, 108.45831}} nha",
    "{{location|10,03711; 105,78825}} là chỗ em trọ",
    "ghim ở {{location|106.70098,10.77653}}",
    "tọa độ nhà {{location|16°03'15\"N 108°12'12\"E}}",
    "vĩ độ {{location|21.02851, kinh độ 105.80482}}",
    "kinh độ {{location|105.80482}}",
    "https://maps.example/?q={{location|9.60333,105.98017}}",
    "Plus code {{location?|7P28QPG4+QM}}",
    "Sạt lở ở km 12, {{location?|22.33643, 103.84379}}, đã cắm biển",
    "ghim {{location|N16°03'15\" E108°12'12\"}}",
    "Sổ hộ khẩu cũ: {{household|0045712}}",
    "mã bảo hiểm {{social_insurance|47 21 234567}}",
    "ở {{address?|khu phố Tân Lập}}, phường Hòa Bình",
    "quản đốc {{name?|Park Jung Ho}} quát mắng",
    "máy bàn nhà em {{phone|0262 3812 777}}",
    "điện thoại nhà riêng: {{phone|(0234) 3822 456}}",
    "Văn phòng {{landline?|0262 3812 777}}",
    "trụ sở MST {{tax_code|6001 234 567}} nợ thuế",
    "mã số thuế: {{tax_code|6 001 234 567}}",
    "thẻ {{health_card|4721234567}} (BHYT) hết hạn",
    "số {{social_insurance|4721234567}} (mã BHXH) sai tên",
    "{{tax_code|8123450001}} (MST)",
    "{{national_id|079188001234}} (CCCD)",
    "{{national_id|245678901}} (cmnd)",
    "sinh năm {{birth_date|Giáp Tý 1984}}?",
    "cháu sinh hôm {{birth_date|3-4-2021}}",
    "ông ấy 61 tuổi ({{birth_date|1965}})",
    "Tuổi: 27 ({{birth_date|1999}})",
    "tôi ở {{address?|số 4 ngõ 18 phố Huế}}",
    "{{address?|số 9 đường 3/2}}",
    "o {{address?|so 9 duong 3 thang 2}}",
    "nhận hàng tại {{address?|K12/8 Ông Ích Khiêm}}",
    "địa chỉ nhận quà: {{address?|tổ 5 Hòa Khê}}",
    "{{address?|HH2A-1204 chung cư Linh Đàm}} thấm dột",
    "{{address?|căn hộ B07.11 chung cư Hoa Sen}}",
    "em la {{name?|le thi thu hien}} lam o chuyen 2",
    "em ten {{name?|tran thi hoa}} xin nghi",
]
INNOCENT = [
    "Mã hồ sơ KT-2026-00012 đã tiếp nhận",
    "Tổng số hộ khẩu: 123456 hộ",
    "số hộ 214567 người",
    "Mã hộp số 123456/7",
    "Nhiệt độ 21.5 độ, độ ẩm 105.2",
    "Hệ số 12.345, 6.789",
    "Kết hôn số lượng 12 cặp",
    "doanh thu 8 123 456 789 đồng",
    "MST nộp 8 123 456 000 đồng",
    "Tổng 123456789 (đồng)",
    "phản ánh 30 tuổi (2 con)",
    "chung cư Park Hill, tòa P5",
    "Lắp máy bàn nhà xưởng 12 bộ",
]


def parsed(marked):
    """Return the text without its marks, and the pieces with kind and mode."""
    pieces = [
        (m[3], m[1], "propose" if m[2] else "mask") for m in MARK.finditer(marked)
    ]
    return MARK.sub(lambda m: m[3], marked), pieces


@pytest.mark.parametrize("marked", MARKED)
def test_what_leads_to_a_home_is_found(marked):
    text, pieces = parsed(marked)

    found = [(text[one.start : one.end], one.kind, one.mode) for one in find(text)]

    assert found == pieces


@pytest.mark.parametrize("text", INNOCENT)
def test_a_number_that_leads_nowhere_is_not_masked(text):
    assert [one for one in find(text) if one.mode == "mask"] == []


@pytest.mark.parametrize(
    "unit", ["hộ khẩu số ", "10.12345,", "10°1'", "mã hộ 1", "8° "]
)
def test_a_long_text_of_homes_gives_sorted_spans(unit):
    spans = find(unit * 2_000)

    assert all(one.end <= after.start for one, after in pairwise(spans))
