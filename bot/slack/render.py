"""A domain value to the view of its feature."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.models.views import View

from bot.domain import forms, messages, round_forms
from bot.domain.forms import Form
from bot.domain.gaps import GapList
from bot.domain.home import Home
from bot.domain.library import DocumentList
from bot.domain.messages import Message
from bot.domain.pictures import Bars
from bot.domain.voice import Voice
from bot.slack.views import (
    actions,
    answers,
    attention,
    capture,
    charter,
    checkins,
    contributions,
    deciding,
    decisions,
    library,
    over_days,
    panel,
    record_form,
    records,
    rounds,
    say,
    session_room,
    sessions,
    setup,
    status,
    weekly,
)
from bot.slack.views import home as home_view
from bot.slack.views.languages import in_both
from bot.slack.views.parts import Rendered, Words, spoken
from bot.slack.views.steps import check, rank, record, synthesise

MESSAGES: dict[type, Callable[[Any, Words], Rendered]] = {
    messages.Say: say.say,
    messages.Screened: say.screened,
    messages.Welcome: setup.welcome,
    messages.AnswerCard: answers.answer_card,
    messages.SessionCard: sessions.session_card,
    messages.ExplainCard: sessions.explain_card,
    messages.GatherCard: sessions.gather_card,
    messages.SynthesisCard: synthesise.synthesis_card,
    messages.RankCard: rank.rank_card,
    messages.RecordCard: record.record_card,
    messages.CheckCard: check.check_card,
    messages.HeardCard: check.heard_card,
    messages.QuietVoice: check.quiet_voice,
    messages.StepCloses: check.step_closes,
    messages.PlanCard: over_days.plan_card,
    messages.HandOver: over_days.hand_over,
    messages.Parked: session_room.parked,
    messages.Rehearsal: session_room.rehearsal,
    messages.ProposeCard: sessions.propose_card,
    messages.AssignCard: sessions.assign_card,
    messages.Finished: sessions.finished,
    messages.RoundCard: decisions.round_card,
    messages.DecisionCard: decisions.decision_card,
    messages.RoundDoors: rounds.doors,
    messages.RoundPlan: rounds.round_plan,
    messages.NotDecided: rounds.undecided,
    messages.ClosingSoon: rounds.closing_soon,
    messages.Amended: rounds.amended,
    messages.SaidFor: rounds.said_for,
    messages.Who: rounds.who,
    messages.DecisionRecord: rounds.decision_record,
    messages.DecisionList: decisions.decision_list,
    messages.ActionCard: actions.action_card,
    messages.DayChoices: actions.day_choices,
    messages.ActionList: actions.action_list,
    messages.Panel: panel.panel,
    messages.CharterOffer: charter.charter_offer,
    messages.Status: status.status,
    messages.Suggestion: capture.suggestion,
    messages.RecordList: records.record_list,
    messages.RecordOpened: records.record_opened,
    messages.RecordNoted: records.record_noted,
    messages.RecordConflict: records.record_conflict,
    GapList: answers.gap_list,
    messages.AddingCard: library.adding_card,
    messages.MoreForYou: library.more_for_you,
    DocumentList: library.document_list,
    messages.WeeklyMessage: weekly.weekly,
    messages.CheckInCard: checkins.check_in_card,
    messages.BlockedCard: checkins.blocked_card,
    messages.WeeklyMore: weekly.weekly_more,
    messages.StillHere: weekly.still_here,
    messages.LookBack: weekly.look_back,
    messages.StillWelcome: attention.still_welcome,
}
FORMS: dict[type, Callable[[Any, Words], View]] = {
    forms.ContributeForm: contributions.contribute_form,
    forms.RankForm: rank.rank_form,
    forms.DraftForm: synthesise.draft_form,
    forms.RecordForm: record_form.record_form,
    forms.ParkForm: session_room.park_form,
    forms.PasteForm: session_room.paste_form,
    forms.HandForm: session_room.hand_form,
    forms.ProjectorView: session_room.projector,
    forms.ProposalForm: decisions.proposal_form,
    round_forms.ReasonForm: decisions.reason_form,
    round_forms.LateObjectionForm: decisions.late_objection_form,
    round_forms.BallotForm: deciding.ballot_form,
    round_forms.DecideForm: deciding.decide_form,
    round_forms.DecidingForm: deciding.deciding_form,
    round_forms.SeatForm: deciding.seat_form,
    round_forms.AmendForm: deciding.amend_form,
    round_forms.ForOtherForm: deciding.for_other_form,
    round_forms.InterestForm: deciding.interest_form,
    forms.ActionForm: actions.action_form,
    forms.RetireForm: record_form.retire_form,
    forms.LinkForm: record_form.link_form,
    forms.ReportForm: checkins.report_form,
    forms.NudgesForm: attention.nudges_form,
    forms.SetupForm: setup.setup_form,
    forms.DocumentForm: library.document_form,
    forms.AskForm: answers.ask_form,
    forms.PassageView: answers.passage_view,
    forms.PassagesView: answers.passages_view,
}


class Renderer:
    """Renders messages and forms in the languages that it has a voice for."""

    def __init__(self, voices: Mapping[str, Voice], fallback: str = "en") -> None:
        """Keep the voices; ``fallback`` is spoken where a language is asked for that has none."""
        self._words = {lang: Words(voice) for lang, voice in voices.items()}
        self._fallback = fallback

    def message(self, message: Message, lang: str) -> Rendered:
        """Return a message as Slack takes it; its text says all that its blocks show."""
        rendered = self._rendered(message, lang)
        return Rendered(spoken(rendered.blocks), rendered.blocks) if rendered.blocks else rendered

    def _rendered(self, message: Message, lang: str) -> Rendered:
        if isinstance(message, messages.Digest):
            return attention.digest(message, self.words(lang), self._carried(message, lang))
        if isinstance(message, messages.InBoth):
            first = MESSAGES[type(message.first)](message.first, self.words(lang))
            return in_both(first, MESSAGES[type(message.second)](message.second, self.words(message.lang)))
        return MESSAGES[type(message)](message, self.words(lang))

    def picture(self, message: Message, lang: str) -> Bars | None:
        """Return the picture that a message is shown with, if it has one."""
        if not isinstance(message, messages.WeeklyMessage):
            return None
        return weekly.progress(message, self.words(lang))

    def _carried(self, digest: messages.Digest, lang: str) -> tuple[Rendered, ...]:
        return tuple(MESSAGES[type(one.message)](one.message, self.words(lang)) for one in digest.items)

    def form(self, form: Form, lang: str) -> View:
        """Return a form as Slack takes it."""
        return FORMS[type(form)](form, self.words(lang))

    def home(self, home: Home, lang: str) -> View:
        """Return a Home as Slack takes it."""
        return home_view.home(home, self.words(lang))

    def answer(self, rendered: Rendered, channel_id: str, lang: str) -> View:
        """Return a message as a view, for whoever acts where no message would be seen."""
        return home_view.answer(rendered, channel_id, self.words(lang))

    def words(self, lang: str) -> Words:
        """Return the words of a language, or of the fallback."""
        return self._words.get(lang, self._words[self._fallback])
