"""The demo's editor, whose password is made on this machine."""

import os
import secrets
from pathlib import Path

from django.conf import settings

from archive.models import User

NAME = "demo"


def password_file() -> Path:
    """Where the demo editor's password is kept (mode 0600), so that `make run` can print it again."""
    return Path(settings.VAR_DIR) / "demo_password"


def demo_editor() -> User:
    """The demo editor, made with a new password when there is none."""
    editor, created = User.objects.get_or_create(
        username=NAME, defaults={"is_staff": True, "is_superuser": True, "first_name": "Demo", "last_name": "Editor"}
    )
    if created:
        password = secrets.token_urlsafe(12)
        editor.set_password(password)
        editor.save()
        path = password_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(password)
    return editor


def sign_in() -> str | None:
    """Name and password of the demo editor in words, None where there is none or its password was changed."""
    editor = User.objects.filter(username=NAME, is_active=True).first()
    if editor is None:
        return None
    path = password_file()
    if path.exists() and editor.check_password(password := path.read_text()):
        return f"{NAME} / {password}"
    return f"{NAME} (its password was changed; `manage.py changepassword {NAME}` sets a new one)"
