"""The few addresses that allauth itself asks for, under their own names.

Nothing else of allauth has an address: no sign-up, no passwords, no page for addresses.
"""

from allauth.account.views import confirm_login_code
from allauth.mfa.webauthn.views import login_webauthn
from django.urls import path
from django.views.generic import RedirectView

_back = RedirectView.as_view(pattern_name="people:sign_in", query_string=True)

urlpatterns = [
    path("dang-nhap/ma/", confirm_login_code, name="account_confirm_login_code"),
    path("dang-nhap/khoa/", login_webauthn, name="mfa_login_webauthn"),
    # Where allauth sends people back to; both lead to our own page.
    path("dang-nhap/lai/", _back, name="account_login"),
    path("dang-nhap/ma-moi/", _back, name="account_request_login_code"),
]
