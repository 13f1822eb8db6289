# A tongue: all that is known of one language.

cdef double bins[16]
cdef int bin_count = len(BINS)
for _at, _bin in enumerate(BINS):
    bins[<int> _at] = _bin


cdef double nothing = NOTHING
cdef int most_sum = MOST_SUM, most_counted = MOST_COUNTED

cdef enum:  # signs of a feeling, in the order of `FEELINGS`
    NO_TURN = 3
cdef str FEELINGS = "-0+"


cdef inline int feel(double value) noexcept:
    """Where in `FEELINGS` a sum stands."""
    return 0 if value < -nothing else 2 if value > nothing else 1


cdef enum:
    MOST_NOTED = 4096  # a power of two; then it starts afresh


cdef class Noted:
    """What follows from a text's traits."""

    cdef int numbers[64]  # of the model's entries
    cdef int count
    cdef tuple themes
    cdef int quoted[32]  # groups
    cdef int quoted_count


cdef class Tongue:
    """All that is known of one language."""

    cdef object language, pure_rater
    cdef bint spaced, stems, is_hu, is_es
    cdef Table denials
    cdef Weights sentiment, backlash
    cdef VaderWords vader
    cdef LexiconWords lexicon
    cdef Phrases phrases
    cdef Entry* levels[16]
    cdef Entry* counts[3][3]
    cdef Entry* sizes[3]
    cdef bint tells_turns
    cdef Entry* turns[4][3]
    cdef Entry* firsts[3]
    cdef Entry* lasts[3]
    cdef Entry* totals[16]
    cdef Entry* tallies[8][8]
    cdef int against
    cdef uint32_t ai, machine
    cdef uint64_t note_keys[2 * MOST_NOTED]
    cdef list noted
    cdef int note_count

    def __init__(self, language, scorer, classifier):
        self.language, self.pure_rater = language, scorer.rater
        self.spaced, self.stems = language not in UNSPACED, language is Language.HU
        self.is_hu, self.is_es = language is Language.HU, language is Language.ES
        self.denials = Table(sorted(DENIALS.get(language, ())))
        self.sentiment = Weights(scorer.model)
        if isinstance(scorer.rater, VaderRater):
            self.vader = VaderWords(scorer.rater.vader, VADER_NOT, VADER_CAPITALS)
        else:
            self.lexicon = LexiconWords(scorer.rater, self.spaced)
        for at in range(len(BINS) + 1):
            self.levels[at] = self.sentiment.table.named(f"~level:{at}")
        for at in range(3):
            for above in range(3):
                self.counts[at][above] = self.sentiment.table.named(f"~words:{at}:{above}")
        for at, name in enumerate(("~short", "~middle", "~long text")):
            self.sizes[at] = self.sentiment.table.named(name)
        self.tells_turns = self.lexicon is not None and self.lexicon.tells_turns
        if self.tells_turns:
            self.name_turns()
        if classifier is not None:
            self.backlash = Weights(classifier.model)
            self.phrases = Phrases(classifier.finder)
            self.against = STANCES.index(AGAINST)
            self.noted = [None] * (2 * MOST_NOTED)
            for at, group in enumerate(self.phrases.groups):
                self.ai |= (1 << at) * (group == "ai")
                self.machine |= (1 << at) * (group == "machine")

    cdef int name_turns(self) except -1:
        """See `lexical.note`: what it says of turns, by the numbers it is said from."""
        cdef int at, other
        for at in range(4):
            for other in range(3):
                before = "no" if at == NO_TURN else FEELINGS[at]
                self.turns[at][other] = self.turned(0, before + FEELINGS[other], "00", 0, 0, 0)
        for at in range(3):
            self.firsts[at] = self.turned(1, "", FEELINGS[at] + "0", 0, 0, 0)
            self.lasts[at] = self.turned(2, "", "0" + FEELINGS[at], 0, 0, 0)
        for at in range(-most_sum, most_sum + 1):
            self.totals[most_sum + at] = self.turned(3, "", "00", at, 0, 0)
        for at in range(most_counted + 1):
            for other in range(most_counted + 1):
                self.tallies[at][other] = self.turned(4, "", "00", 0, at, other)
        return 0

    cdef Entry* turned(self, int which, str turn, str ends, int total, int below, int above) except? NULL:
        return self.sentiment.table.named(name_turns(turn, ends, total, below, above)[which])

    cdef int note_turns(self, Rating rating, int below) except -1:
        """See `lexical._note_turns`."""
        cdef int before = NO_TURN, total
        cdef double after = rating.total
        if rating.turns:
            before = feel(rating.sum_of(0, rating.before))
            after = rating.sum_of(rating.after, rating.count)
        self.sentiment.hit(self.turns[before][feel(after)])
        if not rating.count:
            return 0
        self.sentiment.hit(self.firsts[feel(rating.movers[0].value)])
        self.sentiment.hit(self.lasts[feel(rating.movers[rating.count - 1].value)])
        total = max(-most_sum, min(most_sum, <int> rint(rating.total)))  # to even, as Python rounds
        self.sentiment.hit(self.totals[most_sum + total])
        self.sentiment.hit(
            self.tallies[min(most_counted, below)][min(most_counted, rating.count - below)]
        )
        return 0

    cdef Noted note(self, uint32_t mask, bint named, bint under_ai, bint asks, int mood):
        """What follows from a text's traits, worked out when they are first met."""
        cdef uint64_t key = <uint64_t> mask << 8 | named << 7 | under_ai << 6 | asks << 5 | mood << 3 | 1
        cdef int at = mix(key) & (2 * MOST_NOTED - 1)
        while self.note_keys[at]:
            if self.note_keys[at] == key:
                return <Noted> self.noted[at]
            at = (at + 1) & (2 * MOST_NOTED - 1)
        if self.note_count == MOST_NOTED:
            self.note_count = 0
            self.noted = [None] * (2 * MOST_NOTED)
            memset(self.note_keys, 0, sizeof(self.note_keys))
            at = mix(key) & (2 * MOST_NOTED - 1)
        self.note_count += 1
        noted = self.noted[at] = self.describe(mask, named, under_ai, asks, mood)
        self.note_keys[at] = key
        return <Noted> noted

    cdef Noted describe(self, uint32_t mask, bint named, bint under_ai, bint asks, int mood):
        """The model's notes, the themes and the groups to quote; see `BacklashClassifier.look`."""
        cdef Noted noted = Noted()
        found = [name for at, name in enumerate(self.phrases.groups) if mask >> <int> at & 1]
        themes = tuple([name for name in THEMES if name in found])
        if not themes and "bot" in found:
            themes = (BOT,)
        traits = Traits(
            "named" if named else "machine" if "machine" in found else "under",
            ("neutral", "negative", "positive")[mood],
            themes, under_ai, "pledge" in found, "refuse" in found, "praise" in found, asks,
        )
        # A bot is the complaint only where there is no other.
        quoted = ["bot" if name == BOT and BOT not in found else name for name in themes] + ["refuse"]
        groups = [self.phrases.groups.index(name) for name in quoted if name in found]
        numbers = self.backlash.number(note_traits(traits))
        noted.themes = tuple([THEMES[name] for name in themes])
        noted.count, noted.quoted_count = len(numbers), len(groups)
        for at in range(noted.count):
            noted.numbers[<int> at] = numbers[at]
        for at in range(noted.quoted_count):
            noted.quoted[<int> at] = groups[at]
        return noted


def is_known(scorer, classifier):
    """Whether a language's scorer and classifier are of the kind that is compiled here."""
    if not (
        type(scorer) is LearnedScorer
        and type(scorer.rater) in (VaderRater, SpacedLexicon, UnspacedLexicon)
        and tuple(scorer.model.classes) == CLASSES
    ):
        return False
    if not fits(scorer.model):
        return False
    return classifier is None or (
        classifier.model is not None and tuple(classifier.model.classes) == STANCES and fits(classifier.model)
    )


def fits(model):
    """Whether its weights fit into the tables."""
    return all(name and len(name) <= 256 and -32768 <= min(row) <= max(row) < 32768 for name, row in model.rows())
