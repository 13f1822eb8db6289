# The stance: what a text has to do with AI, as `BacklashClassifier.look` sees it.

cdef class Stance(Reasons):
    cdef bint named  # AI is
    cdef uint32_t found  # groups of phrases

    cdef int meet_ai(self, Tongue tongue, str text, int size, bint under_ai) except -1:
        """Whether a text, which is flattened, touches AI, and by what: the first part of `BacklashClassifier.look`."""
        cdef const Sign* raw = self.raw
        cdef str plain = text
        self.is_apart = not self.steady
        if self.is_apart:
            plain = self.load_plain(text)
            if plain is None:
                return CANNOT_TELL
            raw = self.plain
            self.plain_shouted = plain.isupper()
            size = flatten(self.plain_low, self.plain_size, True, not tongue.spaced, self.flat)
            self.start_count = list_starts(self.flat, size, self.starts)
        else:
            self.plain_size = self.size
            if self.curly or not tongue.spaced:
                size = flatten(self.low, self.size, True, not tongue.spaced, self.flat)
                self.start_count = list_starts(self.flat, size, self.starts)
        self.found = tongue.phrases.find(self.flat, size, self.starts, self.start_count)
        # Of what Hungarian and Spanish have beside, little is worth telling again.
        self.named = (self.found & tongue.ai) != 0 or (not tongue.is_es and says_ai(raw, self.plain_size, tongue.titled)) or (
            (tongue.is_hu or tongue.is_es) and may_name_ai(raw, self.plain_size, tongue.is_es)
            and names_ai(plain, tongue.language)
        )
        return self.named or under_ai or self.found & tongue.machine != 0

    cdef Noted note_traits(self, Tongue tongue, label, bint under_ai):
        """Tell the model the rest of what `BacklashClassifier.look` sees."""
        cdef int at
        cdef Noted noted = tongue.notes.note(
            self.found, self.named, under_ai, self.asks, 1 if label is NEGATIVE else 2 if label is POSITIVE else 0
        )
        for at in range(noted.count):
            tongue.backlash.hit(tongue.backlash.entries[noted.numbers[at]])
        return noted
