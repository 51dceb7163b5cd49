"""The object identifiers of GM/T 0006 and GB/T 35275, and their names in asn1crypto's tables.

asn1crypto does not know the Chinese arcs; importing this module adds them once, under names that start with `sm` or
`gm_`. The addition changes nothing that asn1crypto knew before.
"""

from asn1crypto import algos, cms, core

SM2_CURVE = "1.2.156.10197.1.301"
SM2_SIGNATURE = "1.2.156.10197.1.301.1"  # SM2-1: what GB/T 35275 names in a SignerInfo
SM3 = "1.2.156.10197.1.401"
SM2_WITH_SM3 = "1.2.156.10197.1.501"  # what certificates, CRLs and seals name
GM_DATA = "1.2.156.10197.6.1.4.2.1"
GM_SIGNED_DATA = "1.2.156.10197.6.1.4.2.2"


def _add(table: type[core.ObjectIdentifier], names: dict[str, str]) -> None:
    table._map = {**(table._map or {}), **names}
    table._reverse_map = None  # rebuilt at next use


_add(algos.DigestAlgorithmId, {SM3: "sm3"})
_add(algos.SignedDigestAlgorithmId, {SM2_WITH_SM3: "sm2_sm3", SM2_SIGNATURE: "sm2"})
_add(cms.ContentType, {GM_DATA: "gm_data", GM_SIGNED_DATA: "gm_signed_data"})
cms.ContentInfo._oid_specs = {**cms.ContentInfo._oid_specs, "gm_signed_data": cms.SignedData}
