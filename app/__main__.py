"""``python -m app`` is the same as ``greenplat``."""

import sys

from app.cli import main

sys.exit(main())
