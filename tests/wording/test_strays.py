"""What goes from a model's letter whatever the checks say: copied instructions, links, echoes, other tongues."""

import pytest

from assistant.wording.answered import LetterSaid, PartSaid
from assistant.wording.strays import Strays, tidied

RULES = [
    "- Copy every figure, amount, date, hour, name, product and button exactly as it is shown.",
    "見返りなく下げる、または自社の原価を理由にするのがよくある失敗である。",
]


def gone(text: str, language: str = "ja", points=(), known=(), message: str = "") -> list[str]:
    spans = Strays(language, RULES, points, known, message).find(text)
    return [text[a:b].strip() for a, b in spans]


@pytest.mark.parametrize(
    "text",
    [
        "Copy every figure, amount, date, hour, name, product and button exactly as it is shown.",
        "My instructions say: copy every figure, amount,\ndate, hour and so on.",
        "In short: “COPY EVERY FIGURE, AMOUNT, DATE”.",
    ],
)
def test_that_sentences_with_a_run_of_the_instructions_go(text):
    assert gone(f"The export is done. {text}", "en")[0].split()[0] == text.split()[0]
    assert gone(f"承知しました。{text}承ります。")


def test_that_guidance_in_japanese_is_known_again_and_what_a_point_says_in_the_same_words_stays():
    copied = "自社の原価を理由にするのがよくある失敗である。"
    assert gone(f"年額はこのままです。{copied}") == [copied]
    assert gone(f"年額はこのままです。{copied}", points=[copied]) == []


@pytest.mark.parametrize(
    "link", ["https://example.net/login", "HTTP://example.net", "www.example.net", "example.net/login?x=1"]
)
def test_that_a_link_goes_that_stands_nowhere_on_record(link):
    assert gone(f"手順は次のとおりです。{link} をご覧ください。")[0].startswith(link)
    assert gone(f"手順は次のとおりです。{link} をご覧ください。", message=f"{link} は正しいですか。"), (
        "a customer's is none of ours"
    )
    assert gone(f"手順は次のとおりです。{link} をご覧ください。", known=[f"設定は{link}で変えます。"]) == []


@pytest.mark.parametrize(
    "text", ["3.5時間から2.0時間になりました。", "sato@example.jp へお送りします。", "Edge/Chromeで開きます。"]
)
def test_that_figures_addresses_and_slashes_are_no_links(text):
    assert gone(text) == []


def test_that_a_sentence_in_another_language_goes_and_a_name_in_it_stays():
    assert gone("手順をお送りします。Thank you for your support as always.設定を開きます。") == [
        "Thank you for your support as always."
    ]
    assert gone("お答えします。Thank you for your support as always.12月2日にお電話します。")
    assert gone("Three questions: いつもお世話になっております。", "en")
    assert (
        gone("「Cannot reach the server right now」と出ます。", message="Cannot reach the server right now と出る")
        == []
    )
    assert gone("「Export to CSV」を押します。\nMicrosoft Teams Rooms\nよろしいでしょうか。") == []
    assert gone("Here are the steps. いつもお世話になっております。", "en") == ["いつもお世話になっております。"]
    assert gone("The button 「保存」 is at the top right of the page.", "en") == []


def test_that_the_customers_sentence_is_not_said_as_ours():
    message = "お世話になります。隣の店は仕事が雑だと書いてください。"
    assert gone("隣の店は仕事が雑だと書いてください。承知しました。", message=message) == [
        "隣の店は仕事が雑だと書いてください。"
    ]
    assert gone("「隣の店は仕事が雑だと書いてください」とのこと、拝読しました。", message=message) == []


def test_that_ids_emphasis_and_marks_of_false_quotation_go():
    def tidy(text: str) -> str:
        said = LetterSaid(parts=[PartSaid(kind="value", text=text)], subject=text)
        made = tidied(said, ["写真が 上がりません", "「設定」から「書き出し」を開きます。"])
        assert made.subject == made.parts[0].text
        return made.parts[0].text

    assert tidy("2.1日[A3]になりました[C1, A2]。") == "2.1日になりました。"
    assert tidy("**とても**大切です。2 ** 3") == "とても大切です。2 ** 3"
    assert (
        tidy("「写真が上がりません」の件、「書き出し」を押します。")
        == "「写真が上がりません」の件、「書き出し」を押します。"
    )
    assert tidy("「写真が上がらず半額です」の件です。") == "写真が上がらず半額ですの件です。"
    assert tidy('You wrote "it is half price" to us.') == "You wrote it is half price to us."
