"""Names on record may hold what would be a fault elsewhere: a figure, a word of address."""

import pytest

from assistant.checks.catalogue import check_all
from assistant.domain.account import Account
from tests.checks.letters import ACCOUNTS, letter


def _called(name: str) -> Account:
    return ACCOUNTS["tachibana"].model_copy(update={"name": name})


def test_that_a_number_in_the_customers_own_name_is_no_figure():
    body = "株式会社第2みその商店 6\n深津様\n\nいつもお世話になっております。第2みその商店 6の皆様にもよろしくお伝えください。"
    findings = check_all(letter(body, _called("株式会社第2みその商店 6")))[1]
    assert not [f for f in findings if f.code == "ungrounded_figure"]


def test_that_a_word_of_address_inside_a_name_is_no_word_of_address():
    account = _called("株式会社御園商店")
    findings = check_all(letter("株式会社御園商店\n深津様\n\n御園商店の皆様にもよろしくお伝えください。", account))[1]
    assert not [f for f in findings if "organisation_word" in f.why]
    findings = check_all(letter("株式会社御園商店\n深津様\n\n御社の皆様にもよろしくお伝えください。", account))[1]
    assert [f.quote for f in findings if "organisation_word" in f.why] == ["御社"]


@pytest.mark.parametrize(
    "name", ["医療法人社団みその会", "医療法人財団みその会", "医療法人みその会", "社会福祉法人みその会"]
)
def test_that_the_legal_form_of_a_customer_is_no_part_of_another_company(name):
    other = name.replace("みその会", "あさひ会")
    for addressed, wrong in ((name, []), (other, [other])):
        findings = check_all(letter(f"{addressed}\nご担当者様\n\nいつもお世話になっております。", _called(name)))[1]
        assert [f.quote for f in findings if f.code == "wrong_name"] == wrong


def test_that_a_telephone_number_after_the_word_line_is_no_figure():
    findings = check_all(letter("Hello,\n\nDirect line 070-0000-0007\n", language="en"))[1]
    assert not [f for f in findings if f.code == "ungrounded_figure"]
