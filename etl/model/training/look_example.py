"""What the second look learns from; apart from the training itself, so that examples can be made without torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from etl.model.look import Tokens

GOVERNORS = 37  # words that govern mentions and have a row of their own; the others share one


@dataclass(frozen=True, slots=True)
class Example:
    """One event of an article.

    `tokens` begin with the mentions; `entities` has the entity of each of these, `right` what that is to the event (mentions x `OUTPUTS` of
    `etl.model.look`, 0 or 1).
    """

    article: str
    tokens: Tokens
    entities: npt.NDArray[np.int64]
    right: npt.NDArray[np.float32]
