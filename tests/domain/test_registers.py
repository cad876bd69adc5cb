"""What words after a list's name ask to see."""

import pytest

from bot.domain.registers import Register, Sought, from_token, sought


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
    ],
)
def test_words_narrow_a_list_and_other_words_do_not(register: Register, typed: str, wanted: Sought) -> None:
    assert sought(register, typed) == wanted


@pytest.mark.parametrize("register", Register)
def test_what_is_sought_travels_in_a_button(register: Register) -> None:
    wanted = Sought(register, "legal", "soft", "", mine=True, page=7)
    assert from_token(wanted.token) == wanted
