"""A crowd of people who do not exist."""

from collections import Counter
from random import Random

from connectors.mention import Platform
from deploy.scenarios.people import Crowd
from deploy.scenarios.phrases import Form


def test_some_speak_more_than_once_and_most_do_not() -> None:
    crowd = Crowd("any", Random(1))
    spoken = Counter(crowd.speaker(Platform.X, "en", Form.LINE) for _ in range(500))
    assert 300 < len(spoken) < 400
    assert max(spoken.values()) < 25


def test_a_few_bots_say_a_lot() -> None:
    crowd = Crowd("any", Random(1))
    assert len({crowd.speaker(Platform.X, "en", Form.BOT) for _ in range(100)}) == 3


def test_the_brand_has_one_account_and_a_newspaper_none() -> None:
    crowd = Crowd("any", Random(1))
    assert crowd.speaker(Platform.X, "en", Form.OWN) == crowd.speaker(Platform.X, "hu", Form.OWN)
    assert crowd.speaker(Platform.NEWS, "en", Form.ARTICLE) is None


def test_another_key_makes_other_hashes() -> None:
    one, other = Crowd("one", Random(1)), Crowd("other", Random(1))
    assert one.speaker(Platform.X, "en", Form.OWN) != other.speaker(Platform.X, "en", Form.OWN)
