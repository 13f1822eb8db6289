# The hearing: what the models are told of a text: its words' ratings, its pieces and its traits. See `lexical`.

cdef class Hearing(Judge):
    cdef Arena arena
    cdef Rating rating
    cdef object pure_movers

    cdef int rate(self, Tongue tongue, str text) except -1:
        """Rate the words: see `self.rating`, or `self.pure_movers` where the pure rater had to."""
        self.pure_movers = None
        if tongue.vader is None:
            tongue.lexicon.rate(self.raw, self.low, self.size, self.shouted, self.ascii, self.rating)
        elif not tongue.vader.rate(
            text.replace("’", "'") if self.curly else text, (self.seen & EMOJI) != 0, self.rating
        ):
            rated = tongue.pure_rater.rate(text)
            self.pure_movers, self.rating.compound = rated.movers, rated.compound
        return 0

    cdef bint take(self, Tongue tongue, bint with_backlash) noexcept:
        """Take the features, for both models in one pass where NFKC changes nothing; False for the pure code."""
        cdef Weights sentiment = tongue.sentiment, backlash = tongue.backlash
        cdef bint fit
        sentiment.begin()
        if not with_backlash:
            fit = self.take_from(tongue, self.low, self.size, self.shouted, sentiment, None)
        else:
            backlash.begin()
            if self.is_apart:
                fit = self.take_from(tongue, self.low, self.size, self.shouted, sentiment, None)
                sentiment.settle()  # the words are about to be written over
                fit = fit and self.take_from(
                    tongue, self.plain_low, self.plain_size, self.plain_shouted, backlash, None
                )
            else:
                fit = self.take_from(tongue, self.low, self.size, self.shouted, sentiment, backlash)
            backlash.settle()
        sentiment.settle()
        return fit

    cdef bint take_from(
        self, Tongue tongue, const Sign* low, int size, bint shouted, Weights weights, Weights others
    ) noexcept:
        if not tongue.spaced:
            take_signs(low, size, weights, others)
            return True
        if not take_words(low, size, self.arena, weights, others, tongue.denials, tongue.stems):
            return False
        weights.hit_special(shouted, self.arena.drawn_out)
        if others is not None:
            others.hit_special(shouted, self.arena.drawn_out)
        return True

    cdef int note(self, Tongue tongue, Weights weights) except -1:
        """What the model is told beside the text's pieces; see `lexical.note`."""
        cdef int at, below = 0, above = 0, level = 0
        cdef double value
        if self.pure_movers is not None:
            for _, value in self.pure_movers:
                below += value < 0
                above += value > 0
        else:
            for at in range(self.rating.count):
                below += self.rating.movers[at].value < 0
                above += self.rating.movers[at].value > 0
        while level < bin_count and bins[level] <= self.rating.compound:
            level += 1
        weights.hit(tongue.levels[level])
        weights.hit(tongue.counts[min(2, below)][min(2, above)])
        weights.hit(tongue.sizes[0 if self.size < 20 else 1 if self.size < 80 else 2])
        if tongue.tells_turns:
            tongue.note_turns(self.rating, below)
        return 0
