# VADER: its words and rules, but for the fixed phrases. See `sentiment.vader`.

cdef enum:  # names that VADER's rules compare
    NO = 1
    OR_NOR = 2
    SO_THIS = 3
    NEVER = 4
    WITHOUT = 5
    DOUBT = 6
    LEAST = 7
    AT_VERY = 8
_CALLED = {"no": NO, "or": OR_NOR, "nor": OR_NOR, "so": SO_THIS, "this": SO_THIS, "never": NEVER,
           "without": WITHOUT, "doubt": DOUBT, "least": LEAST, "at": AT_VERY, "very": AT_VERY}

cdef enum:  # as in `vader_words`
    FEELS = 1
    KNOWN = 2
    CAPITALS = 4
    NEGATES = 8
    ANCHORS = 16
    BUT = 32

cdef struct Word:
    int traits
    int called
    double value
    double boost
    int start
    int stop
    int first  # without the marks around it
    int last
    int number  # in the table, or -1
    uint64_t hashed

cdef class VaderWords:
    """The words of VADER, and its rules for a text without fixed phrases."""

    cdef Table table
    cdef list names
    cdef Word* known
    cdef object pure
    cdef object spell
    cdef double negation, capitals
    cdef int* phrases  # the numbers of their words, each closed by -1, and all by -2
    cdef Word words[CAPACITY]
    cdef Sign signs[CAPACITY]
    cdef Sign low[CAPACITY]
    cdef Sign named[CAPACITY]

    def __cinit__(self, pure, negation, capitals):
        self.pure, self.negation, self.capitals = pure, negation, capitals
        words = pure.words
        self.table, self.names = Table(words), list(words)
        self.known = <Word*> calloc(len(words) + 1, sizeof(Word))
        if self.known == NULL:
            raise MemoryError
        for at, (name, word) in enumerate(words.items()):
            self.known[at].traits, self.known[at].called = word.traits, _CALLED.get(name, 0)
            self.known[at].value, self.known[at].boost = word.valence, word.boost
        numbers = {name: at for at, name in enumerate(words)}
        flat = [number for phrase in PHRASES for number in [*map(numbers.__getitem__, phrase), -1]] + [-2]
        self.phrases = <int*> malloc(len(flat) * sizeof(int))
        if self.phrases == NULL:
            raise MemoryError
        for at, number in enumerate(flat):
            self.phrases[<int> at] = number

    def __dealloc__(self):
        free(self.known)
        free(self.phrases)

    cdef bint rate(self, str text, bint pictures, Rating into) except -1:
        """Rate a text; False where one of the fixed phrases stands in it, which is for the pure code."""
        cdef Py_ssize_t size, at = 0, start
        cdef int count = 0, capitals = 0, but = -1, questions = 0, marks = 0, each
        cdef bint mixed, anchored = False
        cdef double total, emphasis, value
        if pictures:
            text = self.pure.spell_out(text)
        size = len(text)
        if size >= CAPACITY:
            return False
        PyUnicode_AsUCS4(text, self.signs, CAPACITY, 0)
        for at in range(size if pictures else 0):
            if self.signs[at] >= LIMIT:
                return False
        at = 0
        while at < size:
            if FLAGS[self.signs[at]] & SPACE:
                at += 1
                continue
            start = at
            while at < size and not FLAGS[self.signs[at]] & SPACE:
                marks += self.signs[at] == 33
                questions += self.signs[at] == 63
                at += 1
            self._take(&self.words[count], start, at)
            count += 1
        for each in range(count):
            self._look_up(&self.words[each])
            anchored |= (self.words[each].traits & ANCHORS) != 0
            capitals += (self.words[each].traits & CAPITALS) != 0
            if self.words[each].traits & BUT and but < 0:
                but = each
        if anchored and self._has_phrase(count):
            return False
        mixed = 0 < capitals < count
        into.count = 0
        for each in range(count):
            if self.words[each].traits & FEELS:
                # `start` is the number of the word until the turn is done.
                value = self._value(each, count, mixed)
                into.add(each, 0, self.words[each].number, value, self.words[each].value)
        if but >= 0:
            self._turn_at(but, into)
        for each in range(into.count):
            at = into.movers[each].start
            into.movers[each].start, into.movers[each].stop = self.words[at].start, self.words[at].stop
            into.movers[each].first, into.movers[each].last = self.words[at].first, self.words[at].last
        if not into.count:
            into.compound = 0.0
            return True
        into.add_up()
        total = into.total
        emphasis = min(marks, 4) * 0.292 + (
            0.0 if questions <= 1 else questions * 0.18 if questions <= 3 else 0.96
        )
        if total > 0:
            total += emphasis
        elif total < 0:
            total -= emphasis
        into.compound = total / sqrt(total * total + 15)
        # Only beside a step of the bins, which are hundredths, does it matter that VADER rounds.
        if fabs(into.compound * 100 - <int64_t> (into.compound * 100 + 1000.5) + 1000) < 0.02:
            into.compound = round(into.compound, 4)
        return True

    cdef bint _has_phrase(self, int count) noexcept:
        cdef int at, each
        cdef const int* phrase
        for at in range(count):
            phrase = self.phrases
            while phrase[0] != -2:
                each = 0
                while phrase[each] >= 0 and at + each < count and self.words[at + each].number == phrase[each]:
                    each += 1
                if phrase[each] == -1:
                    return True
                while phrase[0] != -1:
                    phrase += 1
                phrase += 1
        return False

    cdef void _take(self, Word* word, Py_ssize_t start, Py_ssize_t stop) noexcept:
        """What a word is by itself."""
        cdef Py_ssize_t first = start, last = stop, at
        cdef bint upper = False, lowers = False, denies = False
        cdef uint64_t hashed = 0
        word.start, word.stop = <int> start, <int> stop
        while first < last and is_punctuation(self.signs[first]):
            first += 1
        while last > first and is_punctuation(self.signs[last - 1]):
            last -= 1
        if last - first <= 2:  # as published: shorter is an emoticon
            first, last = start, stop
        word.first, word.last, word.number = <int> first, <int> last, -1
        for at in range(first, last):
            upper |= (FLAGS[self.signs[at]] & UPPER) != 0
            lowers |= (FLAGS[self.signs[at]] & LOWER) != 0
            if self.signs[at] == 39 and at > first and at + 1 < last:
                denies |= lower(self.signs[at - 1]) == 110 and lower(self.signs[at + 1]) == 116  # n't
            self.low[at] = lower(self.signs[at])
            hashed = add_sign(hashed, self.low[at])
        word.traits = (CAPITALS if upper and not lowers else 0) | (NEGATES if denies else 0)
        word.hashed = mix(hashed)
        self.table.fetch(word.hashed)

    cdef void _look_up(self, Word* word) noexcept:
        """And what is known of it."""
        cdef Entry* entry = self.table.find_mixed(word.hashed, &self.low[word.first], word.last - word.first)
        if entry == NULL:
            word.called, word.value, word.boost = 0, 0.0, 0.0
            return
        word.number = entry.number
        word.traits |= self.known[entry.number].traits
        word.called = self.known[entry.number].called
        word.value, word.boost = self.known[entry.number].value, self.known[entry.number].boost

    # The rules in the published order; `sentiment.vader._value` says the same.
    cdef double _value(self, int at, int count, bint mixed) noexcept:
        cdef Word plain
        cdef Word* word = &self.words[at]
        cdef Word* one
        cdef Word* two
        cdef Word* three
        cdef double value = word.value
        memset(&plain, 0, sizeof(Word))
        one = &self.words[at - 1] if at > 0 else &plain
        two = &self.words[at - 2] if at > 1 else &plain
        three = &self.words[at - 3] if at > 2 else &plain
        if word.called == NO and at + 1 < count and self.words[at + 1].traits & KNOWN:
            value = 0.0
        if one.called == NO or two.called == NO or (three.called == NO and one.called == OR_NOR):
            value = word.value * self.negation
        if word.traits & CAPITALS and mixed:
            value += self.capitals if value > 0 else -self.capitals
        if not one.traits & KNOWN:
            value = self._boost(value, one, 1.0, mixed)
            if one.traits & NEGATES:
                value *= self.negation
        if not two.traits & KNOWN:
            value = self._boost(value, two, 0.95, mixed)
            if two.called == NEVER and one.called == SO_THIS:
                value *= 1.25
            elif two.traits & NEGATES and not (two.called == WITHOUT and one.called == DOUBT):
                value *= self.negation
        if at > 2 and not three.traits & KNOWN:
            value = self._boost(value, three, 0.9, mixed)
            if one.called == SO_THIS or (three.called == NEVER and two.called == SO_THIS):
                value *= 1.25
            elif three.traits & NEGATES and not (
                three.called == WITHOUT and (two.called == DOUBT or one.called == DOUBT)
            ):
                value *= self.negation
        if one.called == LEAST and not one.traits & KNOWN and two.called != AT_VERY:
            value *= self.negation
        return value

    cdef inline double _boost(self, double value, Word* word, double left, bint mixed) noexcept:
        cdef double boost = word.boost
        if boost == 0.0:
            return value
        if value < 0:
            boost *= -1
        if word.traits & CAPITALS and mixed:
            boost += self.capitals if value > 0 else -self.capitals
        return value + boost * left

    cdef void _turn_at(self, int but, Rating into) noexcept:
        """As published, each value in turn changes the first value equal to it, wherever that stands."""
        cdef int each, first
        for each in range(into.count):
            if into.movers[each].value == 0:
                continue
            first = 0
            while into.movers[first].value != into.movers[each].value:
                first += 1
            if into.movers[first].start != but:
                into.movers[first].value *= 0.5 if into.movers[first].start < but else 1.5

    cdef str name(self, Mover mover):
        """The word as people would write it."""
        cdef int start = mover.start, stop = mover.stop, at
        while start < stop and is_edge(self.signs[start]):
            start += 1
        while stop > start and is_edge(self.signs[stop - 1]):
            stop -= 1
        if start == mover.first and stop == mover.last and mover.number >= 0:
            return self.names[mover.number]
        if start == stop:
            return make(self.signs + mover.start, mover.stop - mover.start)
        for at in range(start, stop):
            self.named[at - start] = lower(self.signs[at])
        return make(self.named, stop - start)


cdef str _EDGES = EDGES
cdef inline bint is_edge(Sign sign):
    return (sign < 0x80 or sign >= 0x2014) and <Py_UCS4> sign in _EDGES


cdef inline bint is_punctuation(Sign sign) noexcept:
    return 33 <= sign <= 47 or 58 <= sign <= 64 or 91 <= sign <= 96 or 123 <= sign <= 126
