"""How people sign up and in: allauth's settings."""

from urllib.parse import urlsplit

import environ

env = environ.Env()

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "capacity.http.accounts.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "capacity.forms.accounts.SignupForm"
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one counts once it is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True  # signing up by passkey asks for it
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {  # counted in the cache; allauth's own for all else stay
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",  # key: the address typed, whether it has an account or not
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
}
ACCOUNT_USER_DISPLAY = "capacity.http.accounts.shown_name"

SOCIALACCOUNT_ADAPTER = "capacity.http.wikimedia.SocialAccountAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False  # the shown name is asked first
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # an address typed at sign-up is kept once it is confirmed
SOCIALACCOUNT_FORMS = {"disconnect": "capacity.forms.wikimedia.UnlinkForm"}
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False

WIKIMEDIA_CLIENT_ID = env.str("WIKIMEDIA_CLIENT_ID", default="")
WIKIMEDIA_REST_API = env.str("WIKIMEDIA_REST_API", default="https://meta.wikimedia.org/w/rest.php")
SOCIALACCOUNT_PROVIDERS = {
    "mediawiki": {
        "APPS": [{"client_id": WIKIMEDIA_CLIENT_ID, "secret": env.str("WIKIMEDIA_CLIENT_SECRET", default="")}]
        if WIKIMEDIA_CLIENT_ID
        else [],
        "REST_API": WIKIMEDIA_REST_API,
        "USERPAGE_TEMPLATE": env.str(
            "WIKIMEDIA_USERPAGE_TEMPLATE", default="https://meta.wikimedia.org/wiki/User:{username}"
        ),
        "USER_AGENT": "CapacityPortal (sign-in)",
        "OAUTH_PKCE_ENABLED": True,
    }
}
WIKIMEDIA_ORIGINS = (
    ["{0.scheme}://{0.netloc}".format(urlsplit(WIKIMEDIA_REST_API))] if WIKIMEDIA_CLIENT_ID else []
)

MFA_ADAPTER = "programs.http.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "capacity.forms.passkeys.AddKeyForm",
    "edit_webauthn": "capacity.forms.passkeys.EditKeyForm",
    "signup_webauthn": "capacity.forms.passkeys.SignupKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = "Capacity Portal"
MFA_TOTP_TOLERANCE = 1  # periods of 30 seconds by which a telephone's clock may be wrong
ALLAUTH_TRUSTED_PROXY_COUNT = 0  # production says how many
MERGE_MINUTES = 15  # minutes between the two sign-ins that prove two accounts to be one person's
