"""What words after a list's name ask to see."""

import pytest

from bot.domain.registers import Register, Sought, from_token, pressed_for, sought, whole


@pytest.mark.parametrize(
    ("register", "typed", "wanted"),
    [
        (Register.PARAMETERS, "", Sought(Register.PARAMETERS)),
        (Register.PARAMETERS, "soft privacy mine", Sought(Register.PARAMETERS, "privacy", "soft", mine=True)),
        (
            Register.PARAMETERS,
            "blandos privacidad míos",
            Sought(Register.PARAMETERS, "privacy", "soft", mine=True),
        ),
        (Register.PARAMETERS, "data system all", Sought(Register.PARAMETERS, "data_system", state="")),
        (Register.POWER, "working agreements", Sought(Register.POWER, "working_agreement")),
        (Register.POWER, "soft", Sought(Register.POWER)),
        (Register.DATA, "agreements retired", Sought(Register.DATA, "agreement", state="retired")),
        (Register.DATA, "whatever that is", Sought(Register.DATA)),
        (Register.ACTIONS, "", Sought(Register.ACTIONS, state="")),
        (Register.ACTIONS, "open mine", Sought(Register.ACTIONS, state="under_way", mine=True)),
        (Register.ACTIONS, "at risk", Sought(Register.ACTIONS, state="at_risk")),
        (Register.ACTIONS, "bloqueadas", Sought(Register.ACTIONS, state="blocked")),
        (Register.DECISIONS, "provisional", Sought(Register.DECISIONS, state="provisional")),
        (Register.DECISIONS, "retired", Sought(Register.DECISIONS, state="")),
    ],
)
def test_words_narrow_a_list_and_other_words_do_not(register: Register, typed: str, wanted: Sought) -> None:
    assert sought(register, typed) == wanted


@pytest.mark.parametrize("register", Register)
def test_what_is_sought_travels_in_a_button(register: Register) -> None:
    wanted = Sought(register, "legal", "soft", "", mine=True, page=7)
    assert from_token(wanted.token) == wanted


def test_a_button_that_carries_a_page_alone_asks_for_all_of_the_list() -> None:
    assert pressed_for(Register.ACTIONS, "3") == whole(Register.ACTIONS, 3)
    assert pressed_for(Register.ACTIONS, Sought(Register.ACTIONS, mine=True).token).mine
