"""What can go wrong in national cryptography, as classes with a stable code and a Chinese sentence.

Every error of `tongban.lib.gm` that a caller can expect is a `GmError`. `code` is stable and may be stored;
`str(error)` is meant for a person. No message ever contains key material or a password.
"""

from typing import ClassVar


class GmError(Exception):
    """An expected failure: `code` for programs, the text for people."""

    code: ClassVar[str] = "gm.error"
    text: ClassVar[str] = "密码运算失败"

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.text}：{detail}" if detail else self.text)


class ProviderUnavailable(GmError):
    """No tested implementation of the algorithm works on this machine, so nothing is signed or decrypted."""

    code = "gm.provider_unavailable"
    text = "本机没有可用的国密算法实现，已拒绝操作"


class SigningFailed(GmError):
    """The implementation refused to sign with a key it had accepted."""

    code = "gm.signing_failed"
    text = "签名失败"


class KeyInvalid(GmError):
    """The bytes are not an SM2 key: wrong length, not a point of the curve, or out of range."""

    code = "gm.key_invalid"
    text = "不是有效的 SM2 密钥"


class WrongPassword(GmError):
    """The password does not open the container, or its bytes were changed: nobody can tell the two apart."""

    code = "gm.wrong_password"
    text = "口令不正确，或密钥文件已被改动"


class KeyContainerInvalid(GmError):
    """Not a key container of a known version, or one whose cost figures are out of bounds."""

    code = "gm.key_container_invalid"
    text = "密钥文件无法识别"


class KeyNotFound(GmError):
    """The key store holds no key under this reference."""

    code = "gm.key_not_found"
    text = "找不到密钥"


class DecryptionFailed(GmError):
    """The authentication tag does not match: wrong key, wrong nonce or changed data."""

    code = "gm.decryption_failed"
    text = "解密失败：密钥不符或数据已被改动"


class CertificateInvalid(GmError):
    """The bytes are not a certificate, or one that this library cannot use."""

    code = "gm.certificate_invalid"
    text = "证书无法识别"


class CertificateUnusable(GmError):
    """The certificate must not be used for this signature: wrong key, outside its time, wrong key usage."""

    code = "gm.certificate_unusable"
    text = "证书不能用于签章"


class SignedDataInvalid(GmError):
    """The bytes are not a GB/T 35275 SignedData with exactly one signer."""

    code = "gm.signed_data_invalid"
    text = "签名数据无法识别"


class TimeStampRefused(GmError):
    """The time stamping authority does not answer, refuses, or answers something else."""

    code = "gm.time_stamp_refused"
    text = "没有取得时间戳"


class SealPlacementInvalid(GmError):
    """The seal cannot be placed: no such page, outside the page, or a picture that is not a one-page PDF."""

    code = "gm.seal_placement_invalid"
    text = "印章无法放置"


class FileUnreadable(GmError):
    """The file is not of a kind that can be checked, or is damaged, truncated, encrypted or too large."""

    code = "gm.file_unreadable"
    text = "文件无法读取"
