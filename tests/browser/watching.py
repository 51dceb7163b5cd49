"""What no page may do: fail in a script, or ask another host."""

from playwright.sync_api import Page, Request


def watch(page: Page, server: str, faults: list[str]) -> None:
    """Note into `faults` every error of a script and every request to a strange host."""
    own = (server, "data:", "blob:", "about:")

    def asked(request: Request) -> None:
        if not request.url.startswith(own):
            faults.append(f"asks {request.url}")

    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("request", asked)
