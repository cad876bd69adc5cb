"""A coalition's documents: on their way in, in a list, and the form for an address."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, InputBlock, PlainTextInputElement
from slack_sdk.models.views import View

from bot.domain.forms import DocumentForm
from bot.domain.library import Document, DocumentList, Piece
from bot.domain.messages import AddingCard, MoreForYou
from bot.slack.ids import VALUE, Field, Press, ViewId
from bot.slack.views.parts import Rendered, Words, button, buttons, clip, header, pager, section

LONGEST_ADDRESS = 2000
MOST_PLACES = 10


def adding_card(card: AddingCard, words: Words) -> Rendered:
    """What became of a document, and why parts of it were left out."""
    params: dict[str, object] = dict(card.said.params)
    parts = [words(card.said.key, **{**params, "name": params.get("name", card.name)})]
    if card.skipped:
        kinds = ", ".join(words(f"screened.kind.{kind}") for kind in card.kinds)
        parts.append(words("library.skipped", count=card.skipped, kinds=kinds))
    if card.wordless:
        parts.append(
            words("library.wordless", count=len(card.wordless), places=_places(card.wordless, words))
        )
    text = f"*{words('library.document', name=card.name)}*\n" + " ".join(parts)
    return Rendered(clip(text, 3000), (section(text),))


def _places(wordless: Sequence[Piece], words: Words) -> str:
    """Return the first few places, and how many more there are."""
    told = [words(f"library.place.{one.place_kind}", place=one.place) for one in wordless]
    shown = ", ".join(told[:MOST_PLACES])
    more = len(told) - MOST_PLACES
    return words("library.wordless_more", places=shown, count=more) if more > 0 else shown


def more_for_you(card: MoreForYou, words: Words) -> Rendered:
    """A button that sends the rest by direct message."""
    text = words("library.more_alone")
    row = buttons(button(words.plain("button.more_alone"), Press.MORE_ALONE, card.question_id))
    return Rendered(text, (section(text), row))


def document_list(listed: DocumentList, words: Words) -> Rendered:
    """One page of documents; those that the reader may remove have a button."""
    title = words.plain("library.title", name=listed.coalition)
    lines = [_line(one, words) for one in listed.documents]
    nothing = [] if lines else [words("library.none")]
    blocks: list[Block] = [header(title), *(section(line) for line in nothing)]
    for document, line in zip(listed.documents, lines, strict=True):
        removes = button(
            words.plain("button.remove_document"),
            f"{Press.REMOVE_DOCUMENT}.{document.number}",
            str(document.number),
        )
        blocks.append(section(line, removes if document.id in listed.removable else None))
    blocks.append(buttons(button(words.plain("button.add_document"), Press.ADD_DOCUMENT, "")))
    blocks += pager(words, Press.DOCUMENTS, listed.page, listed.pages)
    return Rendered(clip("\n".join([title, *lines, *nothing]), 3000), tuple(blocks))


def _line(document: Document, words: Words) -> str:
    name = words("library.line", number=document.number, name=document.name, count=document.passages)
    skipped = f" {words('library.line_skipped', count=document.skipped)}" if document.skipped else ""
    return clip(f"{name}{skipped}", 500)


def document_form(form: DocumentForm, words: Words) -> View:
    """The address of a document."""
    address = InputBlock(
        block_id=Field.TEXT,
        label=words.plain("library.address"),
        hint=words.plain("library.address_hint"),
        element=PlainTextInputElement(action_id=VALUE, max_length=LONGEST_ADDRESS),
    )
    return View(
        type="modal",
        callback_id=ViewId.DOCUMENT,
        private_metadata=form.channel_id,
        title=words.plain("library.form_title"),
        submit=words.plain("button.add_document"),
        close=words.plain("button.cancel"),
        blocks=[address],
    )
