# Notes: what the model of backlash is told beside a text's pieces, and what is quoted. See `backlash.classifier`.

cdef enum:
    MOST_NOTED = 4096  # a power of two; then it starts afresh
    MOST_THEMES = 24


cdef class Noted:
    """What follows from a text's traits."""

    cdef int numbers[64]  # of the model's entries
    cdef int count
    cdef int groups[MOST_THEMES]  # of phrases that name a theme, or -1
    cdef int refused  # the group of those that give no reason, or -1

    cdef inline void add(self, int number) noexcept:
        if number >= 0 and self.count < 64:
            self.numbers[self.count] = number
            self.count += 1


cdef class Notes:
    """What follows from traits in one language: each set of them is worked out once, from parts worked out once."""

    cdef Weights weights
    cdef int groups[MOST_THEMES]  # of each theme, or -1
    cdef int numbers[MOST_THEMES]  # its own note, or -1
    cdef bint is_view[MOST_THEMES]
    cdef int bot, machine, pledge, refuse, praise  # groups, or -1
    cdef int themed  # how many themes there are
    cdef int bot_theme
    cdef uint64_t keys[2 * MOST_NOTED]
    cdef list known
    cdef int count
    cdef list others

    def __init__(self, groups, weights):
        self.weights, self.themed = weights, len(THEMES)
        self.known, self.others = [None] * (2 * MOST_NOTED), [None] * (27 * 32)
        numbers = {group: at for at, group in enumerate(groups)}
        self.bot, self.machine = numbers.get("bot", -1), numbers.get("machine", -1)
        self.pledge, self.refuse = numbers.get("pledge", -1), numbers.get(REFUSE, -1)
        self.praise = numbers.get("praise", -1)
        for at, name in enumerate(THEMES):
            self.groups[<int> at], self.is_view[<int> at] = numbers.get(name, -1), name in VIEWS
            self.numbers[<int> at] = self.number_theme(name)
            if name == BOT:
                self.bot_theme = at

    cdef int number_theme(self, name) except? -1:
        found = self.weights.number([f"~theme:{name}"])
        return found[0] if found else -1

    cdef Noted note(self, uint32_t mask, bint named, bint under_ai, bint asks, int mood):
        """Of a text that has these groups of phrases; `mood`: 1 is negative, 2 positive."""
        cdef uint64_t key = <uint64_t> mask << 8 | named << 7 | under_ai << 6 | asks << 5 | mood << 3 | 1
        cdef int at = mix(key) & (2 * MOST_NOTED - 1)
        while self.keys[at]:
            if self.keys[at] == key:
                return <Noted> self.known[at]
            at = (at + 1) & (2 * MOST_NOTED - 1)
        if self.count == MOST_NOTED:
            self.count = 0
            self.known = [None] * (2 * MOST_NOTED)
            memset(self.keys, 0, sizeof(self.keys))
            at = mix(key) & (2 * MOST_NOTED - 1)
        self.count += 1
        noted = self.known[at] = self.describe(mask, named, under_ai, asks, mood)
        self.keys[at] = key
        return <Noted> noted

    cdef Noted describe(self, uint32_t mask, bint named, bint under_ai, bint asks, int mood):
        """See `BacklashClassifier.look`."""
        cdef Noted noted = Noted(), other
        cdef int at, counted = 0
        cdef bint is_themed = False
        for at in range(self.themed):
            noted.groups[at] = -1
            if has(mask, self.groups[at]):
                is_themed = True
                noted.add(self.numbers[at])
                noted.groups[at] = self.groups[at]
                counted += not self.is_view[at]
        if not is_themed and has(mask, self.bot):
            # A bot is the complaint only where there is no other.
            noted.add(self.numbers[self.bot_theme])
            noted.groups[self.bot_theme] = self.bot
            counted = 1
        noted.refused = self.refuse if has(mask, self.refuse) else -1
        other = self.take_others(
            0 if named else 1 if has(mask, self.machine) else 2, mood, min(2, counted), under_ai,
            has(mask, self.pledge), has(mask, self.refuse), has(mask, self.praise), asks,
        )
        for at in range(other.count):
            noted.add(other.numbers[at])
        return noted

    cdef Noted take_others(
        self, int where, int mood, int counted, bint under_ai, bint pledges, bint refuses, bint praises, bint asks
    ):
        """All notes but those of single themes."""
        cdef int at = (
            ((where * 3 + mood) * 3 + counted) * 32 + under_ai * 16 + pledges * 8 + refuses * 4 + praises * 2 + asks
        )
        cdef Noted noted
        if self.others[at] is None:
            noted = self.others[at] = Noted()
            some = tuple([name for name in THEMES if name not in VIEWS][:counted])
            traits = Traits(
                ("named", "machine", "under")[where], ("neutral", "negative", "positive")[mood], some,
                under_ai, pledges, refuses, praises, asks,
            )
            named = [name for name in note_traits(traits) if name not in {f"~theme:{theme}" for theme in some}]
            for number in self.weights.number(named):
                noted.add(number)
        return <Noted> self.others[at]


cdef inline bint has(uint32_t mask, int group) noexcept:
    return group >= 0 and mask >> group & 1
