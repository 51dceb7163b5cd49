"""The way into an installation without demo data."""

from tests.operating.installation import Installation

WORDS = [
    "--region",
    "421281",
    "--region-name",
    "赤壁市",
    "--level",
    "3",
    "--unit",
    "赤壁市人民政府办公室",
    "--name",
    "张三",
]


def test_an_empty_installation_gets_its_first_administrator_once(installation: Installation) -> None:
    assert installation.run("migrate").returncode == 0
    made = installation.run("first-admin", *WORDS)
    assert made.stdout == "用户名 zhangsan，初始密码 88888888，首次登录时须修改。\n"
    again = installation.run("first-admin", *WORDS)
    assert again.returncode == 1
    assert "已经有账号了" in again.stderr
