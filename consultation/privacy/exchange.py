"""How far a hidden number could be from the truth without any shown number changing, and what else to hide so that it can.

Numbers that add up are edges of a network in which as much flows into every node as out of it. Hidden numbers could be
different where flow can go round in a circle through them: how far one can go is a maximum flow, and the cheapest
numbers to hide besides are a shortest path (after J. Castro, "A shortest-paths heuristic for statistical data
protection in positive tables", INFORMS Journal on Computing 19, 2007). This is exact for an attacker with linear
programming, as the corners of a flow's polytope are whole numbers.
"""

import heapq
from collections import deque
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from itertools import count
from typing import NamedTuple

Hidden = AbstractSet[str]
Cost = Callable[[str], int]


class Edge(NamedTuple):
    """A number that flows from `tail` to `head`. It can grow without bound, and shrink by `slack` at most.

    It is hidden where any of `names` is; an edge without names is never shown at all.
    """

    tail: str
    head: str
    slack: int
    names: tuple[str, ...]

    def is_hidden(self, hidden: Hidden) -> bool:
        """Whether an attacker has to guess this number."""
        return not self.names or not hidden.isdisjoint(self.names)


class Network:
    """Numbers that add up, as a reader of the published table knows them to."""

    def __init__(self, edges: list[Edge]) -> None:
        self.edges = edges
        self._around: dict[str, list[tuple[int, str, bool]]] = {}
        for index, edge in enumerate(edges):
            self._around.setdefault(edge.tail, []).append((index, edge.head, True))
            self._around.setdefault(edge.head, []).append((index, edge.tail, False))

    def room(self, edge: Edge, hidden: Hidden, enough: int) -> tuple[int, int]:
        """How much less and how much more the edge's number could be, each counted up to `enough`."""
        more = self._flow(edge.head, edge.tail, edge, hidden, enough)
        less = self._flow(edge.tail, edge.head, edge, hidden, min(enough, edge.slack))
        return less, more

    def cheapest(self, edge: Edge, hidden: Hidden, spread: int, cost: Cost) -> frozenset[str]:
        """The names to hide so that the edge's number has an interval of `spread` at least, at the least cost found.

        Some numbers may go up, some down: the share of either is tried. Hiding enough always helps.
        """
        offers: list[tuple[int, list[str]]] = []
        for more in range(spread + 1):
            up = self._path((edge.head, edge.tail), edge, hidden, more, cost)
            down = self._path((edge.tail, edge.head), edge, hidden, spread - more, cost)
            if up is not None and down is not None and spread - more <= edge.slack:
                names = up | down
                offers.append((sum(cost(name) for name in names), sorted(names)))
        return frozenset(min(offers)[1])

    def _room_along(self, index: int, forwards: bool, moved: dict[int, int], enough: int) -> int:  # noqa: FBT001
        return enough if forwards else self.edges[index].slack + moved.get(index, 0)

    def _flow(self, source: str, sink: str, without: Edge, hidden: Hidden, enough: int) -> int:
        """The maximum flow from source to sink through hidden edges, no more than `enough` (Edmonds and Karp)."""
        moved: dict[int, int] = {}
        total = 0
        while total < enough:
            came = self._reach(source, sink, without, hidden, moved)
            if came is None:
                break
            steps = _steps(came, source, sink)
            amount = min(enough - total, *(self._room_along(i, forwards, moved, enough) for i, forwards in steps))
            for index, forwards in steps:
                moved[index] = moved.get(index, 0) + (amount if forwards else -amount)
            total += amount
        return total

    def _reach(
        self, source: str, sink: str, without: Edge, hidden: Hidden, moved: dict[int, int]
    ) -> dict[str, tuple[str, int, bool]] | None:
        came: dict[str, tuple[str, int, bool]] = {source: (source, -1, True)}
        waiting = deque([source])
        while waiting and sink not in came:
            node = waiting.popleft()
            for index, other, forwards in self._around[node]:
                edge = self.edges[index]
                if other in came or edge is without or not edge.is_hidden(hidden):
                    continue
                if self._room_along(index, forwards, moved, 1) > 0:
                    came[other] = (node, index, forwards)
                    waiting.append(other)
        return came if sink in came else None

    def _path(self, ends: tuple[str, str], without: Edge, hidden: Hidden, amount: int, cost: Cost) -> Hidden | None:
        """The names to hide for a path that carries `amount`, at the least cost (Dijkstra); none where there is no path."""
        if amount == 0:
            return frozenset()
        source, sink = ends
        order = count()
        waiting: list[tuple[int, int, str, frozenset[str]]] = [(0, next(order), source, frozenset())]
        done: set[str] = set()
        while waiting:
            paid, _, node, names = heapq.heappop(waiting)
            if node == sink:
                return names
            if node in done:
                continue
            done.add(node)
            for index, other, forwards in self._around[node]:
                edge = self.edges[index]
                if edge is without or other in done or not (forwards or edge.slack >= amount):
                    continue
                price, name = self._price(edge, hidden | names, cost)
                heapq.heappush(waiting, (paid + price, next(order), other, names | name))
        return None

    def _price(self, edge: Edge, hidden: Hidden, cost: Cost) -> tuple[int, frozenset[str]]:
        if edge.is_hidden(hidden):
            return 0, frozenset()
        price, name = min((cost(name), name) for name in edge.names)
        return price, frozenset({name})


def _steps(came: dict[str, tuple[str, int, bool]], source: str, sink: str) -> list[tuple[int, bool]]:
    steps = []
    node = sink
    while node != source:
        node, index, forwards = came[node]
        steps.append((index, forwards))
    return steps
