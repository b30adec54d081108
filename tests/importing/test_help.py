"""Help texts from files: what arrives as title, lines and language, and what is refused."""

from io import BytesIO
from pathlib import Path

import pytest

from assistant.adapters.readers.help_files import walk
from assistant.errors import NotFound
from assistant.importing import ImportReport, import_help
from assistant.ports import HelpText
from assistant.texts import Say
from tests.importing.samples import FakeRecords, pdf

pytestmark = pytest.mark.anyio


async def imported(*files: tuple[str, bytes]) -> tuple[ImportReport, dict[str, HelpText]]:
    records = FakeRecords()
    return await import_help(files, records, Say("en")), records.help  # type: ignore[arg-type]


async def one(name: str, data: bytes | str) -> HelpText:
    report, texts = await imported((name, data.encode() if isinstance(data, str) else data))
    assert report.refused == 0, report.rows
    (text,) = texts.values()
    return text


async def refusal(name: str, data: bytes) -> str:
    report, texts = await imported((name, data), ("good.md", b"# Good\n\nText."))
    assert (report.taken, report.refused) == (1, 1)
    assert list(texts) == ["good"]
    return report.rows[0].why


def docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("打刻を直す", 1)
    document.add_paragraph("管理者だけができます。")
    for step in ("設定を開く", "保存を押す"):
        document.add_paragraph(step, style="List Number")
    document.add_paragraph("注意", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "状態", "意味"
    file = BytesIO()
    document.save(file)
    return file.getvalue()


async def test_that_markdown_keeps_its_title_apart_and_its_numbered_lines() -> None:
    text = await one("reset.md", "# パスワードの再設定\n\n管理者が行います。\n\n1. **設定**を開く\n2. `保存`を押す\n")
    assert (text.id, text.title, text.language) == ("reset", "パスワードの再設定", "ja")
    assert text.body == "管理者が行います。\n\n1. 設定を開く\n2. 保存を押す"
    assert text.source == "パスワードの再設定"


async def test_that_links_keep_their_address_and_comments_go() -> None:
    text = await one("a.md", "# T\n\n<!-- draft -->See [the page](https://x.example/a) or ![the icon](i.png).")
    assert text.body == "See the page (https://x.example/a) or the icon."


async def test_that_front_matter_names_title_and_source() -> None:
    text = await one("a.md", "---\ntitle: Sign in\nsource: Handbook, chapter 2\n---\nOpen the page.")
    assert (text.title, text.source, text.body) == ("Sign in", "Handbook, chapter 2", "Open the page.")


async def test_that_a_language_in_the_name_wins_over_the_script() -> None:
    assert (await one("a.en.md", "# 題\n\nこれは日本語です。")).language == "en"
    assert (await one("a.md", "# 「Save」を押す\n\nReport の画面で Export を押します。")).language == "ja"
    assert (await one("a.md", "# Save\n\nPress 保存 to save the report.")).language == "en"


async def test_that_a_file_with_several_articles_becomes_several_help_texts() -> None:
    report, texts = await imported(("faq.md", b"# Log in\n\nOpen.\n\n# Log out\n\nClose.\n\n## Why\n\nSafety.\n"))
    assert list(texts) == ["faq-log-in", "faq-log-out"]
    assert texts["faq-log-out"].body == "Close.\n\nWhy\n\nSafety."
    assert report.taken == 2


async def test_that_a_hash_in_a_code_block_starts_no_article() -> None:
    text = await one("a.md", "# Title\n\n```\n# a comment\nrun\n```\n")
    assert text.body == "# a comment\nrun"


async def test_that_a_title_may_be_underlined() -> None:
    text = await one("a.md", "Log in\n======\n\nOpen the page.")
    assert (text.title, text.body) == ("Log in", "Open the page.")


async def test_that_html_gives_the_article_without_navigation_and_with_numbered_steps() -> None:
    page = """<!doctype html><html><head><title>Site</title><style>p{}</style></head><body>
      <nav>Home</nav><script>evil()</script><div hidden>secret</div>
      <article><header><h1>Export a report</h1></header><p>Only <b>admins</b>.</p>
      <ol><li>Open <i>Reports</i><ul><li>on the left</li></ul></li><li><p>Press Export</p></li></ol>
      <table><tr><th>State</th><td>Done</td></tr></table></article><footer>©</footer></body></html>"""
    text = await one("export.html", page)
    assert text.title == "Export a report"
    steps = "1. Open Reports\n   - on the left\n2. Press Export"
    assert text.body == f"Only admins.\n\n{steps}\n\nState | Done"


async def test_that_html_is_read_in_the_encoding_it_names() -> None:
    page = '<html><head><meta charset="Shift_JIS"><title>設定</title></head><body><p>開く。</p></body></html>'
    text = await one("a.html", page.encode("cp932"))
    assert (text.title, text.body) == ("設定", "開く。")


async def test_that_html_is_recognised_by_its_content() -> None:
    assert (await one("a.txt", "<html><body><h1>T</h1><p>Text</p></body></html>")).body == "Text"


async def test_that_word_lists_get_the_numbers_that_word_shows() -> None:
    text = await one("打刻.docx", docx())
    assert (text.id, text.title) == ("打刻", "打刻を直す")
    assert text.body == "管理者だけができます。\n1. 設定を開く\n2. 保存を押す\n- 注意\n状態 | 意味"


async def test_that_a_pdf_gives_its_lines() -> None:
    text = await one("a.pdf", pdf("勤怠の締め方", "1. 設定を開きます。", "2. 締めるを押します。"))
    assert text.title == "勤怠の締め方"
    assert text.body == "1. 設定を開きます。\n2. 締めるを押します。"


async def test_that_lines_a_pdf_broke_by_its_width_are_joined() -> None:
    text = await one(
        "a.pdf", pdf("締め方", "管理者は月末までに全員の打刻を確", "認してから締めます。", "1. 開きます。")
    )
    assert text.body == "管理者は月末までに全員の打刻を確認してから締めます。\n1. 開きます。"


async def test_that_a_pdf_that_is_none_is_refused_with_a_sentence() -> None:
    assert await refusal("a.pdf", b"hello") == "a.pdf cannot be read as a PDF."
    assert await refusal("b.pdf", b"%PDF-1.7\ngarbage") == "b.pdf cannot be read as a PDF."


async def test_that_a_pdf_without_text_is_refused() -> None:
    assert await refusal("scan.pdf", pdf("")) == (
        "scan.pdf holds only pictures of text. Use a PDF with real text, or Markdown."
    )


async def test_that_a_pdf_with_a_password_is_refused() -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=BytesIO(pdf("secret")))
    writer.encrypt("pass", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    assert await refusal("a.pdf", file.getvalue()) == "a.pdf is protected by a password."


async def test_that_a_word_document_that_is_none_is_refused() -> None:
    assert await refusal("a.docx", b"hello") == "a.docx cannot be read as a Word document."
    assert "old Word format" in await refusal("b.docx", b"\xd0\xcf\x11\xe0\xa1\xb1")


async def test_that_a_file_with_a_title_alone_or_nothing_is_refused() -> None:
    assert await refusal("a.md", b"# Title\n") == "a.md holds no text."
    assert await refusal("a.md", b"") == "a.md is empty."
    assert await refusal("a.md", bytes(range(256)) * 20) != ""


async def test_that_pages_nested_without_end_are_refused() -> None:
    assert await refusal("a.html", b"<html><body>" + b"<div>" * 5000 + b"x") == "a.html is too deeply nested."


async def test_that_pages_without_end_to_their_marks_take_no_longer() -> None:
    text = await one("a.md", "# T\n\n" + "<!-- " * 100_000 + "\n" + "[" * 100_000 + "**" * 50_000)
    assert text.body.startswith("<!-- <!--")


async def test_that_xhtml_is_read_and_broken_markup_refused() -> None:
    assert (await one("a.html", '<?xml version="1.0"?><html><body><h1>T</h1>Text</body></html>')).body == "Text"
    report, _ = await imported(("b.html", b"<html><body><h1>T</h1><![foo bar</body></html>"))
    assert all(row.why for row in report.rows if row.status == "refused")


async def test_that_files_of_the_same_name_get_their_folder_in_front() -> None:
    report, texts = await imported(("admin/login.md", b"# A\n\nAdmins."), ("user/login.md", b"# B\n\nUsers."))
    assert list(texts) == ["admin-login", "user-login"]
    assert report.taken == 2


async def test_that_a_second_file_with_the_same_id_is_refused_and_an_equal_one_is_unchanged() -> None:
    report, texts = await imported(
        ("login.md", b"# A\n\nOne."), ("login.txt", b"# A\n\nTwo."), ("login.md", b"# A\n\nOne.")
    )
    assert [row.status for row in report.rows] == ["taken", "refused", "unchanged"]
    assert texts["login"].body == "One."
    assert "`login`" in report.rows[1].why


async def test_that_importing_twice_changes_nothing() -> None:
    records = FakeRecords()
    files = [("a.md", b"# A\n\nText.")]
    await import_help(files, records, Say("en"))  # type: ignore[arg-type]
    report = await import_help(files, records, Say("en"))  # type: ignore[arg-type]
    assert (report.taken, report.unchanged) == (0, 1)


async def test_that_no_name_of_a_file_leads_out_of_the_shelf() -> None:
    _, texts = await imported(("../../etc/pass..wd.md", b"# A\n\nText."), ("C:\\x\\My File.md", b"# B\n\nText."))
    assert list(texts) == ["pass-wd", "my-file"]


async def test_that_a_name_without_letters_is_refused() -> None:
    assert await refusal("---.md", b"# A\n\nText.") == "---.md needs a letter or a digit in its name."


def test_that_walking_a_folder_finds_what_can_be_read_in_a_steady_order(tmp_path: Path) -> None:
    for name in ("b.md", "a.html", "in/c.docx", "~$a.docx", ".hidden.md", "picture.png"):
        (tmp_path / "help" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "help" / name).write_bytes(name.encode())
    found = list(walk([tmp_path / "help", tmp_path / "help" / "b.md"]))
    assert [name for name, _ in found] == ["help/a.html", "help/b.md", "help/in/c.docx", "b.md"]
    assert found[0][1] == b"a.html"


def test_that_walking_to_a_path_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no file"):
        list(walk([tmp_path / "nothing"]))
