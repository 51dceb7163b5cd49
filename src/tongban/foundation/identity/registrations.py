"""What identity tells the parts below: the words of its actions in the audit trail."""

from tongban.foundation.audit.api import labels
from tongban.foundation.identity import policy
from tongban.foundation.ui.api import MenuItem, menu

LABELS = {
    "change_password": "修改密码",
    "reset_password": "重置密码",
    "disable": "停用账号",
    "enable": "启用账号",
    "bind_addresses": "绑定登录地址",
    "set_certificate_no": "填写证书编号",
    "record_sign_in": "登录",
    "record_password": "登录：密码正确，待第二验证",
    "record_passkey": "登录（通行密钥）",
    "record_certificate": "登录（数字证书）",
    "record_remembered": "登录（记住的计算机）",
    "check_code": "登录：第二验证",
    "add_totp": "启用动态口令",
    "add_passkey": "添加通行密钥",
    "remove_factor": "停用第二验证",
    "renew_codes": "重新生成恢复码",
    "reset_factors": "重置他人的第二验证",
    "remember_device": "记住这台计算机",
    "end_device": "不再记住计算机",
    "record_failure": "登录失败（密码不对）",
    "record_refusal": "登录被拒绝",
    "record_sign_out": "注销或退出",
    "create_token": "新建接口令牌",
    "revoke_token": "撤销接口令牌",
}


def register() -> None:
    policy.register()
    menu.register(MenuItem(site="person", label="修改密码", icon="key", url_name="identity:change-password", order=30))
    menu.register(
        MenuItem(
            site="person", label="登录安全", icon="shield", url_name="identity:security", order=31,
            covers=("identity:new-totp", "identity:new-passkey", "identity:new-codes", "identity:remove-factor"),
        )
    )  # fmt: skip
    menu.register(MenuItem(site="person", label="接口令牌", icon="key", url_name="identity:tokens", order=40))
    for name, label in LABELS.items():
        labels.register(f"identity.{name}", label)
