"""A telling: one run of a scenario, moment by moment, from the start to the last word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from connectors.mention import ChannelKind, Mention, Platform
from deploy.scenarios.chance import pick
from deploy.scenarios.people import Crowd
from deploy.scenarios.phrases import Form, Kind, Phrasebook, Theme
from deploy.scenarios.place import Place, Root, choose_place, count_likes, remember
from deploy.scenarios.scenario import Event, Scenario, Strand
from deploy.scenarios.speech import Said, Voice

_FETCHED_TWICE: Final = 0.015
_EDITED: Final = 0.012
_TAKEN_DOWN: Final = 0.008
_SOON: Final = 40 * 60
"""Seconds within which people edit or delete."""
_LONE_COMMENT: Final = frozenset({ChannelKind.COMMENT, ChannelKind.REVIEW, ChannelKind.MESSAGE})
"""Stand under a title or on a page that names the brand."""


@dataclass(frozen=True, slots=True)
class Told:
    """A mention, and what its writer knows about it and a scorer does not."""

    mention: Mention
    kind: Kind
    themes: tuple[Theme, ...]
    form: Form
    strand: str
    language: str
    repeat: bool = False
    """Fetched again, edited or taken down: seen before under the same id."""


class Telling:
    """Turns moments into mentions; everything it remembers is of this run."""

    __slots__ = ("_crowd", "_rng", "_roots", "_scenario", "_start", "_voices")

    def __init__(
        self, scenario: Scenario, books: Mapping[str, Phrasebook], start: datetime, key: str, rng: Random
    ) -> None:
        self._scenario = scenario
        self._start = start
        self._rng = rng
        self._crowd = Crowd(key, rng)
        self._roots: dict[str, list[Root]] = {language: [] for language in scenario.languages}
        self._voices: dict[tuple[str, bool], Voice] = {}
        for language in scenario.languages:
            book, films = books[language], scenario.films.get(language, ())
            self._voices[language, False] = Voice(book, scenario.brand, scenario.rival, films, rng)
            self._voices[language, True] = Voice(book, scenario.rival, scenario.brand, films, rng)

    def happen(self, event: Event, hour: float) -> Iterator[Told]:
        """An event appears, at once in every place."""
        for language, platforms in event.places.items():
            said = self._voices[language, False].announce(event.story, event.kind, event.form)
            for platform in platforms:
                article = event.form is Form.ARTICLE
                place = Place(
                    platform,
                    ChannelKind.ARTICLE if article else ChannelKind.POST,
                    parent_id=None,
                    owned=event.form is Form.OWN,
                    root=None,
                )
                mention = self._mention(said, language, place, hour, self._scenario.brand.key)
                mention = replace(mention, family=f"{event.name}-{language}")
                self._roots[language].append(
                    Root(event.name, language, platform, mention.native_id, place.owned, [])
                )
                yield Told(mention, said.kind, said.themes, said.form, event.name, language)

    def speak(self, strand: Strand, language: str, hour: float) -> Iterator[Told]:
        """Somebody says something; now and then it comes again, changed or not."""
        form = pick(strand.forms, self._rng)
        platforms = self._scenario.languages[language].platforms
        place = choose_place(strand, platforms, self._roots[language], form, self._rng)
        alone = place.root is None and place.kind not in _LONE_COMMENT
        voice = self._voices[language, strand.about_rival]
        said = voice.say(strand, form, alone=alone)
        if said.platforms and place.platform not in said.platforms:
            place = replace(place, platform=self._rng.choice(said.platforms))
        brand = self._scenario.rival if strand.about_rival else self._scenario.brand
        mention = self._mention(said, language, place, hour, brand.key)
        remember(place, mention.native_id)
        told = Told(mention, said.kind, said.themes, said.form, strand.name, language)
        yield told
        if form is not Form.ARTICLE:
            yield from self._afterwards(told, voice)

    def _afterwards(self, told: Told, voice: Voice) -> Iterator[Told]:
        # An edit and a tombstone carry the time at which they became known: a heartbeat may have passed the first.
        mention, rng = told.mention, self._rng
        fate = rng.random()
        later = mention.published_at + timedelta(seconds=rng.randrange(30, _SOON))
        if fate < _FETCHED_TWICE:
            more = None if mention.interactions is None else mention.interactions + rng.randrange(5)
            yield replace(told, mention=replace(mention, interactions=more), repeat=True)
        elif fate < _FETCHED_TWICE + _EDITED:
            edited = replace(mention, text=voice.amend(mention.text), published_at=later, edited=True)
            yield replace(told, mention=edited, repeat=True)
        elif fate < _FETCHED_TWICE + _EDITED + _TAKEN_DOWN:
            yield replace(
                told, mention=replace(mention, text="", published_at=later, deleted=True), repeat=True
            )

    def _mention(self, said: Said, language: str, place: Place, hour: float, brand: str) -> Mention:
        rng, platform = self._rng, place.platform
        native_id = f"{rng.getrandbits(52):011x}"
        return Mention(
            source=platform.value,
            native_id=native_id,
            brand=brand,
            platform=platform,
            kind=place.kind,
            published_at=self._start + timedelta(seconds=int(hour * 3600)),
            text=said.text,
            author=self._crowd.speaker(platform, language, said.form),
            language=pick(self._scenario.languages[language].hints, rng) or None,
            url=None if platform is Platform.LINE else f"https://{platform}.example/{native_id}",
            parent_id=place.parent_id,
            owned=place.owned,
            interactions=count_likes(platform, place.kind, rng),
        )
