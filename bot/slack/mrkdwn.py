"""People's words on their way in and out of Slack's markup."""

import html
import re

_USER = re.compile(r"<@([A-Z0-9]+)\|[^>]*>")
_CHANNEL = re.compile(r"<#([A-Z0-9]+)(?:\|([^>]*))?>")
_SPECIAL = re.compile(r"<!(?:subteam\^[A-Z0-9]+\|?)?([^>|]*)(?:\|([^>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^>|]+)(?:\|([^>]*))?>")


def escape(text: str) -> str:
    """Return text that Slack shows as it stands: no mention, no link, no broadcast comes of it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> str:
    """Return a message's words as people read them: broadcasts as words, links as text.

    Accounts stay as ``<@U123>``: who they are is looked up where the words are used.
    """
    text = _USER.sub(r"<@\1>", text)
    text = _CHANNEL.sub(lambda found: "#" + (found[2] or found[1]), text)
    text = _LINK.sub(lambda found: f"{found[2]} ({found[1]})" if found[2] else found[1], text)
    text = _SPECIAL.sub(lambda found: "@" + (found[2] or found[1]).lstrip("@"), text)
    return html.unescape(text).strip()


def without_mention(text: str, bot_user_id: str) -> str:
    """Return a message without the mention of the bot."""
    return re.sub(rf"<@{re.escape(bot_user_id)}(?:\|[^>]*)?>", " ", text).strip()
