"""Pictures of the snapshot for the Dagster UI; they need the extra `plot`, and without it there are none."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from dagster import MarkdownMetadataValue, MetadataValue


def meetings_picture(snapshot: Path) -> dict[str, MarkdownMetadataValue]:
    """Who met whom, as metadata of the asset `snapshot`; empty where nothing can be drawn."""
    from etl.plot.canvas import svg_of
    from etl.plot.meetings import draw_meetings, read_network
    from etl.serving import open_snapshot

    with open_snapshot(snapshot) as connection:
        network = read_network(connection)
    if not network.pairs:
        return {}
    try:
        drawing = svg_of(draw_meetings(network))
    except ModuleNotFoundError:
        return {}
    return {"who_met_whom": MetadataValue.md(f"![who met whom](data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()})")}
