"""The consultation as somebody types it: transcripts for every document, and nothing that was said is ever lost."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from approved_texts import assert_approved
from decision_support.loading.cases import read_case
from decision_support.loading.examples import example_paths

COMMAND = [sys.executable, "-m", "decision_support"]
APPROVED = Path(__file__).with_name("approved")
ENVIRONMENT = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
OPENING = ["A discharge", "nssb", "england", ""]

# The options, and what is typed, line by line: first the title, the document, the place and the day.
CONVERSATIONS = {
    "nssb": (
        "",
        "A discharge without a safety plan|3|1|2026-11-02|help|n|why|y|She is on the ward until Friday.|y|back|Y|"
        "happened|discussed|2026-11-02 15:00|unresolved|They see the risk differently.|n|change 2 no|"
        "She may leave tonight.|answers|unknown|",
    ),
    "ssab": (
        "",
        "Two views of a tenancy||back|ssab|england||maybe|no|unknown||skip|happened|dialogue|yesterday||||",
    ),
    "lscb": (
        "--as lscb_manager",
        "A dispute passed up|1||yesterday|n|y|She is at school.|y|n|Nobody asked.|u|skip||set jurisdiction=england|"
        "set juristiction=wales|",
    ),
    "osdr": (
        "--guidance osdr",
        "A valve that two inspectors see differently|4|2026-11-02|n|y|why|yes|2|3|happened|1|||change 9|change 1 yes|",
    ),
    "nhs": (
        "--guidance nhs --as occupational_health",
        "Two drug charts in one night|2||n|why|n|He is off the rota this week.|help|sole|A tremor.|n|He sees it.|"
        "why|no||y|It was done on Monday.|skip|"
        "set person: {id: yetunde, name: Yetunde, roles: [case_manager]}|advice|quit",
    ),
}


def consult(*arguments, typed=(), cwd=None):
    return subprocess.run(
        [*COMMAND, "consult", "--on", "2026-11-03", *map(str, arguments)],
        input="".join(f"{line}\n" for line in typed),
        capture_output=True,
        text=True,
        cwd=cwd,
        env=ENVIRONMENT,
    )


def advised(path):
    return subprocess.run(
        [*COMMAND, "advise", path, "--on", "2026-11-03"], capture_output=True, text=True, env=ENVIRONMENT
    ).stdout


@pytest.mark.parametrize("guidance", CONVERSATIONS)
def test_the_transcript_is_the_approved_one_and_its_advice_that_of_the_file(guidance, tmp_path):
    options, lines = CONVERSATIONS[guidance]
    typed = lines.split("|")
    done = consult("case.yaml", *options.split(), typed=typed, cwd=tmp_path)
    assert done.returncode == 0 and done.stderr == ""
    advice = advised(tmp_path / "case.yaml")
    assert done.stdout.count(advice) == 1
    assert max(map(len, done.stdout.replace(advice, "").splitlines())) <= 80 + len(max(typed, key=len))
    transcript = re.sub(r"\n.+\nAdvice for (?s:.*?)people decide\.\n", "\n[the advice]\n", done.stdout)
    assert_approved(transcript, APPROVED / f"consult-{guidance}.txt")


def test_it_explains_itself():
    done = subprocess.run([*COMMAND, "consult", "-h"], capture_output=True, text=True, env=ENVIRONMENT)
    assert done.returncode == 0 and "Usage:" in done.stdout and "--knowledge" in done.stdout


def test_without_a_document_it_finds_out_which_governs_and_goes_on_under_it(tmp_path):
    typed = ["Who decides?", "", "1", "", "n", "y", "north somerset", "nobody", "n", "adult", "n", "1"]
    done = consult("case.yaml", typed=typed, cwd=tmp_path)
    text = " ".join(done.stdout.split())
    assert "By these facts, this may govern: Which of these shall the advice follow?" in text
    assert (tmp_path / "case.yaml").read_text().count("guidance: [nssb]") == 1
    assert "safe and cared for" in text.partition("Enter for none): 1")[2]


# Keeping


def test_every_answer_is_kept_at_once_and_the_same_command_goes_on(tmp_path, base):
    first = consult("case.yaml", typed=[*OPENING, "n", "y", "She is on the ward."], cwd=tmp_path)
    assert "The input has ended. Everything is kept in case.yaml." in first.stdout
    case = read_case(tmp_path / "case.yaml", base)
    assert case.facts["safety_assured_meanwhile"].rationale == "She is on the ward."
    second = consult("case.yaml", typed=["quit"], cwd=tmp_path)
    assert "On record: 2 answers" in second.stdout and "Could anybody come to harm" not in second.stdout
    assert "Everything is kept in case.yaml." not in second.stdout.partition("Question 1")[0]


def test_without_a_file_the_end_of_the_input_keeps_nothing_and_says_so(tmp_path):
    done = consult(typed=[*OPENING, "n"], cwd=tmp_path)
    assert done.stdout.endswith("The input has ended. Nothing was kept.\n")
    assert done.returncode == 1 and not list(tmp_path.iterdir())


def test_whoever_leaves_without_a_file_is_asked_once_where_to_keep_the_answers(tmp_path, base):
    done = consult(typed=[*OPENING, "n", "quit", "kept.yaml"], cwd=tmp_path)
    assert done.stdout.count("To keep your answers") == 1 and "Kept in kept.yaml." in done.stdout
    assert read_case(tmp_path / "kept.yaml", base).facts["immediate_risk_of_harm"].value == "no"


def test_a_file_with_comments_is_never_written_over_in_silence(tmp_path, base):
    mine = tmp_path / "mine.yaml"
    mine.write_bytes(example_paths()["almost-nothing-known"].read_bytes())
    before = mine.read_bytes()
    typed = ["n", "save mine.yaml", "no", "save other.yaml", "y", "Because.", "quit"]
    done = consult("mine.yaml", typed=typed, cwd=tmp_path)
    text = " ".join(done.stdout.split())
    assert "This program did not write mine.yaml as it is" in text
    assert "mine.yaml exists. Write over it?" in text and "mine.yaml stays as it is." in text
    assert mine.read_bytes() == before
    assert len(read_case(tmp_path / "other.yaml", base).facts) == len(read_case(mine, base).facts) + 2


def test_a_clear_yes_writes_over_another_file(tmp_path, base):
    (tmp_path / "other.yaml").write_text("precious")
    done = consult(typed=[*OPENING, "save other.yaml", "maybe", "save other.yaml", "yes", "quit"], cwd=tmp_path)
    assert "other.yaml stays as it is." in done.stdout
    assert read_case(tmp_path / "other.yaml", base).case == "A discharge"


def test_where_it_cannot_be_kept_a_sentence_says_so_and_the_answers_stay(tmp_path, base):
    typed = [*OPENING, "save no-such-folder/case.yaml", "n", "save case.yaml", "quit"]
    done = consult(typed=typed, cwd=tmp_path)
    text = " ".join(done.stdout.split())
    assert "cannot be written: No such file or directory. Choose another file." in text
    assert read_case(tmp_path / "case.yaml", base).facts["immediate_risk_of_harm"].value == "no"


def test_what_somebody_else_wrote_meanwhile_is_left_alone(tmp_path):
    path = tmp_path / "case.yaml"
    with Typing("case.yaml", cwd=tmp_path) as typing:
        typing.type(*OPENING, until="come to harm")
        path.write_text("somebody else's")
        typing.type("n", until="changed by somebody else meanwhile")
        typing.type("save other.yaml", until="Kept in other.yaml")
    assert path.read_text() == "somebody else's"


def test_json_is_kept_as_json(tmp_path, base):
    consult("case.json", typed=[*OPENING, "n"], cwd=tmp_path)
    assert (tmp_path / "case.json").read_text().startswith("{\n")
    assert read_case(tmp_path / "case.json", base).facts["immediate_risk_of_harm"].value == "no"


@pytest.mark.parametrize("sort", ["a folder", "a pipe", "a socket", "a device", "a link to a file that is not there"])
def test_what_is_no_file_is_refused_at_once_and_when_saving(tmp_path, sort):
    path = tmp_path / "odd.yaml"
    if sort == "a folder":
        path.mkdir()
    elif sort == "a pipe":
        os.mkfifo(path)
    elif sort == "a socket":
        socket.socket(socket.AF_UNIX).bind(str(path))
    else:
        path.symlink_to("/dev/null" if sort == "a device" else "nowhere")
    done = consult("odd.yaml", cwd=tmp_path)
    assert done.returncode == 2 and sort in done.stderr and done.stdout == "" and done.stderr.count("\n") == 1
    done = consult(typed=[*OPENING, "save odd.yaml", "n", "save fine.yaml"], cwd=tmp_path)
    assert sort in done.stdout and (tmp_path / "fine.yaml").exists() and done.returncode == 0


@pytest.mark.parametrize("name", ["x" * 300, "loop.yaml", "sound.yaml/case.yaml"])
def test_a_name_that_no_file_can_have_is_a_sentence(tmp_path, name):
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "sound.yaml").write_text("case: A\nopened: 2026-11-02\n")
    done = consult(name, cwd=tmp_path)
    assert done.returncode == 2 and "cannot be" in done.stderr and done.stderr.count("\n") == 1
    done = consult(typed=[*OPENING, f"save {name}", "n"], cwd=tmp_path)
    assert "cannot be" in done.stdout and "Question 2." in done.stdout and done.stderr == ""


def test_a_file_that_becomes_a_folder_is_a_sentence_and_exit_code_1(tmp_path):
    path = tmp_path / "case.yaml"
    with Typing("case.yaml", cwd=tmp_path) as typing:
        typing.type(*OPENING, until="come to harm")
        path.unlink()
        path.mkdir()
        typing.type("n", until="case.yaml is a folder, not a file. Type save and another name")
        typing.type("quit", until="To keep your answers")
        typing.type("", until="Nothing of what you said last was kept.")
        assert os.waitstatus_to_exitcode(os.waitpid(typing.child, 0)[1]) == 1
        typing.child = None


def test_whoever_keeps_an_answer_at_the_same_time_as_others_keeps_it_or_is_told(tmp_path, base):
    consult("case.yaml", typed=OPENING, cwd=tmp_path)
    answers = ["immediate_risk_of_harm", "worker_has_a_concern", "safety_assured_meanwhile"]
    start = {name: [*COMMAND, "consult", "--on", "2026-11-03", "case.yaml"] for name in answers}
    sitting = {
        name: subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=ENVIRONMENT
        )
        for name, command in start.items()
    }
    told = {}
    for name, process in sitting.items():
        process.stdin.write(f"set {name}=no\n")
        process.stdin.flush()
    for name, process in sitting.items():
        told[name] = (process.communicate(f"quit\nother-{name}.yaml\n")[0], process.returncode)
    kept = read_case(tmp_path / "case.yaml", base).facts
    for name, (text, code) in told.items():
        assert code == 0
        if "Everything is kept in case.yaml." in text:
            assert name in kept
        else:
            assert "changed by somebody else meanwhile" in " ".join(text.split())
            assert name in read_case(tmp_path / f"other-{name}.yaml", base).facts
    assert any("Everything is kept in case.yaml." in text for text, _ in told.values())


def test_a_command_is_not_taken_for_the_name_of_a_file(tmp_path):
    typed = [*OPENING, "n", "save", "set x=y", "help me", "", "quit", "back", "yes", "quit", "no", "save kept.yaml"]
    done = consult(typed=typed, cwd=tmp_path)
    assert done.stdout.count("is not taken as the name of a file") == 4 and "Kept in kept.yaml.\n" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["kept.yaml"]


@pytest.mark.parametrize(
    ("streams", "told"),
    [
        ("<&-", "the standard input is closed"),
        (">&-", "the standard output is closed"),
        ("</dev/null >/dev/full", "No space left on device"),
    ],
)
def test_a_stream_that_is_closed_or_full_is_one_sentence(tmp_path, streams, told):
    command = f"{sys.executable} -m decision_support consult --guidance nssb {streams}"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=tmp_path, env=ENVIRONMENT)
    assert done.returncode == 2 and told in done.stderr and done.stderr.count("\n") == 1


def test_a_mistake_in_no_sentence_of_a_list_is_not_taken_and_a_choice_is_said_in_words(tmp_path):
    done = consult(typed=["A discharge", "y", "1", "no", "n", "1", ""], cwd=tmp_path)
    text = " ".join(done.stdout.split())
    assert "'y' is not one of the answers." in text and "'no' is not one of the answers." in text
    assert "'n' is not one of the answers." in text and "Recorded: England." in text


def test_an_event_before_the_opening_moves_it_or_its_day_is_asked_again(tmp_path, base):
    event = ["happened", "more", "a stage of the procedure came", "2026-10-30", "no", "2026-10-30", "yes", "2", "", ""]
    done = consult("case.yaml", "--guidance", "nssb", typed=["A", "1", "2026-11-02", *event], cwd=tmp_path)
    assert "That is before the case was opened, on Monday 2 November 2026." in " ".join(done.stdout.split())
    assert "'stage_ended'" not in done.stdout
    case = read_case(tmp_path / "case.yaml", base)
    assert case.opened.isoformat() == "2026-10-30" and [each.stage for each in case.events] == ["stage-1"]


def test_an_entry_that_contradicts_another_is_asked_for_again_and_not_dropped(tmp_path, base):
    said = ["happened", "discussed", "2026-11-02"]
    typed = ["A", "1", "2026-11-02", *said, "1", "", *said, "2", "kept", "2026-11-03", "2", "quit"]
    done = consult("case.yaml", "--guidance", "nssb", typed=typed, cwd=tmp_path)
    assert "on record already that this ended" in " ".join(done.stdout.split())
    first, second = read_case(tmp_path / "case.yaml", base).events
    assert second.day.isoformat() == "2026-11-03" and second.outcome != first.outcome and second.note == "kept"


def test_a_change_says_what_it_changes_in_the_advice_or_that_nothing_does(tmp_path):
    typed = [*OPENING, "set immediate_risk_of_harm=yes", "set person: {id: asha, name: Asha}", "quit"]
    done = consult("case.yaml", typed=typed, cwd=tmp_path)
    assert "Nothing in the advice changes." in done.stdout
    assert "Now advised" in done.stdout.partition("=yes")[2].partition("yes, no or unknown")[0]


# A real terminal


class Typing:
    """Somebody at a terminal."""

    def __init__(self, *arguments, cwd):
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(cwd)
            os.execve(COMMAND[0], [*COMMAND, "consult", "--on", "2026-11-03", *arguments], ENVIRONMENT)
        self.seen = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.child is not None:
            os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)
        os.close(self.terminal)

    def type(self, *lines, until, end="\n"):
        """Type these lines and wait for what has to be shown."""
        os.write(self.terminal, "".join(f"{line}{end}" for line in lines).encode())
        shown, limit = "", time.monotonic() + 20
        while until not in " ".join(shown.split()):
            ready, _, _ = select.select([self.terminal], [], [], max(0.0, limit - time.monotonic()))
            assert ready, f"'{until}' is not shown: {shown}"
            shown += os.read(self.terminal, 4096).decode()
        self.seen += shown
        return shown


def test_a_killed_program_loses_no_answer(tmp_path, base):
    with Typing("case.yaml", cwd=tmp_path) as typing:
        typing.type(*OPENING, "n", "y", until="Your reasons")
    case = read_case(tmp_path / "case.yaml", base)
    assert {name: answer.value for name, answer in case.facts.items()} == {
        "immediate_risk_of_harm": "no",
        "safety_assured_meanwhile": "yes",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["case.yaml"]


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_leaving_by_a_key_asks_where_to_keep_what_is_kept_nowhere(tmp_path, key):
    with Typing(cwd=tmp_path) as typing:
        typing.type(*OPENING, "n", until="Question 2")
        typing.type("x", until="Or type help. yes, no or unknown:")
        time.sleep(0.5)  # between its prompt and its first read, Python cannot be interrupted
        typing.type(key, until="type the name of a file", end="")
        typing.type("kept.yaml", until="Kept in kept.yaml")
    assert (tmp_path / "kept.yaml").exists()


def test_the_tabulator_completes_answers_and_commands(tmp_path):
    pytest.importorskip("readline")
    with Typing(cwd=tmp_path) as typing:
        typing.type(*OPENING, until="or unknown:")
        assert "unknown" in typing.type("unk\t", until="unknown", end="")
        typing.type("", until="Question 2")
        typing.type("hap\t", until="happened", end="")


# Mistakes


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["no-such-folder/case.yaml"], "there is no folder 'no-such-folder'"),
        (["--as", "werker"], "there is no role 'werker'. Did you mean 'worker'?"),
        (["--guidance", "nsb"], "there is no guidance 'nsb'. Did you mean 'nssb'?"),
        (["broken.yaml"], "broken.yaml:4:3: there is no fact 'imediate_risk_of_harm'."),
        (["future.yaml"], "the case was opened on 2027-01-04, after 2026-11-03."),
        (["sound.yaml", "--guidance", "nssb"], "--guidance is for a new case."),
    ],
)
def test_a_mistake_is_a_sentence_and_exit_code_2(tmp_path, arguments, told):
    (tmp_path / "broken.yaml").write_text("case: A\nopened: 2026-11-02\nfacts:\n  imediate_risk_of_harm: no\n")
    (tmp_path / "future.yaml").write_text("case: A\nopened: 2027-01-04\n")
    (tmp_path / "sound.yaml").write_text("case: A\nopened: 2026-11-02\n")
    done = consult(*arguments, cwd=tmp_path)
    assert done.returncode == 2 and told in done.stderr and "Traceback" not in done.stderr


def test_what_cannot_be_is_refused_and_the_sitting_goes_on(tmp_path):
    typed = [
        *OPENING,
        "\x07",
        "x" * 2001,
        "happened",
        "1",
        "2027-01-01",
        "2026-11-99",
        "back",
        "back",
        "set a",
        "n",
        "quit",
        "",
    ]
    done = consult(typed=typed, cwd=tmp_path)
    text = " ".join(done.stdout.split())
    assert done.returncode == 0 and "Traceback" not in done.stderr
    for told in (
        "a character that cannot be shown",
        "2,001 characters; 2,000 is the most",
        "after 2026-11-03, the day of this consultation",
        "'2026-11-99' is not a day",
        "this is not a change",
        "Question 2.",
    ):
        assert told in text


def test_bytes_that_are_no_text_are_refused(tmp_path):
    done = subprocess.run(
        [*COMMAND, "consult", "--on", "2026-11-03"],
        input=b"caf\xe9\nA discharge\n",
        capture_output=True,
        cwd=tmp_path,
        env={**ENVIRONMENT, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 1 and b"cannot be shown" in done.stdout and b"Which document" in done.stdout
