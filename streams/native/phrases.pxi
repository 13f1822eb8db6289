# Phrases: which of a language's phrases stand in a text. See `backlash.phrases`.

cdef inline int sift(Sign first, Sign second, Sign third) noexcept:
    return (first * <uint32_t> 0x9E3779B1 + second * <uint32_t> 0x85EBCA6B + third * <uint32_t> 0xC2B2AE35) >> 16


cdef struct Part:
    int place
    int size
    int following  # of those with the same beginning, or -1
    int order  # by rank
    bint is_open
    bint is_free


cdef struct Kept:
    int start
    int order
    int number


cdef enum:
    KEPT = 8192  # as many parts as a finder may have


cdef class Phrases:
    """The parts of phrases, by their first three signs, or fewer where a part is shorter."""

    cdef Part* parts
    cdef Sign* blob
    cdef int16_t heads[65536]
    cdef uint64_t starts[64]  # a bit for each first sign
    cdef uint64_t sieve[1024]  # a bit for each of `heads`: nine out of ten places need no more
    cdef bint spaced, has_short
    cdef list names, rules
    cdef readonly list groups
    cdef Kept kept[KEPT]
    cdef int count
    cdef uint32_t mask  # of the groups found
    cdef list found  # their numbers and phrases

    def __cinit__(self, finder):
        cdef int place = 0
        cdef int16_t number = 0
        parts = sorted(finder.parts, key=lambda part: part.text)  # what begins alike lies together
        order = sorted(range(len(parts)), key=lambda at: parts[at].rank)
        self.groups = list(dict.fromkeys(group for rules in finder.rules.values() for group, _, _ in rules))
        numbers = {group: at for at, group in enumerate(self.groups)}
        self.names, self.spaced = [part.name for part in parts], True
        self.rules = [
            [(numbers[group], others, phrase) for group, others, phrase in finder.rules.get(part.name, ())]
            for part in parts
        ]
        self.parts = <Part*> calloc(len(parts) + 1, sizeof(Part))
        self.blob = <Sign*> malloc((sum(len(part.text) for part in parts) + 1) * sizeof(Sign))
        if self.parts == NULL or self.blob == NULL or len(parts) > KEPT or len(self.groups) > 31:
            raise MemoryError
        memset(self.heads, 255, sizeof(self.heads))  # -1 everywhere
        for at, one in enumerate(order):
            self.parts[<int> one].order = at
        for part in parts:
            first, second, third = [*map(ord, part.text[:3]), 0, 0][:3]
            head = sift(first, second, third)
            self.has_short |= not third
            if part.is_free and part.text[0].isalnum():
                self.spaced = False
            at = <Sign> first & 4095
            self.starts[<int> at >> 6] |= <uint64_t> 1 << (<int> at & 63)
            self.sieve[head >> 6] |= <uint64_t> 1 << (<int> head & 63)
            self.parts[number].place, self.parts[number].size = place, len(part.text)
            self.parts[number].is_open, self.parts[number].is_free = part.is_open, part.is_free
            self.parts[number].following, self.heads[head] = self.heads[head], number
            PyUnicode_AsUCS4(part.text, self.blob + place, len(part.text), 0)
            place += self.parts[number].size
            number += 1

    def __dealloc__(self):
        free(self.parts)
        free(self.blob)

    cdef int64_t find(self, const Sign* text, int size) except -1:
        """The groups that have a phrase in the text, a bit for each; the phrases are in `found`."""
        cdef int start, left, least, head, at
        cdef bint inside
        cdef object names = None
        self.count, self.mask, self.found = 0, 0, None
        least = 1 if self.has_short else 3
        for start in range(size):
            if not self.starts[text[start] >> 6 & 63] >> (text[start] & 63) & 1:
                continue
            inside = start > 0 and (FLAGS[text[start - 1]] & ALNUM) != 0
            if self.spaced and inside and FLAGS[text[start]] & ALNUM:
                continue
            left = min(3, size - start)
            while left >= least:
                head = sift(text[start], text[start + 1] if left > 1 else 0, text[start + 2] if left > 2 else 0)
                if self.sieve[head >> 6] >> (head & 63) & 1:
                    self.gather(self.heads[head], text, start, size, inside)
                left -= 1
        if not self.count:
            return 0
        self.found = []
        for at in range(self.count):
            for rule in <list> self.rules[self.kept[at].number]:
                group, others, phrase = <tuple> rule
                if others:
                    if names is None:
                        names = {self.names[self.kept[left].number] for left in range(self.count)}
                    if not others <= names:
                        continue
                self.mask |= <uint32_t> 1 << <int> group
                self.found.append((group, phrase))
        return self.mask

    cdef void gather(self, int number, const Sign* text, int start, int size, bint inside) noexcept:
        """Keep the parts that stand here as words of their own, each once, by where they begin and their rank."""
        cdef Part* part
        cdef int stop, at
        while number >= 0:
            part = &self.parts[number]
            stop = start + part.size
            if stop <= size and memcmp(self.blob + part.place, text + start, part.size * sizeof(Sign)) == 0 and (
                part.is_free or not (inside or (not part.is_open and stop < size and FLAGS[text[stop]] & ALNUM))
            ):
                at = 0
                while at < self.count and self.kept[at].number != number:
                    at += 1
                if at == self.count and at < KEPT:
                    self.count += 1
                    while at > 0 and self.kept[at - 1].start == start and self.kept[at - 1].order > part.order:
                        self.kept[at] = self.kept[at - 1]
                        at -= 1
                    self.kept[at].start, self.kept[at].order, self.kept[at].number = start, part.order, number
            number = part.following


cdef int flatten(const Sign* low, int size, bint smooth, bint unspaced, Sign* into) noexcept:
    """Single spaces; `smooth`: as phrases are written, with straight apostrophes and no space beside Han."""
    cdef int at, done = 0
    cdef bint waiting = False
    cdef Sign sign
    for at in range(size):
        sign = low[at]
        if FLAGS[sign] & SPACE:
            waiting = done > 0
            continue
        if smooth and sign == 0x2019:
            sign = 39
        if waiting:
            waiting = False
            if not (smooth and unspaced and (is_han(sign) or is_han(into[done - 1]))):
                into[done] = 32
                done += 1
        into[done] = sign
        done += 1
    return done


cdef inline bint is_han(Sign sign) noexcept:
    return 0x3400 <= sign <= 0x9FFF
