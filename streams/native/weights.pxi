# Weights: a linear model, and what of it a text has. See `learning.linear` and `.reader`.

cdef class Weights:
    """A linear model of three classes, and what of it the text at hand has.

    Features are asked for first and looked up together: memory is slow, and so they wait for it at the same time.
    """

    cdef Table table
    cdef Query queries[4 * CAPACITY]
    cdef int asked
    cdef Entry** entries
    cdef Entry* shout
    cdef Entry* long_word
    cdef uint32_t now
    cdef Entry** hits
    cdef int count
    cdef int32_t sums[3]
    cdef double bias[3]
    cdef double temperature
    cdef double chances[3]

    def __cinit__(self, model):
        cdef Py_ssize_t number, each
        # In the order of their names: of two that push alike the first is told first.
        rows = sorted(model.rows())
        names = [name for name, _ in rows]
        self.table = Table(names, [weights for _, weights in rows])
        self.entries = <Entry**> malloc((len(names) + 1) * sizeof(Entry*))
        self.hits = <Entry**> malloc((len(names) + 1) * sizeof(Entry*))
        if self.entries == NULL or self.hits == NULL:
            raise MemoryError
        for number, name in enumerate(names):
            self.entries[number] = self.table.named(name)
        for each in range(3):
            self.bias[each] = model.bias[each]
        self.temperature = model.temperature
        self.shout, self.long_word = self.table.named("~shout"), self.table.named("~long")

    def __dealloc__(self):
        free(self.entries)
        free(self.hits)

    cdef void hit_special(self, bint shouted, bint drawn_out) noexcept:
        if shouted:
            self.hit(self.shout)
        if drawn_out:
            self.hit(self.long_word)

    cdef list number(self, names):
        """Of those features that are known."""
        cdef Entry* entry
        cdef list found = []
        for name in names:
            entry = self.table.named(name)
            if entry != NULL:
                found.append(entry.number)
        return found

    cdef void begin(self) noexcept:
        cdef Py_ssize_t number
        self.now += 1
        if self.now == 0:  # after four thousand million texts
            self.now = 1
            for number in range(self.table.count):
                if self.entries[number] != NULL:
                    self.entries[number].stamp = 0
        self.count = self.asked = 0
        self.sums[0] = self.sums[1] = self.sums[2] = 0

    cdef inline void ask(self, uint64_t hashed, const Sign* signs, int size) noexcept:
        """Count this feature if it is known, when `settle` is called; the signs have to stay until then."""
        cdef Query* query = &self.queries[self.asked]
        query.hashed, query.signs, query.size = mix(hashed), signs, size
        self.table.fetch_sieve(query.hashed)
        self.asked += 1

    cdef void settle(self) noexcept:
        """Look up what was asked for."""
        cdef int at, known = 0, kept = 0
        for at in range(self.asked):
            if self.table.may_have(self.queries[at].hashed):
                self.queries[known] = self.queries[at]
                crisis_fetch(&self.table.slots[<uint32_t> self.queries[known].hashed & self.table.mask])
                known += 1
        for at in range(known):
            if self.table.seek(&self.queries[at]):
                self.queries[kept] = self.queries[at]
                crisis_fetch(self.table.blob + self.table.slots[self.queries[kept].slot].place)
                kept += 1
        for at in range(kept):
            self.hit(self.table.take(&self.queries[at]))
        self.asked = 0

    cdef inline void hit(self, Entry* entry) noexcept:
        """Count a feature, once a text; NULL is none."""
        if entry == NULL or entry.stamp == self.now:
            return
        entry.stamp = self.now
        self.hits[self.count] = entry
        self.count += 1
        self.sums[0] += entry.whole[0]
        self.sums[1] += entry.whole[1]
        self.sums[2] += entry.whole[2]

    cdef void weigh(self) noexcept:
        """Softmax, in the order in which `linear.soften` adds."""
        cdef double values[3]
        cdef double top, whole
        cdef int each
        for each in range(3):
            values[each] = self.bias[each] + self.sums[each] / 64.0
        top = max(values[0], values[1], values[2])
        for each in range(3):
            self.chances[each] = exp((values[each] - top) / self.temperature)
        whole = self.chances[0] + self.chances[1] + self.chances[2]
        for each in range(3):
            self.chances[each] /= whole

    cdef list movers(self, int towards, int most):
        """The features that spoke most for a class against the others, strongest first."""
        cdef int at, each, kept = 0
        cdef int32_t push
        cdef int32_t pushes[16]  # in 128ths
        cdef int32_t numbers[16]
        for at in range(self.count):
            push = 3 * self.hits[at].whole[towards] - (
                self.hits[at].whole[0] + self.hits[at].whole[1] + self.hits[at].whole[2]
            )
            if push <= 0:
                continue
            each = kept
            while each > 0 and (
                pushes[each - 1] < push or (pushes[each - 1] == push and numbers[each - 1] > self.hits[at].number)
            ):
                if each < most:
                    pushes[each], numbers[each] = pushes[each - 1], numbers[each - 1]
                each -= 1
            if each < most:
                pushes[each], numbers[each] = push, self.hits[at].number
                kept = min(most, kept + 1)
        return [self.table.name(self.entries[numbers[at]]) for at in range(kept)]
