"""Whether an account writes in chat: then its draft has the form of a chat message (see japanese.md, "Channels")."""

import re

from assistant.domain.account import Account

# Messages that came or went that way, not a product that has a chat.
_CHAT = re.compile(
    r"(?:slack|teams|chatwork|チャットワーク|line\s?works|ラインワークス|google chat|チャット)\s?(?:コネクト|connect)?\s?"
    r"(?:で|に|から|より|にて|上で|経由|越し|のメッセージ|の投稿|のdm|のスレッド|のチャンネル|\b(?:message|dm|thread|channel|post)\b)"
    r"|\b(?:on|in|via|over|by|through)\s(?:slack|teams|chatwork|google chat|chat)\b|\bslack(?:ed|s us)\b|\bdm(?:ed|'d)\b",
    re.IGNORECASE,
)
_LOOKED_AT = 12


def writes_in_chat(account: Account) -> bool:
    """Whether the newest entries of an account's record tell of more chats than mails.

    Args:
        account: its history newest first, as a dossier holds it.
    """
    newest = sorted(account.history, key=lambda entry: entry.date, reverse=True)[:_LOOKED_AT]
    chats = sum(bool(_CHAT.search(entry.text)) for entry in newest)
    mails = sum(entry.kind == "email" and not _CHAT.search(entry.text) for entry in newest)
    return chats > mails
