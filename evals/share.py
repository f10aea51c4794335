"""A count of a count."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """`k` of `n`, 0 <= k <= n; `k` is no whole number where it adds up shares."""

    k: float
    n: int

    @property
    def value(self) -> float | None:
        """From 0 to 1; None of an empty `n`."""
        return self.k / self.n if self.n else None
