"""Records that a container was split into."""

from __future__ import annotations

from etl.readers.formats.base import Format
from etl.readers.record import MARK, MEDIA_TYPE, read_record

FORMATS = (Format(MEDIA_TYPE, (), lambda head: head.startswith(MARK), read=read_record),)
