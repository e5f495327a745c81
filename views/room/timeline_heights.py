"""Where each row of a long list stands: prefix sums of heights, most of them estimates."""

from array import array
from bisect import bisect_right
from itertools import accumulate

_CHUNK = 512
_UNMEASURED = -1


class HeightIndex:
    """Heights in px of `count` rows. A row counts with the estimate until it is measured.

    Rows lie in chunks of up to 1,024; two Fenwick trees over the chunks hold the number of rows
    and the deviation from the estimate. Append, insert, measure, `top` and `row_at` cost
    O(log chunks); a chunk holds no heights before one of its rows was measured.
    """

    def __init__(self, count: int, estimate: int) -> None:
        self._estimate = estimate
        self.reset(count)

    def reset(self, count: int) -> None:
        """`count` rows, none measured."""
        full, rest = divmod(count, _CHUNK)
        self._sizes = [_CHUNK] * full + [rest] * (rest > 0)
        self._heights: list[array[int] | None] = [None] * len(self._sizes)
        self._extra = [0] * len(self._sizes)
        self._count = count
        self._rebuild()

    def __len__(self) -> int:
        return self._count

    @property
    def estimate(self) -> int:
        return self._estimate

    @property
    def total(self) -> int:
        return self._count * self._estimate + self._deviation

    def top(self, row: int) -> int:
        """The y of the row's upper edge; `top(len(index))` is the end of the list."""
        if row >= self._count:
            return self.total
        chunk, offset = self._find_row(row)
        rows, extra = self._before(chunk)
        heights = self._heights[chunk]
        inside = offset * self._estimate
        if heights is not None:
            inside = sum(self._estimate if h == _UNMEASURED else h for h in heights[:offset])
        return rows * self._estimate + extra + inside

    def height(self, row: int) -> int:
        chunk, offset = self._find_row(row)
        heights = self._heights[chunk]
        if heights is None or heights[offset] == _UNMEASURED:
            return self._estimate
        return heights[offset]

    def is_measured(self, row: int) -> bool:
        chunk, offset = self._find_row(row)
        heights = self._heights[chunk]
        return heights is not None and heights[offset] != _UNMEASURED

    def measure(self, row: int, height: int) -> int:
        """Sets a row's true height; gives by how much the list grew."""
        chunk, offset = self._find_row(row)
        heights = self._heights[chunk]
        if heights is None:
            heights = self._heights[chunk] = array("i", [_UNMEASURED]) * self._sizes[chunk]
        before = self._estimate if heights[offset] == _UNMEASURED else heights[offset]
        heights[offset] = height
        grown = height - before
        if grown:
            self._extra[chunk] += grown
            self._deviation += grown
            self._add(chunk, 0, grown)
        return grown

    def row_at(self, y: int) -> int:
        """The row that covers y; the first or last one beyond the ends. Needs at least one row."""
        if y < 0:
            return 0
        if y >= self.total:
            return self._count - 1
        chunk, rows, passed = self._find_y(y)
        heights = self._heights[chunk]
        inside = y - passed
        if heights is None:
            return rows + inside // self._estimate
        ends = list(accumulate(self._estimate if h == _UNMEASURED else h for h in heights))
        return rows + min(bisect_right(ends, inside), self._sizes[chunk] - 1)

    def append(self, n: int = 1) -> None:
        while n > 0:
            if not self._sizes or self._sizes[-1] >= _CHUNK:
                self._push_chunk()
            last = len(self._sizes) - 1
            taken = min(n, _CHUNK - self._sizes[last])
            self._grow(last, self._sizes[last], taken)
            n -= taken

    def _grow(self, chunk: int, offset: int, n: int) -> None:
        heights = self._heights[chunk]
        if heights is not None:
            heights[offset:offset] = array("i", [_UNMEASURED]) * n
        self._sizes[chunk] += n
        self._count += n
        self._add(chunk, n, 0)

    # The two Fenwick trees: node i (from 1) sums the chunks (i - lowest bit of i, i].

    def _rebuild(self) -> None:
        self._rows = [0, *self._sizes]
        self._extras = [0, *self._extra]
        self._deviation = sum(self._extra)
        n = len(self._sizes)
        for i in range(1, n + 1):
            parent = i + (i & -i)
            if parent <= n:
                self._rows[parent] += self._rows[i]
                self._extras[parent] += self._extras[i]

    def _push_chunk(self) -> None:
        self._sizes.append(0)
        self._heights.append(None)
        self._extra.append(0)
        i = len(self._sizes)
        rows = extra = 0
        child, lowest = i - 1, i & -i
        while child > i - lowest:
            rows += self._rows[child]
            extra += self._extras[child]
            child -= child & -child
        self._rows.append(rows)
        self._extras.append(extra)

    def _add(self, chunk: int, rows: int, extra: int) -> None:
        i, n = chunk + 1, len(self._sizes)
        while i <= n:
            self._rows[i] += rows
            self._extras[i] += extra
            i += i & -i

    def _before(self, chunk: int) -> tuple[int, int]:
        rows = extra = 0
        i = chunk
        while i > 0:
            rows += self._rows[i]
            extra += self._extras[i]
            i -= i & -i
        return rows, extra

    def _find_row(self, row: int) -> tuple[int, int]:
        if not 0 <= row < self._count:
            raise IndexError(row)
        i, n = 0, len(self._sizes)
        step = 1 << n.bit_length()
        while step := step >> 1:
            if i + step <= n and self._rows[i + step] <= row:
                i += step
                row -= self._rows[i]
        return i, row

    def _find_y(self, y: int) -> tuple[int, int, int]:
        """The chunk that covers y, and the rows and px before that chunk."""
        i, n, rows, passed = 0, len(self._sizes), 0, 0
        step = 1 << n.bit_length()
        while step := step >> 1:
            if i + step <= n:
                tall = self._rows[i + step] * self._estimate + self._extras[i + step]
                if passed + tall <= y:
                    i += step
                    rows += self._rows[i]
                    passed += tall
        return i, rows, passed
