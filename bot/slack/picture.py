"""A picture within a message: uploaded first, seen by nobody yet, then shown by the message that names it."""

from collections.abc import Callable

from slack_sdk import WebClient
from slack_sdk.models.blocks import ImageBlock
from slack_sdk.models.blocks.basic_components import SlackFile

from bot.domain.pictures import Bars
from bot.slack.calls import call
from bot.slack.views.parts import clip

NAME = "progress.png"
ALT_TEXT = 1000


def uploaded(client: WebClient, picture: Bars, draw: Callable[[Bars], bytes]) -> ImageBlock:
    """Draw and upload a picture; return the block that shows it. Raises Undeliverable or TryLater."""
    words = clip(picture.alt_text, ALT_TEXT)
    told = call(
        client.files_upload_v2, filename=NAME, title=picture.title, content=draw(picture), alt_txt=words
    )
    return ImageBlock(alt_text=words, slack_file=SlackFile(id=str(told["files"][0]["id"])))
