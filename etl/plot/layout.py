"""Where the nodes of a network go: linked ones near each other, all others apart. The same network always looks the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
_STEPS = 300


def place_nodes(count: int, edges: Sequence[tuple[int, int]]) -> Points:
    """Positions (count, 2) of the nodes, by springs along the edges and pushes between all nodes (Fruchterman-Reingold).

    The nodes start on a circle in their order, so nothing is random. O(count²) a step: for some hundred nodes.
    """
    if count == 0:
        return np.zeros((0, 2))
    angles = 2 * np.pi * np.arange(count) / count
    points = np.column_stack([np.cos(angles), np.sin(angles)])
    reach = 1.6 / np.sqrt(count)
    pairs = np.array(edges, dtype=np.int64).reshape(-1, 2)
    for step in range(_STEPS):
        moves = _pushes(points, reach) + _pulls(points, pairs, reach) - 0.9 * points
        length = np.maximum(np.linalg.norm(moves, axis=1, keepdims=True), 1e-9)
        points = points + moves / length * np.minimum(length, 0.1 * (1 - step / _STEPS))
    return points


def _pushes(points: Points, reach: float) -> Points:
    apart = points[:, None, :] - points[None, :, :]
    distance = np.maximum((apart**2).sum(axis=2), 1e-6)
    pushed: Points = (apart * (reach**2 / distance)[:, :, None]).sum(axis=1)
    return pushed


def _pulls(points: Points, pairs: npt.NDArray[np.int64], reach: float) -> Points:
    pulls = np.zeros_like(points)
    apart = points[pairs[:, 1]] - points[pairs[:, 0]]
    force = apart * (np.linalg.norm(apart, axis=1, keepdims=True) / reach)
    np.add.at(pulls, pairs[:, 0], force)
    np.add.at(pulls, pairs[:, 1], -force)
    return pulls
