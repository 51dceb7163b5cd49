"""What people type, checked: identity numbers, credit codes, telephone numbers, days, numbers, amounts. See README.md."""

from tongban.lib.typed.checks import Wrong, credit_code, id_number, mobile, money_text, phone

__all__ = ["Wrong", "credit_code", "id_number", "mobile", "money_text", "phone"]
