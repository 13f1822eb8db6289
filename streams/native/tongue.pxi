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


cdef class Tongue:
    """All that is known of one language."""

    cdef object language, pure_rater
    cdef bint spaced, stems, is_hu, is_es, titled
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
    cdef int against, neutral, favour  # classes of the backlash model
    cdef uint32_t ai, machine
    cdef Notes notes
    cdef ThemeWeights reasons

    def __init__(self, language, scorer, classifier):
        self.language, self.pure_rater = language, scorer.rater
        self.spaced, self.stems = language not in UNSPACED, language is Language.HU
        self.is_hu, self.is_es = language is Language.HU, language is Language.ES
        self.titled = language in TITLED_IN
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
            self.against, self.neutral, self.favour = map(classifier.model.classes.index, STANCES)
            self.notes = Notes(self.phrases.groups, self.backlash)
            self.reasons = ThemeWeights(classifier.reasons, self.backlash)
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
        and (classifier.reasons is None or fits(classifier.reasons))
    )


def fits(model):
    """Whether its weights fit into the tables."""
    return all(name and len(name) <= 256 and -32768 <= min(row) <= max(row) < 32768 for name, row in model.rows())
