"""Addresses of cases: the asker's, everybody's, the officer's."""

from django.urls import path

from kipthoi.cases.views import (
    counter,
    desk,
    entrance,
    holder,
    public,
    publishing,
    sending,
    steps,
    units,
)

app_name = "cases"

_CASE = "can-bo/viec/<str:code>/"

urlpatterns = [
    # /gui/ … the asker sends, in four short steps; nothing unsent lies on the server
    path("gui/", sending.send_what, name="send_what"),
    path("gui/o-dau/", sending.send_where, name="send_where"),
    path("gui/ten/", sending.send_who, name="send_who"),
    path("gui/xem-lai/", sending.send_check, name="send_check"),
    path("gui/da-ro/", sending.answered_already, name="answered_already"),
    path("thoat/", sending.leave, name="leave"),
    path("bien-nhan/", sending.receipt, name="receipt"),
    path("bien-nhan/tep/", sending.receipt_file, name="receipt_file"),
    path("bien-nhan/anh/", sending.receipt_picture, name="receipt_picture"),
    path("bien-nhan/da-giu/", sending.keep_receipt, name="keep_receipt"),
    # /xem/ … the asker comes back with the key
    path("xem/", entrance.come_back, name="come_back"),
    path("xem/viec/", holder.my_case, name="my_case"),
    path("xem/nhan/", holder.write_back, name="write_back"),
    path("xem/da-xong/", holder.agree, name="agree"),
    path("xem/xin-xem-lai/", holder.contest, name="contest"),
    path("xem/y-kien/", holder.rate, name="rate"),
    path("xem/rut/", holder.withdraw, name="withdraw"),
    path("xem/dong-y/", holder.change_consent, name="change_consent"),
    path("xem/xoa-lien-lac/", holder.erase_contact, name="erase_contact"),
    path("xem/khoa/", holder.lock_case, name="lock_case"),
    path("xem/tep/<str:public_id>/", holder.holder_file, name="holder_file"),
    # /viec/ … anyone: the state of one public number, no content
    path("viec/", public.case_status_find, name="case_status_find"),
    path("viec/<str:code>/", public.case_status, name="case_status"),
    # /can-bo/ … the officer's day
    path("can-bo/", desk.today, name="today"),
    path("can-bo/viec/", desk.inbox, name="inbox"),
    path("can-bo/nhap/", counter.key_in, name="key_in"),
    path("can-bo/nhap/phieu/", counter.slip, name="slip"),
    path("can-bo/xin-huong-dan/", counter.ask_support, name="ask_support"),
    path("can-bo/doc-lai/", publishing.second_reads, name="second_reads"),
    path("can-bo/doc-lai/<int:pk>/", publishing.second_read, name="second_read"),
    path(
        "can-bo/doc-lai/<int:pk>/tep/<str:public_id>/",
        publishing.second_read_file,
        name="second_read_file",
    ),
    path(_CASE, desk.case, name="case"),
    path(_CASE + "tep/<str:public_id>/", desk.case_file, name="case_file"),
    path(_CASE + "nhan/", steps.accept, name="accept"),
    path(_CASE + "giao/", steps.give, name="give"),
    path(_CASE + "hoi-them/", steps.ask, name="ask"),
    path(_CASE + "nhan-tin/", steps.message, name="message"),
    path(_CASE + "ghi-chu/", steps.note, name="note"),
    path(_CASE + "chep-loi/", steps.transcribe, name="transcribe"),
    path(_CASE + "tra-loi/", steps.answer, name="answer"),
    path(_CASE + "chuyen/", steps.hand_over, name="hand_over"),
    path(_CASE + "gia-han/", steps.extend, name="extend"),
    path(_CASE + "khan/", steps.mark_urgent, name="mark_urgent"),
    path(_CASE + "gop/", steps.join, name="join"),
    path(_CASE + "dong/", steps.close, name="close"),
    path(_CASE + "giu-kin/", steps.withhold, name="withhold"),
    path(_CASE + "danh-tinh/", steps.open_identity, name="open_identity"),
    path(_CASE + "cap-ma/", counter.renew_key, name="renew_key"),
    path(_CASE + "xem-lai/", steps.review, name="review"),
    path(_CASE + "dang/", publishing.publish, name="publish"),
    path(_CASE + "an/", publishing.unpublish, name="unpublish"),
    path("quan-tri/don-vi/<str:slug>/dong/", units.close_unit, name="close_unit"),
]
