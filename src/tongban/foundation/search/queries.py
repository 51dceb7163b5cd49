"""Finding what a viewer may see. The newest first, for what is looked for at work is mostly of these days."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from tongban.foundation.references.api import kinds, resolve
from tongban.foundation.search import rules, sql
from tongban.foundation.search.contracts import MOST_COUNTED, Found, Hit, Live
from tongban.foundation.search.models import Entry
from tongban.foundation.search.registries import groups, live, sources
from tongban.kernel.actor import Actor

FIRST = 200  # matches looked through for everybody
FEW = 5_000  # a viewer who sees no more of a kind is then searched from what he sees
FURTHER = (800, 4_000)  # matches looked through for a viewer of more; then he is asked for another word


def find(query: str, *, viewer: Actor, at: datetime, limit: int) -> list[Found]:
    """The newest hits of every kind, kinds without hits left out. An empty query finds nothing."""
    found = [find_kind(kind, query, viewer=viewer, at=at, limit=limit) for kind, _ in groups()]
    return [one for one in found if one.hits]


def find_kind(kind: str, query: str, *, viewer: Actor, at: datetime, limit: int, before: int | None = None) -> Found:
    """One page of the hits of a kind. KeyError for a kind that cannot be searched. `before`: see Found.last."""
    if kind in live:
        return _live(kind, live[kind], query, viewer, at, limit)
    terms = rules.terms(query)
    if not terms:
        return Found(kind, sources[kind].label, (), more=False)
    looked = max(limit + 1, MOST_COUNTED) if before is None else limit + 1
    matches = _visible_matches(kind, terms, viewer=viewer, at=at, limit=looked, before=before)
    entries = Entry.objects.in_bulk([pk for pk, _ in matches[:limit]])
    shown = [entries[pk] for pk, _ in matches[:limit] if pk in entries]
    last = matches[limit - 1][0] if len(matches) > limit else None
    hits = tuple(_hits(shown, terms, viewer))
    return Found(
        kind, sources[kind].label, hits, more=last is not None, last=last, count=min(len(matches), MOST_COUNTED)
    )


def _live(kind: str, source: Live, query: str, viewer: Actor, at: datetime, limit: int) -> Found:
    text = query.strip()[: rules.MOST_QUERY]
    hits = source.find(viewer, text, at, max(limit + 1, MOST_COUNTED)) if rules.terms(text) else []
    return Found(kind, source.label, tuple(hits[:limit]), more=len(hits) > limit, count=min(len(hits), MOST_COUNTED))


def _visible_matches(
    kind: str, terms: Sequence[str], *, viewer: Actor, at: datetime, limit: int, before: int | None
) -> list[sql.Match]:
    """The newest matches first; for a viewer who sees few of many, then what he sees, else further down."""
    matches = sql.matches(kind, terms, limit=FIRST, before=before)
    found = _seen(kind, matches, viewer)
    if len(found) >= limit or len(matches) < FIRST:
        return found[:limit]
    few = sources[kind].few(viewer, at, FEW)
    if few is not None:
        return sql.matches_among(kind, terms, few, limit=limit, before=before) if few else []
    for batch in FURTHER:
        matches = sql.matches(kind, terms, limit=batch, before=matches[-1][0])
        found += _seen(kind, matches, viewer)
        if len(found) >= limit or len(matches) < batch:
            break
    return found[:limit]


def _seen(kind: str, matches: Sequence[sql.Match], viewer: Actor) -> list[sql.Match]:
    visible: Collection[int] = set(kinds[kind].visible(viewer, [pk for _, pk in matches])) if matches else ()
    return [match for match in matches if match[1] in visible]


def _hits(entries: Sequence[Entry], terms: Sequence[str], viewer: Actor) -> Iterable[Hit]:
    shown = resolve([entry.subject for entry in entries], viewer=viewer)
    for entry in entries:
        target = shown[entry.subject]
        if target.there:
            place = rules.snippet(entry.body, terms)
            yield Hit(rules.marked(entry.title, terms), target.url, rules.marked(place, terms), subject=entry.subject)
