# Themes: what the words of a text say of why it is against AI-made content. See `backlash.reasons`.

cdef int theme_named = needed_sum(LIKELY)


cdef class ThemeWeights:
    """A weight for each theme beside each feature of the backlash model that the reasons' model knows."""

    cdef int16_t* rows  # by the feature's number; beside them one that says whether it tells people something
    cdef int width
    cdef int32_t bias[MOST_THEMES]
    cdef int themed
    cdef bint is_learned
    cdef int kept
    cdef list themes
    cdef dict tuples  # of themes, by their bits
    cdef int32_t sums[MOST_THEMES]

    def __cinit__(self, model, Weights weights):
        cdef Entry* entry
        cdef int at
        self.themes, self.themed, self.tuples = list(THEMES.values()), len(THEMES), {}
        self.is_learned = model is not None
        self.width = self.themed + 1
        self.rows = <int16_t*> calloc(weights.table.count * self.width + 1, sizeof(int16_t))
        if self.rows == NULL:
            raise MemoryError
        if model is None:
            return
        self.kept = kept_sum(model)
        places = [list(THEMES).index(theme) for theme in model.classes]
        for place, whole in zip(places, whole_bias(model)):
            self.bias[<int> place] = whole
        for name, row in model.rows():
            entry = weights.table.named(name)
            if entry != NULL:
                self.rows[entry.number * self.width + self.themed] = is_quotable(name)
                for place, whole in zip(places, row):
                    at = place
                    self.rows[entry.number * self.width + at] = whole

    def __dealloc__(self):
        free(self.rows)

    cdef void add_up(self, Weights weights) noexcept:
        cdef int at, theme
        cdef const int16_t* row
        for at in range(weights.count):
            crisis_fetch(self.rows + weights.hits[at].number * self.width)
        for theme in range(self.themed):
            self.sums[theme] = self.bias[theme]
        for at in range(weights.count):
            row = self.rows + weights.hits[at].number * self.width
            for theme in range(self.themed):
                self.sums[theme] += row[theme]

    cdef inline bint has(self, int theme, bint is_phrased) noexcept:
        """Whether a theme is named; `add_up` was called."""
        if not self.is_learned:
            return is_phrased
        return self.sums[theme] >= (self.kept if is_phrased else theme_named)

    cdef str name(self, Weights weights, int theme):
        """The feature that speaks most for a theme; of equals the first by name."""
        cdef int at, push, most = 0
        cdef Entry* best = NULL
        cdef const int16_t* row
        for at in range(weights.count):
            row = self.rows + weights.hits[at].number * self.width
            push = row[theme] if row[self.themed] else 0
            if push > most or (push == most and best != NULL and weights.hits[at].number < best.number):
                best, most = weights.hits[at], push
        return None if best == NULL else weights.table.name(best)

    cdef tuple tell(self, uint32_t bits):
        found = self.tuples.get(bits)
        if found is None:
            found = self.tuples[bits] = tuple([theme for at, theme in enumerate(self.themes) if bits >> at & 1])
        return <tuple> found
