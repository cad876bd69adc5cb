"""``python -m bot`` is the same as ``convener``."""

import sys

from bot.cli import main

sys.exit(main())
