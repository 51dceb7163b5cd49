"""The published examples that an implementation must reproduce before it is trusted."""

_hex = bytes.fromhex

# GB/T 32905-2016 appendix A: SM3("abc")
SM3_ABC = _hex("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")

# GB/T 32907-2016 appendix A: one block, the plaintext equals the key
SM4_KEY = _hex("0123456789abcdeffedcba9876543210")
SM4_BLOCK = _hex("681edf34d206965e86b3e94f536e4246")

# RFC 8998 appendix A.1: SM4-GCM under the same key
GCM_NONCE = _hex("00001234567800000000abcd")
GCM_ASSOCIATED = _hex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
GCM_PLAIN = b"".join(bytes([byte]) * 8 for byte in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
GCM_SEALED = _hex(
    "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
    "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    "83de3541e4c2b58177e065a9bf7b62ec"
)

# GM/T 0003.5-2012 appendix A: signature on the recommended curve, identity 1234567812345678
SM2_NUMBER = _hex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
SM2_POINT = _hex(
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
SM2_MESSAGE = b"message digest"
SM2_SIGNATURE = _hex(
    "3046"
    "022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)
