#!/usr/bin/env python3
"""Write the demonstration articles: plain texts of the first forty training articles, and what is known of them.

    demo.py OUT     writes OUT/ID.txt and OUT/metadata.csv (file, source, published)
"""

from __future__ import annotations

import csv
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from compile import flatten

CORPUS = Path(__file__).resolve().parent.parent
ARTICLES = 40


def main(out: Path) -> None:
    """Write the texts and their metadata to the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with (CORPUS / "split.csv").open(encoding="utf-8") as file:
        chosen = [row["article"] for row in csv.DictReader(file) if row["split"] == "train"][:ARTICLES]
    with (out / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        metadata = csv.writer(file, lineterminator="\n")
        metadata.writerow(["file", "source", "published"])
        for name in chosen:
            article = ET.parse(CORPUS / "articles" / f"{name}.xml").getroot()
            text, _ = flatten(article.find("text"))
            (out / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
            metadata.writerow([f"{name}.txt", article.get("publisher", ""), article.get("published", "")])
    print(f"{len(chosen)} articles in {out}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
