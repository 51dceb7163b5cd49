"""Sample authority, signers and seal picture for tests and demonstrations. Every picture carries the word 样章.

The keys are made anew in each process and the root is trusted by nobody: nothing signed with them has any legal force.
"""

from datetime import UTC, datetime
from functools import cache

from tongban.lib.gm.ca import Authority, Subject, Validity, issue, make_root
from tongban.lib.gm.keys import PrivateKey, generate
from tongban.lib.gm.x509 import Certificate

SAMPLE_VALIDITY = Validity(datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))


@cache
def sample_authority() -> Authority:
    """A root of ours, the same within one process."""
    subject = Subject(common_name="样章测试根证书", organization="通办样例")
    return make_root(signer=generate(), subject=subject, validity=SAMPLE_VALIDITY)


def sample_signer(unit: str, *, validity: Validity = SAMPLE_VALIDITY) -> tuple[PrivateKey, Certificate]:
    """A fresh key and its certificate under the sample authority, for the seal of `unit`."""
    key = generate()
    subject = Subject(common_name=f"{unit}（样章）", organization=unit)
    return key, issue(authority=sample_authority(), subject=subject, public_key=key.public, validity=validity)
