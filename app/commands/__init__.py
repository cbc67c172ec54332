"""Commands of ``greenplat``. A module of this folder holds one as ``COMMAND``."""
