"""Finding accounts."""

from tongban.foundation.identity.models import Account


def staff_account(username: str) -> Account | None:
    """The staff account of this name, whatever its case."""
    return Account.objects.filter(side=Account.STAFF, username__iexact=username).first()


def usernames_like(base: str) -> set[str]:
    """The names in use that begin with this one."""
    found = Account.objects.filter(username__istartswith=base).values_list("username", flat=True)
    return {name.lower() for name in found}
