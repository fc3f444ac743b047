"""Print the README's table of settings."""

import sys

from qa_service.settings import settings_table

sys.stdout.write(f"{settings_table()}\n")
