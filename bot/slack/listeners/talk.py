"""Mentions, direct messages, and replies in the threads of steps; edits and deletions follow."""

from dataclasses import dataclass, replace

from slack_bolt import App, BoltContext

from bot.domain.acts import Act
from bot.domain.grammar import meant_as_command
from bot.domain.library import Dropped
from bot.slack.mrkdwn import plain, without_mention
from bot.slack.unpack import Body, event_act
from bot.usecases.answers import Answers
from bot.usecases.capture import Capture
from bot.usecases.commands import Commands
from bot.usecases.contributions import Contributions
from bot.usecases.leaving import Leaving
from bot.usecases.library import Documents
from bot.usecases.people import People
from bot.usecases.setup import Setup

# https://docs.slack.dev/reference/events/message/channel_convert_to_private/
TURNED = ("channel_convert_to_private", "channel_convert_to_public")
PEOPLE_WROTE = (None, "thread_broadcast", "file_share")


@dataclass
class Talk:
    """Hands what people write to the use case that it is meant for."""

    commands: Commands
    answers: Answers
    contributions: Contributions
    setup: Setup
    people: People
    capture: Capture
    documents: Documents
    leaving: Leaving

    def register(self, app: App) -> None:
        """Listen to what people write, and to the bot's own arrival in a channel."""
        app.event("app_mention")(self.mentioned)
        app.event("message")(self.message)
        app.event("member_joined_channel")(self.joined)
        app.event("member_left_channel")(self.left)

    def mentioned(self, body: Body, context: BoltContext) -> None:
        """Answer a mention: a sub-command, or else a question."""
        act = event_act(body, context)
        text = without_mention(str(body["event"].get("text") or ""), context.bot_user_id or "")
        if self._dropped(act, body["event"]):
            return
        typed = meant_as_command(plain(text))
        if typed is not None:
            self.commands.run(act, typed)
            return
        self.answers.ask(act, self._words(act, text))

    def message(self, body: Body, context: BoltContext) -> None:
        """Take a message as a question (in a DM), as a contribution (in a step's thread), or leave it alone."""
        event = body["event"]
        subtype = event.get("subtype")
        if subtype == "message_changed":
            self._changed(body, context)
        elif subtype == "message_deleted":
            self._deleted(body, context)
        elif subtype in TURNED:
            act = event_act(body, context)
            self.setup.turned(act.workspace_id, act.channel_id)
        elif subtype in PEOPLE_WROTE and event.get("user") and not event.get("bot_id"):
            self._written(event_act(body, context), str(event.get("text") or ""), context, event)

    def joined(self, body: Body, context: BoltContext) -> None:
        """Greet a channel when it was the bot that joined."""
        event = body["event"]
        if event.get("user") == context.bot_user_id:
            inviter = str(event.get("inviter") or "")
            self.setup.arrived(replace(event_act(body, context), user_id=inviter))

    def left(self, body: Body, context: BoltContext) -> None:
        """Somebody left a channel."""
        self.leaving.left(event_act(body, context))

    def _written(self, act: Act, text: str, context: BoltContext, event: Body) -> None:
        if event.get("channel_type") == "im" or act.channel_id.startswith("D"):
            if event.get("files") and not text.strip():
                self.documents.elsewhere(act)
                return
            self._direct(act, text)
        elif f"<@{context.bot_user_id}" not in text:
            if act.thread_ts:
                self.contributions.reply(act, self._words(act, text))
            self.capture.notice(replace(act, key=f"notice:{act.key}"), plain(text))

    def _dropped(self, act: Act, event: Body) -> bool:
        """Take files that were dropped with a mention into the library; tell whether there were any."""
        files = event.get("files") or []
        for n, file in enumerate(files):
            told = (str(file.get(name) or "") for name in ("id", "name", "url_private_download"))
            self.documents.add_file(replace(act, key=f"{act.key}:{n}"), Dropped(*told))
        return bool(files)

    def _direct(self, act: Act, text: str) -> None:
        typed = meant_as_command(plain(text))
        if typed is not None and typed.command != "ask":
            self.commands.run(act, typed)
            return
        self.answers.ask(act, self.people.named(act, typed.rest) if typed else self._words(act, text))

    def _changed(self, body: Body, context: BoltContext) -> None:
        message = body["event"]["message"]
        before = body["event"].get("previous_message", {})
        if message.get("bot_id") or not message.get("thread_ts") or message.get("text") == before.get("text"):
            return
        if f"<@{context.bot_user_id}" in str(message.get("text") or ""):
            return
        act = self._about(body, context, message)
        self.contributions.edited(act, self._words(act, str(message.get("text") or "")))

    def _deleted(self, body: Body, context: BoltContext) -> None:
        message = body["event"].get("previous_message", {})
        if message.get("thread_ts") and not message.get("bot_id"):
            self.contributions.deleted(self._about(body, context, message))

    def _about(self, body: Body, context: BoltContext, message: Body) -> Act:
        """The act behind an edit or a deletion: its author and its message stand inside the event."""
        return replace(
            event_act(body, context),
            user_id=str(message.get("user") or ""),
            thread_ts=str(message["thread_ts"]),
            message_ts=str(message["ts"]),
        )

    def _words(self, act: Act, text: str) -> str:
        return self.people.named(act, plain(text))
