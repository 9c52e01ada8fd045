"""Reads guidance documents: each a folder of YAML, with the roles that go with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from decision_support.errors import InvalidKnowledge, Place, did_you_mean
from decision_support.model.forms import FormFile
from decision_support.model.framework import Framework, OptionFile
from decision_support.model.guidance import ClauseFile, Guidance, SilenceFile
from decision_support.model.knowledge import OURS, Document
from decision_support.model.procedure import ActionFile, Procedure
from decision_support.model.roles import RoleFile

from .shelf import Shelf
from .validated import validated
from .written import Written

FILES = frozenset(
    f"{name}.yaml"
    for name in ("guidance", "clauses", "silences", "procedure", "questions", "options", "actions", "forms")
)


class DocumentReader:
    """Turns folders of a shelf into documents."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def documents(self) -> Iterator[Document]:
        """Every document below knowledge/guidance/."""
        roles = dict(self._role_files())
        for folder in self._shelf.files(self._shelf.knowledge, "guidance/*"):
            if folder.is_dir():
                yield self._document(folder, roles.pop(folder.name, None))
        for name, (_, written) in roles.items():
            mend = did_you_mean(
                name, [folder.name for folder in self._shelf.files(self._shelf.knowledge, "guidance/*")]
            )
            raise InvalidKnowledge(f"there is no guidance '{name}'.", place=written.place(("guidance",)), mend=mend)

    def _role_files(self) -> Iterator[tuple[str, tuple[RoleFile, Written]]]:
        for path in self._shelf.files(self._shelf.knowledge, "roles/*.yaml"):
            written = self._shelf.written(path)
            found = validated(RoleFile, written)
            yield found.guidance, (found, written)

    def _document(self, folder: Path, roles: tuple[RoleFile, Written] | None) -> Document:
        own = folder.name
        found = self._shelf.one(folder, "guidance.yaml", Guidance)
        if found is None:
            raise InvalidKnowledge(
                "there is no guidance.yaml.",
                place=Place(f"{self._shelf.knowledge.name}/guidance/{own}"),
                mend="It says what it is.",
            )
        guidance, written = found
        self._shelf.keep("guidance", guidance.id, written.place(("id",)))
        if guidance.id != own or own == OURS:
            raise InvalidKnowledge(
                f"the id '{guidance.id}' is not the name of its folder, '{own}'.", place=written.place(("id",))
            )
        prefix, by_id = f"{own}.", self._shelf.by_id
        clauses = self._shelf.one(folder, "clauses.yaml", ClauseFile)
        silences = self._shelf.one(folder, "silences.yaml", SilenceFile)
        procedure = self._shelf.one(folder, "procedure.yaml", Procedure)
        actions = self._shelf.one(folder, "actions.yaml", ActionFile)
        forms = self._shelf.one(folder, "forms.yaml", FormFile)
        framework = self._shelf.one(folder, "questions.yaml", Framework)
        options = self._shelf.one(folder, "options.yaml", OptionFile)
        if procedure:
            self._keep_procedure(prefix, *procedure)
        if framework:
            by_id("question", prefix, "questions", framework[0].questions, framework[1])
            by_id("principle", prefix, "principles", framework[0].principles, framework[1])
        if roles:
            edges = range(len(roles[0].edges))
            self._shelf.places |= {("edge", f"{prefix}{index}"): roles[1].place(("edges", index)) for index in edges}
            for index, panel in enumerate(roles[0].panels):
                inside = f"{prefix}{panel.id}."
                for number, seat in enumerate(panel.seats):
                    place = roles[1].place(("panels", index, "seats", number, "id"))
                    self._shelf.keep("seat", inside + seat.id, place)
        listed = actions[0] if actions else ActionFile(actions=())
        made = forms[0] if forms else FormFile()
        return Document(
            guidance=guidance,
            clauses=by_id("clause", "", "clauses", clauses[0].clauses, clauses[1]) if clauses else {},
            silences=by_id("silence", "", "silences", silences[0].silences, silences[1]) if silences else {},
            procedure=procedure[0] if procedure else None,
            actions=by_id("action", prefix, "actions", listed.actions, actions[1]) if actions else {},
            judgements=by_id("judgement", prefix, "judgements", listed.judgements, actions[1]) if actions else {},
            records=by_id("record", prefix, "records", made.records, forms[1]) if forms else {},
            forms=by_id("form", prefix, "forms", made.forms, forms[1]) if forms else {},
            roles=by_id("role", prefix, "roles", roles[0].roles, roles[1]) if roles else {},
            edges=roles[0].edges if roles else (),
            framework=framework[0] if framework else None,
            options=by_id("option", prefix, "options", options[0].options, options[1]) if options else {},
            panels=by_id("panel", prefix, "panels", roles[0].panels, roles[1]) if roles else {},
        )

    def _keep_procedure(self, prefix: str, procedure: Procedure, written: Written) -> None:
        self._shelf.by_id("stage", prefix, "stages", procedure.stages, written)
        self._shelf.by_id("clock", prefix, "clocks", procedure.clocks, written)
        for index, stage in enumerate(procedure.stages):
            for number, clock in enumerate(stage.clocks):
                self._shelf.keep("clock", prefix + clock.id, written.place(("stages", index, "clocks", number, "id")))
