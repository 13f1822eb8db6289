# The reasons: the words and phrases that moved a score. See `LearnedScorer` and `BacklashClassifier`.

cdef int most_movers = MOVERS

cdef enum:
    FEW = 16


cdef class Reasons(Hearing):
    cdef int most_reasons
    cdef tuple themes  # of the text at hand, where it is against AI

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
        elif self.rating.count <= FEW:
            return self.explain_few(tongue, weights, sign)
        else:
            for at in range(self.rating.count):
                value = self.rating.movers[at].value
                if value != 0 and (not sign or value * sign > 0):
                    words[self.name(tongue, self.rating.movers[at])[:40]] = abs(value)
        if sign and not words:
            return self.explain_learned(weights, towards)
        if len(words) < 2:
            return tuple(words)
        return tuple([word for _, word in sorted([(-value, word) for word, value in words.items()])[:MOVERS]])

    cdef tuple explain_few(self, Tongue tongue, Weights weights, int sign):
        """The same of a few words, as most texts have: without a dict and a sort."""
        cdef int at, each
        cdef double value
        cdef double values[FEW]
        cdef list words = []
        cdef str word
        for at in range(self.rating.count):
            value = self.rating.movers[at].value
            if value == 0 or (sign and value * sign <= 0):
                continue
            word = self.name(tongue, self.rating.movers[at])
            if len(word) > 40:
                word = word[:40]
            value = fabs(value)
            each = 0
            while each < len(words) and <str> words[each] != word:
                each += 1
            if each < len(words):  # said again: the last value counts
                del words[each]
                memmove(&values[each], &values[each + 1], (len(words) - each) * sizeof(double))
            each = <int> len(words)
            while each > 0 and (
                values[each - 1] < value or (values[each - 1] == value and <str> words[each - 1] > word)
            ):
                each -= 1
            memmove(&values[each + 1], &values[each], (len(words) - each) * sizeof(double))
            words.insert(each, word)
            values[each] = value
        if sign and not words:
            return self.explain_learned(weights, sign + 1)
        return tuple(words[:MOVERS] if len(words) > most_movers else words)

    cdef tuple explain_learned(self, Weights weights, int towards):
        """By what the model knows of the text, where no word of the lexicon tells."""
        return tuple([word[:40] for word in weights.movers(towards, MOVERS) if word[0] not in "~^<"])

    cdef tuple name_reasons(self, Tongue tongue, Noted noted, tuple because):
        """Why a text is against AI: its `themes`; and what moved that before what moved the feeling, each once."""
        cdef list reasons = [], kept = []
        cdef int theme
        cdef uint32_t bits = 0
        cdef ThemeWeights learned = tongue.reasons
        cdef str word
        learned.add_up(tongue.backlash)
        for theme in range(learned.themed):
            if not learned.has(theme, noted.groups[theme] >= 0):
                continue
            bits |= <uint32_t> 1 << theme
            if noted.groups[theme] >= 0:
                self.quote(tongue, noted.groups[theme], reasons)
            else:
                word = learned.name(tongue.backlash, theme)
                if word is not None:
                    reasons.append(word)
        self.themes = learned.tell(bits)
        if noted.refused >= 0:
            self.quote(tongue, noted.refused, reasons)
        if not reasons:
            reasons = name_known(tongue.backlash.movers(tongue.against, 12))
        del reasons[NAMED_REASONS:]
        reasons += because
        for word in reasons:
            if word not in kept:
                kept.append(word)
        return tuple(kept[:self.most_reasons])

    cdef int quote(self, Tongue tongue, int group, list into) except -1:
        """The phrases of a group that were found, in the order of the text."""
        cdef int at, rule
        for at in range(tongue.phrases.found_count):
            rule = tongue.phrases.found[at]
            if tongue.phrases.rules[rule].group == group:
                into.append(tongue.phrases.phrases[rule])
        return 0

    cdef str name(self, Tongue tongue, Mover mover):
        cdef str word = self.spell(tongue, mover)
        return DENIED + word if mover.denied else word

    cdef str spell(self, Tongue tongue, Mover mover):
        if tongue.vader is not None:
            return tongue.vader.name(mover)
        if mover.number >= 0:
            return tongue.lexicon.names[mover.number]
        return make(self.low + mover.start, mover.stop - mover.start)
