"""Words of the pictures of people."""

PERMISSIONS = {"pictures.own": "设置本人头像和签名图片"}
PORTRAIT, SIGNATURE = "portrait", "signature"
SORTS = {PORTRAIT: "头像", SIGNATURE: "签名图片"}
