"""docs/reference/rest-operations.md: what a program can do, from the description of the interface."""

from collections import defaultdict

from tongban.sites.rest.api import make

HEAD = """<!-- made by `make docs` -->

# Operations of `/api/v1`

How to call them: [rest.md](rest.md). Shapes: `/api/v1/openapi.json`.
"""


def page() -> str:
    """One table for each tag, in the order of the description."""
    rows: dict[str, list[str]] = defaultdict(list)
    for path, methods in make().get_openapi_schema(path_prefix="/").get("paths", {}).items():
        for method, operation in methods.items():
            line = f"| {operation['summary']} | `{method.upper()} {path}` | `{operation['operationId']}` |"
            rows[operation["tags"][0]].append(line)
    parts = [f"## {tag}\n\n| | call | name |\n| --- | --- | --- |\n" + "\n".join(lines) for tag, lines in rows.items()]
    return "\n\n".join([HEAD.rstrip(), *parts]) + "\n"
