"""What each kind of finding means, in a sentence: one code for ever, for tools and for what is explained."""

from __future__ import annotations

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    "action-without-actor": "An action names no actor, and nothing says why.",
    "asked-never-used": "A fact has a question, and no rule reads the answer.",
    "boundary-without-example": "A number in a rule has no example on one side of it.",
    "clause-of-another-document": "Something cites a clause that another document has.",
    "clause-unaccounted": "Nothing takes up a clause or an unclear place.",
    "clock-never-starts": "A clock cannot start while its stage lasts.",
    "clock-never-stops": "No event stops a clock.",
    "clock-without-start": "A clock starts only by events that show it had started before.",
    "contradiction": "Two pieces of advice that exclude each other can be given at once.",
    "dead-rule": "No possible case makes a rule fire.",
    "declared-in-vain": "Something is declared, and nothing uses it.",
    "does-not-load": "A piece of knowledge does not hold together.",
    "duplicate-rule": "Two rules have the same conditions and the same conclusion.",
    "endless-procedure": "Stages hand over to one another in a round.",
    "event-unreadable": "No rule, clock or stage reads an event.",
    "example-fails": "A rule does not do what its example says.",
    "example-missing": "A rule lacks an example that fires, or one that must not.",
    "example-repeats": "A rule has the same example twice.",
    "gap": "A case that a procedure governs gets no advice, no judgement and no silence.",
    "idle-condition": "A condition of a rule never makes a difference.",
    "impossible-yet-seen": "A case shows what is declared impossible.",
    "law-exempts-nothing": "A law of the domain exempts a rule, action or role that is not there.",
    "not-decided": "A question could not be decided with what is installed.",
    "own-absence": "A conclusion depends on its own absence.",
    "readers-disagree": "Two readers of the same rules disagree on a case.",
    "rule-without-clause": "A rule rests on no clause and no interpretation.",
    "stage-never-left": "No stage follows a stage, and none of its events settles the matter.",
    "stage-unreached": "No stage leads to a stage, and no event shows it.",
    "subsumed-rule": "A rule fires only where another with the same conclusion fires.",
    "too-strong": "Advice is stronger than its clauses.",
    "two-values": "A concluded fact can have two values at once.",
    "unknown-left-out": "A rule holds while nobody is asked, and no longer once somebody says that it is unknown.",
    "unneeded-explanation": "Something is explained that is no longer found.",
    "unread-conclusion": "Rules conclude a fact that nothing reads.",
    "used-never-supplied": "Something reads a fact or a value that nothing brings about.",
    "value-never-considered": "No rule considers an answer that can be given.",
}
