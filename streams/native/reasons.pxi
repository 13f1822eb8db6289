# The reasons: the words and phrases that moved a score. See `LearnedScorer` and `BacklashClassifier`.

cdef class Reasons(Hearing):
    cdef int most_reasons

    cdef tuple explain(self, Tongue tongue, Weights weights, int towards):
        """See `LearnedScorer._explain`."""
        cdef int at, sign = towards - 1
        cdef double value
        cdef dict words = {}
        cdef str word
        if self.pure_movers is not None:
            for word, value in self.pure_movers:
                if value != 0 and (not sign or value * sign > 0):
                    words[word[:40]] = abs(value)
        else:
            for at in range(self.rating.count):
                value = self.rating.movers[at].value
                if value != 0 and (not sign or value * sign > 0):
                    words[self.name(tongue, self.rating.movers[at])[:40]] = abs(value)
        if sign and not words:
            for word in weights.movers(towards, MOVERS):
                if word[0] not in "~^<":
                    words[word[:40]] = 0.0
            return tuple(words)
        if len(words) < 2:
            return tuple(words)
        return tuple([word for _, word in sorted([(-value, word) for word, value in words.items()])[:MOVERS]])

    cdef tuple name_reasons(self, Tongue tongue, list quoted, tuple because):
        """What moved the decision before what moved the feeling, each once."""
        cdef list reasons = [], kept = []
        cdef int wanted
        cdef str word
        for group in quoted:
            wanted = group
            for each in tongue.phrases.found:
                if <int> (<tuple> each)[0] == wanted:
                    reasons.append((<tuple> each)[1])
        if not reasons:
            reasons = name_known(tongue.backlash.movers(tongue.against, 12))
        del reasons[NAMED_REASONS:]
        reasons += because
        for word in reasons:
            if word not in kept:
                kept.append(word)
        return tuple(kept[:self.most_reasons])

    cdef str name(self, Tongue tongue, Mover mover):
        if tongue.vader is not None:
            return tongue.vader.name(mover)
        if mover.number >= 0:
            return tongue.lexicon.names[mover.number]
        return make(self.low + mover.start, mover.stop - mover.start)
