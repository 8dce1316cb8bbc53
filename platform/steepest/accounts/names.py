"""What a name and a password may be."""

from __future__ import annotations

import unicodedata

from steepest_graders.text import Text

SHORTEST_NAME, LONGEST_NAME = 2, 40
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 1024


class Refused(Exception):
    """What was entered can't be taken; `message` says why, in both languages. `reason` is a stable word:

    name_short, name_long, name_letters, name_taken, password_short, password_long, password_is_name,
    signup_closed, wrong (name or password), not_the_password, sign_in_first, link (unknown, used or expired).
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.message = REASONS[reason]
        super().__init__(self.message.en)


REASONS = {
    "name_short": Text(f"A name has at least {SHORTEST_NAME} characters.", f"名字至少 {SHORTEST_NAME} 个字符。"),
    "name_long": Text(f"A name has at most {LONGEST_NAME} characters.", f"名字最多 {LONGEST_NAME} 个字符。"),
    "name_letters": Text(
        "A name is made of letters, digits, spaces and . _ - @ '", "名字只能包含文字、数字、空格和 . _ - @ '"
    ),
    "name_taken": Text("This name is taken: choose another one.", "这个名字已被使用，请换一个。"),
    "password_short": Text(
        f"A password has at least {SHORTEST_PASSWORD} characters.", f"密码至少 {SHORTEST_PASSWORD} 个字符。"
    ),
    "password_long": Text(
        f"A password has at most {LONGEST_PASSWORD} characters.", f"密码最多 {LONGEST_PASSWORD} 个字符。"
    ),
    "password_is_name": Text("The password must not be the name.", "密码不能与名字相同。"),
    "signup_closed": Text("This site takes no new accounts: ask whoever runs it.", "本站不开放注册，请联系管理者。"),
    "wrong": Text("Name or password is wrong.", "名字或密码不正确。"),
    "not_the_password": Text("This is not your password.", "这不是你现在的密码。"),
    "sign_in_first": Text("Sign in first, then open the link again.", "请先登录，再打开这个链接。"),
    "link": Text(
        "This link is unknown, used or expired: ask for a new one.", "这个链接不存在、已使用或已过期，请索取新的链接。"
    ),
}


def clean_name(name: str) -> str:
    """The name as it is shown: NFC, one space between words. Raises Refused."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if len(name) < SHORTEST_NAME:
        raise Refused("name_short")
    if len(name) > LONGEST_NAME:
        raise Refused("name_long")
    if not all(_may_stand_in_a_name(character) for character in name) or not name_key(name):
        raise Refused("name_letters")
    return name


def name_key(name: str) -> str:
    """The name as it is compared: Ada, ada and full-width Ａｄａ are one."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())[:80]


def check_password(password: str, name: str) -> str:
    """The password, NFC. Raises Refused. Length is the rule; rules on characters make worse passwords."""
    password = unicodedata.normalize("NFC", password)
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("password_short")
    if len(password) > LONGEST_PASSWORD:
        raise Refused("password_long")
    if name_key(password) == name_key(name):
        raise Refused("password_is_name")
    return password


def _may_stand_in_a_name(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" or character in " ._-@'"
