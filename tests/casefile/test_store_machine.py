"""Whatever is done with a store, and in whatever order, it says what a list kept in memory says."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from stored import NOW, WRITER, answered, bytes_of, erasing, in_child, note, opened, taken

from decision_support.casefile.entering import changes
from decision_support.casefile.store import Store
from decision_support.casefile.transfer import exported
from decision_support.casefile.verifying import verify
from decision_support.model.case import Event
from decision_support.model.entries import Closed, Corrected, Happened, PersonRecorded, Reopened
from decision_support.model.people import Person
from how_long import TIMES

DAY = dt.date(2026, 11, 2)
which = st.integers(0, 10)
facts, values = st.sampled_from(["fa", "fb", "fc"]), st.sampled_from(["yes", "no", "unknown"])
people, words = st.sampled_from(["pa", "pb"]), st.sampled_from(["one", "two"])


class Killing(list):
    def __iter__(self):
        yield from list.__iter__(self)
        os.kill(os.getpid(), signal.SIGKILL)


class StoreMachine(RuleBasedStateMachine):
    """`said` keeps for each case what each entry says by now, None for nothing; `hashes` those that were seen."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "store" / "store.db"
        self.other_path = self.folder / "other" / "store.db"
        self.said, self.hashes, self.secrets = {}, {}, 0
        self.imported = {}
        self.moment = NOW

    def teardown(self):
        self.store.close()
        self.other.close()
        shutil.rmtree(self.folder)

    @initialize()
    def open(self):
        self.store, self.other = Store(self.path), Store(self.other_path)
        self.begin()

    @precondition(lambda self: len(self.said) < 3)
    @rule()
    def begin(self):
        reference = f"c{len(self.said)}"
        self.said[reference] = [opened(reference)]
        self.store.begin(reference, [opened(reference)], WRITER, self.moment)

    def some(self, number):
        return sorted(self.said)[number % len(self.said)]

    def write(self, reference, *contents):
        """Write into the store, and into the list as it should then be."""
        self.moment += dt.timedelta(minutes=1)
        written = self.store.append(self.store.record(reference), contents, WRITER, self.moment)
        said = self.said[reference]
        for content in contents:
            said.append(content)
            if isinstance(content, Corrected):
                target = said[content.corrects - 1]
                new = None if content.content is None else type(target).model_validate(content.content)
                said[content.corrects - 1] = new
        assert [entry.content for entry in written.entries[len(said) - len(contents) :]] == list(contents)
        assert written == self.store.record(reference)

    @rule(number=which, fact=facts, value=values, twice=st.booleans())
    def answer(self, number, fact, value, twice):
        self.write(self.some(number), *[answered(fact, value, rationale="so")] * (1 + twice))

    @rule(number=which, name=people, called=words)
    def record_person(self, number, name, called):
        self.write(self.some(number), PersonRecorded(person=Person(id=name, name=called)))

    @rule(number=which, what=words)
    def happen(self, number, what):
        self.write(self.some(number), Happened(event=Event(what=what, on=DAY)))

    @rule(number=which)
    def close_or_reopen(self, number):
        reference = self.some(number)
        is_open = self.store.record(reference).is_open
        kind = Closed if is_open else Reopened
        self.write(reference, kind(because="so", on=DAY))
        assert self.store.record(reference).is_open != is_open

    @rule(number=which)
    def write_secret(self, number):
        self.secrets += 1
        self.write(self.some(number), note(f"secret-{self.secrets:04}-of-somebody"))

    @rule(number=which, fact=facts, value=st.none() | values, gone=st.none() | people)
    def change(self, number, fact, value, gone):
        reference = self.some(number)
        record = self.store.record(reference)
        before = record.case()
        known = {name: each for name, each in before.facts.items() if name != fact}
        new = {} if value is None else {fact: answered(fact, value).answer}
        kept = tuple(person for person in before.people if person.id != gone)
        after = before.model_copy(update={"facts": known | new, "people": kept, "events": before.events[1:]})
        self.write(reference, *changes(record, before, after, "a slip"))
        now = self.store.record(reference).case()
        assert (now.facts, now.people, len(now.events)) == (after.facts, after.people, len(after.events))

    def entries_of(self, reference, *kinds):
        return [number for number, each in enumerate(self.said[reference], 1) if isinstance(each, kinds)]

    @rule(number=which, entry=which, value=values)
    def correct(self, number, entry, value):
        reference = self.some(number)
        targets = self.entries_of(reference, type(answered("fa", "yes")))
        if targets:
            target = targets[entry % len(targets)]
            right = self.said[reference][target - 1].model_copy(update={"answer": answered("fa", value).answer})
            before = self.store.record(reference).case()
            data = right.model_dump(mode="json")
            self.write(reference, Corrected(corrects=target, content=data, because="a slip"))
            now = self.store.record(reference)
            assert now.before(len(now.entries)).case() == before

    @rule(number=which, entries=st.sets(which, min_size=1, max_size=2), left=st.booleans())
    def erase(self, number, entries, left):
        reference = self.some(number)
        targets = self.entries_of(reference, type(note("a")), type(answered("fa", "yes")))
        chosen = sorted({targets[entry % len(targets)] for entry in entries}) if targets else []
        record = self.store.record(reference)
        chosen = [each for each in chosen if record.entry(each).erased_by is None and record.entry(each).content]
        corrected = {each.content.corrects for each in record.entries if isinstance(each.content, Corrected)}
        chosen = [each for each in chosen if each not in corrected]
        if chosen:
            notes = [each for each in chosen if isinstance(record.entry(each).content, type(note("a")))]
            remains = {each: {"text": "(erased)"} for each in notes} if left else {}
            now, is_gone = self.store.erase(record, erasing(*chosen, remains=remains), WRITER, self.moment)
            assert is_gone
            found = bytes_of(self.path.parent)
            for each in chosen:
                secret = self.said[reference][each - 1]
                is_alone = each in notes and secret.text.startswith("secret")  # or other entries say the same
                assert not is_alone or secret.text.encode() not in found
                self.said[reference][each - 1] = note("(erased)") if each in remains else None
            self.said[reference].append(erasing(*chosen, remains=remains))
            assert now.entries[: chosen[0] - 1] == record.entries[: chosen[0] - 1]

    @rule(number=which)
    def import_into_the_other(self, number):
        reference = self.some(number)
        text = json.dumps(exported(self.store, reference))
        new = len(self.said[reference]) - self.imported.get(reference, 0)
        assert taken(self.other, text, "export.json") == (reference, new)
        assert taken(self.other, text, "export.json") == (reference, 0)
        self.imported[reference] = len(self.said[reference])
        assert self.other.record(reference) == self.store.record(reference)
        assert exported(self.other, reference) == exported(self.store, reference)
        assert verify(self.other).damage == ()

    @rule()
    def close_and_open(self):
        self.store.close()
        self.store = Store(self.path)

    @rule(number=which, first=st.booleans())
    def kill_a_writer(self, number, first):
        seen = self.store.record(self.some(number))

        def write():
            with Store(self.path) as own:
                if first:  # which is acknowledged, and there afterwards
                    own.append(seen, [note("acknowledged")], WRITER, self.moment)
                own.append(own.record(seen.reference), Killing([note("lost")] * 3), WRITER, self.moment)

        assert in_child(write) == ""
        self.said[seen.reference] += [note("acknowledged")] * first

    @rule()
    def back_up(self):
        copy = self.folder / "copy" / "backup.db"
        self.store.back_up(copy)
        with Store(copy) as backup:
            assert verify(backup) == verify(self.store)
            assert [backup.record(each) for each in self.said] == [self.store.record(each) for each in self.said]
        shutil.rmtree(copy.parent)

    @invariant()
    def the_history_only_grows(self):
        for reference in self.said:
            hashes = [entry.hash for entry in self.store.record(reference).entries]
            assert hashes[: len(self.hashes.get(reference, ()))] == self.hashes.get(reference, [])
            assert len(hashes) == len(self.said[reference])
            self.hashes[reference] = hashes

    @invariant()
    def the_case_is_what_the_list_says(self):
        assert self.store.references() == tuple(sorted(self.said))
        for reference, said in self.said.items():
            record = self.store.record(reference)
            assert [content for _, content in record.said] == [each for each in said if each is not None]
            facts, people, events = {}, {}, []
            for each in said:
                match each:
                    case PersonRecorded():
                        people[each.person.id] = each.person.name
                    case Happened():
                        events.append(each.event)
                    case _ if isinstance(each, type(answered("fa", "yes"))):
                        facts[each.fact] = each.answer
            case = record.case()
            assert (case.facts, list(case.events)) == (facts, events)
            assert {person.id: person.name for person in case.people} == people

    @invariant()
    def nothing_is_damaged(self):
        assert verify(self.store).damage == ()


StoreMachine.TestCase.settings = settings(max_examples=12 * TIMES, stateful_step_count=20, deadline=None)
test_a_store_says_what_was_written_into_it_whatever_happens = StoreMachine.TestCase
