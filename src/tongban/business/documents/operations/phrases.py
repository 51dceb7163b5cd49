"""常用意见 (F-IN-05): a person keeps sentences of his own, and takes them away."""

from datetime import datetime

from tongban.business.documents.models import Phrase
from tongban.business.documents.queries import MOST_PHRASES
from tongban.business.documents.rules import secrecy
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import operation

LENGTH = 100


@operation(may="documents.phrases")
def save_phrase(*, text: str, actor: Actor, at: datetime) -> Phrase:
    """Keep the sentence; one that is kept already stays as it is."""
    text = " ".join(text.split())
    secrecy.refuse_secret("", text)
    if not text:
        raise Invalid({"opinion": "先写意见，再保存为常用意见。"}, code="documents.phrase-empty")
    if len(text) > LENGTH:
        raise Invalid({"opinion": f"常用意见最多 {LENGTH} 字，这一条有 {len(text)} 字。"}, code="documents.phrase-long")
    mine = Phrase.objects.filter(person_id=actor.person_id)
    there = mine.filter(text=text).first()
    if there is None and mine.count() >= MOST_PHRASES:
        raise Conflict(f"已有 {MOST_PHRASES} 条常用意见，请先删除不用的。", code="documents.phrases-full")
    return there or Phrase.objects.create(person_id=actor.person_id, text=text, at=at)


@operation(may="documents.phrases", on="phrase")
def delete_phrase(*, phrase: Phrase, actor: Actor, at: datetime) -> None:
    """Take one's own sentence away."""
    Phrase.objects.filter(pk=phrase.pk).delete()
