"""What the columns of a limit are called: matters, units, senses, beginnings."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from kipthoi.deadlines.models import DeadlineRule

MATTERS = {
    "any": gettext_noop("Every matter"),
    "kien_nghi_phan_anh": gettext_noop("Proposals and reports"),
    "question": gettext_noop("Questions"),
    "support": gettext_noop("Requests of lower units"),
    "du_lieu_ca_nhan": gettext_noop("Personal data"),
    "khieu_nai": gettext_noop("Complaints"),
    "khieu_nai_lao_dong": gettext_noop("Labour complaints"),
    "to_cao": gettext_noop("Denunciations"),
    "tiep_cong_dan": gettext_noop("Receiving citizens"),
    "don_thu": gettext_noop("Letters received"),
    "phan_anh_quy_dinh_hanh_chinh": gettext_noop("Reports on administrative rules"),
    "phan_anh_van_ban_phap_luat": gettext_noop("Reports on legal documents"),
    "phan_anh_cong_tt_chinh_phu": gettext_noop("Reports from the government portal"),
    "kien_nghi_cu_tri": gettext_noop("Proposals of voters"),
    "tra_loi_bao_chi": gettext_noop("Answers to the press"),
    "cung_cap_thong_tin_2016": gettext_noop("Access to information (2016 law)"),
    "cung_cap_thong_tin_2026": gettext_noop("Access to information (2026 law)"),
    "doi_thoai_noi_lam_viec": gettext_noop("Dialogue at the workplace"),
    "dan_chu_co_so": gettext_noop("Grassroots democracy"),
    "thu_hoi_dat": gettext_noop("Land recovery"),
    "sang_kien": gettext_noop("Initiatives"),
    "van_thu": gettext_noop("Registry"),
    "kinh_phi_cong_doan": gettext_noop("Union fees"),
    "bao_cao_dinh_ky": gettext_noop("Periodic reports"),
}
UNITS = {
    "working": gettext_noop("working days"),
    "calendar": gettext_noop("days"),
    "hours": gettext_noop("hours"),
    "working_hours": gettext_noop("working hours"),
    "months": gettext_noop("months"),
    "month_end": gettext_noop("months, to the end of the month"),
    "date": gettext_noop("a fixed day of the year (month-day)"),
}
SENSES = {
    "due": gettext_noop("to be done within"),
    "bar": gettext_noop("can be asked for within"),
    "posting": gettext_noop("stays posted for"),
    "not_before": gettext_noop("not before"),
    "valid_for": gettext_noop("holds for"),
    "cutoff": gettext_noop("figures up to"),
}
STARTS = {
    "received": gettext_noop("the day of receipt"),
    "accepted": gettext_noop("the day it was taken up"),
    "answered": gettext_noop("the day of the answer"),
    "contested": gettext_noop("the day a review was asked for"),
    "marked": gettext_noop("the moment it was marked urgent"),
    "posted": gettext_noop("the day of posting"),
    "previous_step": gettext_noop("the end of the step before"),
    "learned": gettext_noop("the day it was learned of"),
    "notified": gettext_noop("the day of the notice"),
    "decided": gettext_noop("the day of the decision"),
    "escalated": gettext_noop("the day the superior was told"),
    "requested": gettext_noop("the day of the request"),
    "held": gettext_noop("the day it was held"),
    "issued": gettext_noop("the day of issue"),
    "refused": gettext_noop("the day of the refusal"),
    "consulted": gettext_noop("the day of the consultation"),
    "conditions_met": gettext_noop("the day the conditions are met"),
    "approved": gettext_noop("the day of approval"),
    "detected": gettext_noop("the moment it was found"),
    "period_end": gettext_noop("the end of the period"),
    "period_start": gettext_noop("the beginning of the period"),
    "suspended": gettext_noop("the day of the suspension"),
}
VERIFIED = {
    "yes": gettext_noop("checked against the text"),
    "no": gettext_noop("not checked yet"),
    "own": gettext_noop("the unit's own rule"),
}
OWED_BY = {
    "body": gettext_noop("the body"),
    "superior": gettext_noop("the superior"),
    "employer": gettext_noop("the employer"),
    "asker": gettext_noop("the asker"),
    "external": gettext_noop("an outside body"),
}


def word(table: dict[str, str], code: str) -> str:
    """Return the words of a code in the language of the page; the code if unknown."""
    return _(table[code]) if code in table else code


def length(rule: DeadlineRule) -> str:
    """Return a limit's number and unit in words: "10 working days"."""
    if rule.unit == "date":
        month, _dash, day = rule.number.partition("-")
        return _("on %(day)s/%(month)s each year") % {"day": day, "month": month}
    n = int(rule.number)
    sentences = {
        "working": ngettext("%(n)s working day", "%(n)s working days", n),
        "calendar": ngettext("%(n)s day", "%(n)s days", n),
        "hours": ngettext("%(n)s hour", "%(n)s hours", n),
        "working_hours": ngettext("%(n)s working hour", "%(n)s working hours", n),
        "months": ngettext("%(n)s month", "%(n)s months", n),
        "month_end": ngettext(
            "end of the next month", "end of the %(n)sth month after", n
        ),
    }
    return sentences.get(rule.unit, f"%(n)s {rule.unit}") % {"n": n}
