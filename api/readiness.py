"""Whether the indexes follow the archive."""

from collections.abc import Callable, Mapping


class Following:
    """An index that is behind gets its time: whoever writes brings it in step, batch by batch."""

    def __init__(self, *, patience_s: float, clock: Callable[[], float]) -> None:
        self._patience_s = patience_s
        self._clock = clock
        self._seen: Mapping[str, tuple[int, float]] = {}
        """By index: how far it had followed, and when it was first seen to have come so far."""

    def stuck(self, followed: Mapping[str, int], *, last: int) -> str | None:
        """Why not to wait for an index any longer; None where each is in step, or moved a moment ago.

        `followed` is as `Store.followed` tells, `last` the archive's newest change.
        """
        now = self._clock()
        self._seen = {index: self._since(index, seq, now=now) for index, seq in followed.items()}
        for index, (seq, since) in self._seen.items():
            if seq < last and now - since >= self._patience_s:
                return (
                    f"the {index} index is behind the archive (changes missing: {last - seq:,}) and doesn't follow: "
                    "wait for the process that writes, or run 'onrecord doctor'"
                )
        return None

    def _since(self, index: str, seq: int, *, now: float) -> tuple[int, float]:
        before, since = self._seen.get(index, (-1, now))
        return seq, since if before == seq else now
