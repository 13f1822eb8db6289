# A lexicon of ours. See `sentiment.lexicon`.

cdef double negated = NEGATED, boosted = BOOSTED, emphasis = EMPHASIS
cdef int halfway = HALFWAY, lexicon_reach = REACH, shortest_bared = SHORTEST_BARED


cdef inline bint is_stop(Sign sign) noexcept:
    return sign == 46 or sign == 44 or sign == 59 or sign == 58 or sign == 33 or sign == 63 or sign == 0x2026


cdef class LexiconWords:
    """A lexicon of ours. `bare` is asked where the text has no accents at all."""

    cdef bint spaced
    cdef readonly bint tells_turns
    cdef Trie whole, stems, bare, bare_stems, prefixes
    cdef list names
    cdef double* values
    cdef double* factors
    cdef bint* negates
    cdef bint* turns

    def __cinit__(self, pure, spaced):
        self.spaced = spaced
        self.tells_turns = spaced and pure.tells_turns
        self.prefixes = Trie({name: at for at, name in enumerate(pure.prefixes)} if spaced else {})
        groups = [pure.whole, pure.stems, pure.bare, pure.bare_stems] if spaced else [pure.entries]
        entries = [item for group in groups for item in group.items()]
        self.names = [name for name, _ in entries]
        self.values = <double*> calloc(len(entries) + 1, sizeof(double))
        self.factors = <double*> calloc(len(entries) + 1, sizeof(double))
        self.negates = <bint*> calloc(len(entries) + 1, sizeof(bint))
        self.turns = <bint*> calloc(len(entries) + 1, sizeof(bint))
        if self.values == NULL or self.factors == NULL or self.negates == NULL or self.turns == NULL:
            raise MemoryError
        for at, (_, entry) in enumerate(entries):
            self.values[at], self.factors[at] = entry.value, entry.factor
            self.negates[at], self.turns[at] = entry.negates, entry.turns
        tries, first = [], 0
        for group in groups:
            tries.append(Trie({name: first + at for at, name in enumerate(group)}))
            first += len(group)
        self.whole, self.stems, self.bare, self.bare_stems = tries if spaced else tries * 4

    def __dealloc__(self):
        free(self.values)
        free(self.factors)
        free(self.negates)
        free(self.turns)

    cdef int rate(self, const Sign* raw, const Sign* low, int size, bint shouted, bint plain, Rating into) except -1:
        cdef int marks = 0, at
        cdef double total
        into.count = into.turns = 0
        if self.spaced:
            self._rate_words(raw, low, size, shouted, plain, into)
        else:
            self._rate_signs(raw, size, into)
        into.add_up()
        total = into.total
        if total:
            for at in range(size):
                marks += raw[at] == 33 or raw[at] == 0xFF01
            total += copysign(emphasis * min(3, marks), total)
        into.compound = total / sqrt(total * total + halfway)
        return 0

    cdef void _rate_words(
        self, const Sign* raw, const Sign* low, int size, bint shouted, bint plain, Rating into
    ) noexcept:
        cdef int at = 0, start, number, denied = 0, each
        cdef double factor = 1.0, value
        cdef bint upper, lowers
        while at < size:
            start = at
            if FLAGS[raw[at]] & ALNUM:
                while at < size and (FLAGS[raw[at]] & ALNUM or (
                    (raw[at] == 45 or raw[at] == 39) and at + 1 < size and FLAGS[raw[at + 1]] & ALNUM
                )):
                    at += 1
            elif is_stop(raw[at]):
                denied, factor, at = 0, 1.0, at + 1
                continue
            elif 0x2190 <= raw[at] <= 0x2BFF or 0x1F000 <= raw[at] <= 0x1FAFF:
                at += 1
            else:
                at += 1
                continue
            number = self._find(low + start, at - start, plain)
            if number < 0:
                denied -= 1
            elif self.negates[number]:
                denied = lexicon_reach + 1
            elif self.values[number]:
                value = self.values[number] * factor * (negated if denied > 0 else 1.0)
                upper = lowers = False
                for each in range(start, at):
                    upper |= (FLAGS[raw[each]] & UPPER) != 0
                    lowers |= (FLAGS[raw[each]] & LOWER) != 0
                if upper and not lowers and not shouted and at - start > 1:
                    value *= boosted
                into.add(start, at, -1, value, self.values[number])
                denied, factor = denied - 1, 1.0
            elif self.turns[number]:
                if not into.turns:
                    into.before = into.count
                into.turns, into.after = into.turns + 1, into.count
                denied, factor = 0, 1.0
            else:
                factor = self.factors[number]

    cdef int _find(self, const Sign* word, int size, bint plain) noexcept:
        cdef int number = self._look_up(word, size, self.whole, self.stems)
        if number < 0:
            number = self._find_bared(word, size)
        if number < 0 and plain:
            number = self._look_up(word, size, self.bare, self.bare_stems)
        return number

    cdef int _find_bared(self, const Sign* word, int size) noexcept:
        """A feeling word behind a prefix; of several the one that the lexicon names first."""
        cdef int32_t node = 0
        cdef int at, number, found = -1, first = -1
        for at in range(size - shortest_bared - 1):
            node = self.prefixes.step(node, word[at])
            if node < 0:
                break
            if self.prefixes.ends[node] >= 0 and (first < 0 or self.prefixes.ends[node] < first):
                number = self._look_up(word + at + 1, size - at - 1, self.whole, self.stems)
                if number >= 0 and self.values[number]:
                    found, first = number, self.prefixes.ends[node]
        return found

    cdef int _look_up(self, const Sign* word, int size, Trie whole, Trie stems) noexcept:
        """The word itself, or the longest stem it begins with: of 3 to 16 signs, of two where that is all."""
        cdef int32_t node = 0
        cdef int at, found = -1
        if size > 2 and not whole.may_begin(word) and not stems.may_begin(word):
            return -1
        for at in range(size):
            node = whole.step(node, word[at])
            if node < 0:
                break
        if node > 0 and whole.ends[node] >= 0:
            return whole.ends[node]
        node = 0
        for at in range(min(size, 16)):
            node = stems.step(node, word[at])
            if node < 0:
                break
            if stems.ends[node] >= 0 and (at > 1 or size == 2 == at + 1):
                found = stems.ends[node]
        return found

    cdef void _rate_signs(self, const Sign* raw, int size, Rating into) noexcept:
        cdef int at = 0, end, here, number, denied_at = -9, boosted_at = -9
        cdef int32_t node
        cdef double factor = 1.0, value
        while at < size:
            node, number, end, here = 0, -1, 0, at
            while here < size:
                node = self.whole.step(node, raw[here])
                if node < 0:
                    break
                here += 1
                if self.whole.ends[node] >= 0:
                    number, end = self.whole.ends[node], here
            if number < 0:
                at += 1
                continue
            if self.negates[number]:
                denied_at = end
            elif self.values[number]:
                value = self.values[number]
                if at - boosted_at <= 1:
                    value *= factor
                if 0 <= at - denied_at <= lexicon_reach - 1:
                    value *= negated
                into.add(at, end, number, value, self.values[number])
            else:
                boosted_at, factor = end, self.factors[number]
            at = end
