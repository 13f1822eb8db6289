"""VADER as a rater: its compound score and the words that moved it."""

from typing import Final

from streams.sentiment.lexicon import Rated, name_mover
from streams.sentiment.vader import Vader, sum_up

EDGES: Final = ".,;:!?\"'()[]{}*#~…“”‘’"


class VaderRater:
    """Rates English; the compound is that of the vaderSentiment release pinned in pyproject.toml, but for apostrophes."""

    def __init__(self) -> None:
        self.vader = Vader()

    def rate(self, text: str) -> Rated:
        # Telephones write ’, and to VADER "didn’t love" is love.
        weighed = self.vader.weigh(text.replace("’", "'"))
        movers = tuple(
            (name_mover(token.strip(EDGES).lower() or token, value, self.vader.worth(token)), value)
            for token, value in zip(
                (weighed.tokens[at] for at in weighed.positions), weighed.values, strict=True
            )
        )
        return Rated(sum_up(weighed).compound, movers)
