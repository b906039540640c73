"""Addresses of the room `people`: signing in, one's own account, who does what."""

from django.urls import path

from kipthoi.people.views import account, invitations, people, signing_in

app_name = "people"

_PERSON = "quan-tri/nguoi/<int:pk>/"
_TERM = "quan-tri/nguoi/nhiem-ky/<int:pk>/"

urlpatterns = [
    # /dang-nhap/ … officers come in
    path("dang-nhap/", signing_in.sign_in, name="sign_in"),
    path("dang-xuat/", signing_in.sign_out, name="sign_out"),
    path("moi/<str:token>/", invitations.take_up, name="take_up"),
    # /tai-khoan/ … their own account
    path("tai-khoan/", account.account, name="account"),
    path("tai-khoan/khoa/them/", account.add_key, name="add_key"),
    path("tai-khoan/khoa/<int:pk>/", account.rename_key, name="rename_key"),
    path("tai-khoan/khoa/<int:pk>/go/", account.remove_key, name="remove_key"),
    path("tai-khoan/ma-du-phong/", account.recovery_codes, name="recovery_codes"),
    path("tai-khoan/ngon-ngu/", account.set_language, name="set_language"),
    path(
        "tai-khoan/may/<str:handle>/thoat/",
        account.sign_out_device,
        name="sign_out_device",
    ),
    # /quan-tri/nguoi/ … who does what
    path("quan-tri/nguoi/", people.people, name="people"),
    path("quan-tri/nguoi/moi/", invitations.invite, name="invite"),
    path(
        "quan-tri/nguoi/loi-moi/<int:pk>/rut/",
        invitations.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(_PERSON, people.person, name="person"),
    path(_PERSON + "vai-tro/", people.give_role, name="give_role"),
    path(_TERM + "thoi/", people.end_term, name="end_term"),
    path(_TERM + "thay/", people.stand_in, name="stand_in"),
]
