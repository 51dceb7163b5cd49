"""A contract for import-linter that its stock ones cannot say once for all apps: apps meet only at their front doors."""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output

Breach = tuple[str, int, str]
FOR_TESTS = {"tests", "testing"}


class FrontDoor(Contract):
    """A module outside an app imports only the app's `doors`.

    Sites may also import `mounts` (an app's URLs and the pages behind them). Tests and factories for tests may look
    behind doors; product code may import neither.
    """

    type_name = "front_door"

    groups: Any = fields.ListField(subfield=fields.StringField())
    doors: Any = fields.ListField(subfield=fields.StringField())
    mounts: Any = fields.ListField(subfield=fields.StringField())
    mounters: Any = fields.ListField(subfield=fields.StringField())

    def check(self, graph, verbose):
        breaches = [
            (importer, detail["line_number"], imported)
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._walks_past(importer, imported)
            for detail in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not breaches, metadata={"breaches": breaches})

    def render_broken_contract(self, check):
        breaches: list[Breach] = check.metadata["breaches"]
        for importer, line, imported in breaches:
            output.print_error(f"{importer}:{line} walks past the front door into {imported}", bold=False)

    def _walks_past(self, importer: str, imported: str) -> bool:
        app, _, inside = self._split(imported)
        if not inside or importer == app or importer.startswith(f"{app}.") or FOR_TESTS & set(importer.split(".")):
            return False
        return inside.split(".")[0] not in self._open_to(importer)

    def _open_to(self, importer: str) -> set[str]:
        mounting = any(importer.startswith(f"{mounter}.") for mounter in self.mounters)
        return {*self.doors, *(self.mounts if mounting else ())}

    def _split(self, module: str) -> tuple[str, str, str]:
        """App and the rest of the name; ("", "", "") for what is in no app."""
        for group in self.groups:
            if module.startswith(f"{group}."):
                name, dot, inside = module.removeprefix(f"{group}.").partition(".")
                return f"{group}.{name}", dot, inside
        return "", "", ""
