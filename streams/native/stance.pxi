# The stance: what a text has to do with AI, as `BacklashClassifier.look` sees it.

cdef class Stance(Reasons):
    cdef bint named  # AI is
    cdef uint32_t found  # groups of phrases

    cdef int meet_ai(self, Tongue tongue, str text, bint under_ai) except -1:
        """Whether a text touches AI, and by what: the first part of `BacklashClassifier.look`."""
        cdef const Sign* raw = self.raw
        cdef int size
        cdef str plain = text
        self.is_apart = not self.steady
        if self.is_apart:
            plain = self.load_plain(text)
            if plain is None:
                return CANNOT_TELL
            raw = self.plain
            self.plain_shouted = plain.isupper()
            size = flatten(self.plain_low, self.plain_size, True, not tongue.spaced, self.flat)
        else:
            self.plain_size = self.size
            size = flatten(self.low, self.size, True, not tongue.spaced, self.flat)
        self.found = tongue.phrases.find(self.flat, size)
        # Of what Hungarian and Spanish have beside, little is worth telling again.
        self.named = (self.found & tongue.ai) != 0 or (not tongue.is_es and says_ai(raw, self.plain_size)) or (
            (tongue.is_hu or tongue.is_es) and may_name_ai(raw, self.plain_size, tongue.is_es)
            and names_ai(plain, tongue.language)
        )
        return self.named or under_ai or self.found & tongue.machine != 0

    cdef tuple note_traits(self, Tongue tongue, str text, label, bint under_ai):
        """Tell the model the rest of what `BacklashClassifier.look` sees; the themes and the groups to quote."""
        cdef bint asks = "?" in text or "？" in text
        cdef uint64_t key = (
            <uint64_t> self.found << 8 | self.named << 7 | under_ai << 6 | asks << 5
            | (1 if label is NEGATIVE else 2 if label is POSITIVE else 0)
        )
        traits = tongue.notes.get(key)
        if traits is None:
            if len(tongue.notes) >= 4096:
                tongue.notes.clear()
            traits = tongue.notes[key] = tongue.describe(self.found, self.named, under_ai, asks, label)
        for number in <list> (<tuple> traits)[0]:
            tongue.backlash.hit(tongue.backlash.entries[<int> number])
        return traits
