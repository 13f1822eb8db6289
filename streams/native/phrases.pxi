# Phrases: which of a language's phrases stand in a text. See `backlash.phrases`.

cdef enum:
    NEAR = 6


cdef struct Part:
    int alike  # another of the same signs, or -1
    int order  # by rank
    int rules  # where those that begin with it are
    int rule_count
    bint is_open
    bint is_free
    uint32_t stamp  # of the text it was found in


cdef struct Rule:
    int group
    int others  # where the other parts that it wants are
    int other_count


cdef struct Kept:
    int start
    int order
    int number


cdef struct Branch:  # what all parts beyond it go on with, in half a line of a processor's memory
    Sign sign  # after which it begins
    int place
    int first  # of the branches beyond, each after another sign
    int16_t part  # that ends with it, or -1
    int16_t following  # of those that the tree is entered by: another of the same head, or -1
    uint16_t count
    uint16_t size
    uint16_t near[NEAR]  # the first of its signs, or 0 for what does not fit: most texts go another way there


cdef struct Entrance:
    int start
    int head


cdef class Phrases:
    """The parts of phrases as a tree: what a text costs does not grow with them.

    It is entered by three signs at once, or as many as a shorter part has, past a sieve: most places need no more.
    """

    cdef Part* parts
    cdef Rule* rules
    cdef int* others
    cdef Branch* branches
    cdef Sign* blob
    cdef Entrance entrances[3 * CAPACITY]
    cdef int16_t heads[65536]
    cdef uint64_t starts[64]  # a bit for each first sign
    cdef uint64_t sieve[1024]  # a bit for each of `heads`
    cdef bint spaced, has_short
    cdef list phrases  # of each rule
    cdef readonly list groups
    cdef Kept* kept
    cdef int size  # parts
    cdef int count
    cdef int* found  # rules
    cdef int found_count
    cdef uint32_t now

    def __cinit__(self, finder):
        parts = sorted(finder.parts, key=lambda part: part.text)  # what begins alike lies together
        numbers = {part.name: at for at, part in enumerate(parts)}
        self.groups = list(dict.fromkeys(group for rules in finder.rules.values() for group, _, _ in rules))
        # A rule that wants a part that is never found is never met.
        rules = [
            [rule for rule in finder.rules.get(part.name, ()) if rule[1] <= numbers.keys()] for part in parts
        ]
        each = [rule for some in rules for rule in some]
        self.phrases, self.spaced, self.size = [phrase for _, _, phrase in each], True, len(parts)
        self.parts = <Part*> calloc(len(parts) + 1, sizeof(Part))
        self.kept = <Kept*> malloc((len(parts) + 1) * sizeof(Kept))
        self.rules = <Rule*> calloc(len(each) + 1, sizeof(Rule))
        self.found = <int*> malloc((len(each) + 1) * sizeof(int))
        self.others = <int*> malloc((sum([len(others) for _, others, _ in each]) + 1) * sizeof(int))
        # A branch for each part, and one for each place where parts go apart.
        self.branches = <Branch*> calloc(2 * len(parts) + 1, sizeof(Branch))
        self.blob = <Sign*> malloc((sum([len(part.text) for part in parts]) + 1) * sizeof(Sign))
        if (self.parts == NULL or self.kept == NULL or self.rules == NULL or self.found == NULL or self.others == NULL
                or self.branches == NULL or self.blob == NULL or len(self.groups) > 31 or self.size > 0x7FFF):
            raise MemoryError
        self.take_rules(rules, numbers)
        for at, one in enumerate(sorted(range(len(parts)), key=lambda at: parts[at].rank)):
            self.parts[<int> one].order = at
        for at, part in enumerate(parts):
            self.parts[<int> at].is_open, self.parts[<int> at].is_free = part.is_open, part.is_free
            if part.is_free and part.text[0].isalnum():
                self.spaced = False
        self.grow([part.text for part in parts])

    cdef int take_rules(self, list rules, dict numbers) except -1:
        cdef int number = 0, other = 0
        groups = {group: at for at, group in enumerate(self.groups)}
        for at, some in enumerate(rules):
            self.parts[<int> at].rules, self.parts[<int> at].rule_count = number, len(some)
            for group, others, _ in some:
                self.rules[number].group, self.rules[number].others = groups[group], other
                self.rules[number].other_count = len(others)
                for name in others:
                    self.others[other] = numbers[name]
                    other += 1
                number += 1
        return 0

    cdef int grow(self, list texts) except -1:
        """Grow the tree of these, which are sorted."""
        cdef int head, made = 0, branch, place = 0, each
        cdef int16_t number
        cdef Branch* one
        cdef list waiting = []
        memset(self.heads, 255, sizeof(self.heads))  # -1 everywhere
        for beginning, (start, stop) in divide(texts, 0, len(texts), 0, 3):
            first, second, third = [*map(ord, beginning), 0, 0][:3]
            head = sift(first, second, third)
            self.has_short |= not third
            self.starts[<int> first >> 6 & 63] |= <uint64_t> 1 << (<int> first & 63)
            self.sieve[head >> 6] |= <uint64_t> 1 << (<int> head & 63)
            self.branches[made].following, number = self.heads[head], made
            self.heads[head] = number
            waiting.append((made, start, stop, 0))
            made += 1
        while waiting:
            branch, start, stop, depth = waiting.pop()
            end, other = depth, texts[stop - 1]
            # What the first and the last have in common, all have.
            while end < len(texts[start]) and texts[start][end] == other[end]:
                end += 1
            one = &self.branches[branch]
            one.place, one.size, one.part = place, end - depth, -1
            PyUnicode_AsUCS4(texts[start][depth:end], self.blob + place, end - depth, 0)
            for each in range(min(NEAR, end - depth)):
                one.near[each] = self.blob[place + each] if self.blob[place + each] < 0x10000 else 0
            place += one.size
            while start < stop and len(texts[start]) == end:
                self.parts[<int> start].alike, one.part = one.part, start
                start += 1
            one.first = made
            for beginning, (first, last) in divide(texts, start, stop, end, 1):
                self.branches[made].sign = ord(beginning)
                waiting.append((made, first, last, end))
                made += 1
            one.count = made - one.first
        return 0

    def __dealloc__(self):
        free(self.parts)
        free(self.kept)
        free(self.rules)
        free(self.found)
        free(self.others)
        free(self.branches)
        free(self.blob)

    cdef uint32_t find(self, const Sign* text, int size, const int* starts, int start_count) noexcept:
        """The groups that have a phrase in the text, a bit for each; what was met is in `found`."""
        cdef int start, left, least, head, at, number, other, each, count, entered = 0
        cdef uint32_t mask = 0
        cdef bint inside, by_word
        cdef Part* part
        cdef Rule* rule
        self.count = self.found_count = 0
        self.now += 1
        if self.now == 0:  # after four thousand million texts
            self.now = 1
            for at in range(self.size):
                self.parts[at].stamp = 0
        least = 1 if self.has_short else 3
        by_word = self.spaced and starts != NULL
        count = start_count if by_word else size
        for each in range(count):
            start = starts[each] if by_word else each
            if not self.starts[text[start] >> 6 & 63] >> (text[start] & 63) & 1:
                continue
            left = min(3, size - start)
            while left >= least:
                head = sift(text[start], text[start + 1] if left > 1 else 0, text[start + 2] if left > 2 else 0)
                if self.sieve[head >> 6] >> (head & 63) & 1:
                    crisis_fetch(&self.heads[head])
                    self.entrances[entered].start, self.entrances[entered].head = start, head
                    entered += 1
                left -= 1
        # Memory is slow: all that is looked for waits for it at the same time.
        for each in range(entered):
            self.entrances[each].head = self.heads[self.entrances[each].head]
            crisis_fetch(&self.branches[self.entrances[each].head])
        for each in range(entered):
            start, number = self.entrances[each].start, self.entrances[each].head
            inside = start > 0 and (FLAGS[text[start - 1]] & ALNUM) != 0
            while number >= 0:
                self.climb(number, text, start, size, inside)
                number = self.branches[number].following
        for at in range(self.count):
            part = &self.parts[self.kept[at].number]
            for number in range(part.rules, part.rules + part.rule_count):
                rule = &self.rules[number]
                other = 0
                while other < rule.other_count and self.parts[self.others[rule.others + other]].stamp == self.now:
                    other += 1
                if other == rule.other_count:
                    mask |= <uint32_t> 1 << rule.group
                    self.found[self.found_count] = number
                    self.found_count += 1
        return mask

    cdef void climb(self, int number, const Sign* text, int start, int size, bint inside) noexcept:
        """Keep the parts that stand here and begin with this branch."""
        cdef Branch* branch
        cdef int at = start, each, stop
        cdef Sign sign
        while True:
            branch = &self.branches[number]
            stop = at + branch.size
            if stop > size:
                return
            each = 0
            while at < stop and each < NEAR:
                if branch.near[each] != text[at]:
                    if branch.near[each] or self.blob[branch.place + each] != text[at]:
                        return
                at, each = at + 1, each + 1
            while at < stop:
                if self.blob[branch.place + each] != text[at]:
                    return
                at, each = at + 1, each + 1
            if branch.part >= 0:
                self.keep(branch.part, start, inside, stop < size and (FLAGS[text[stop]] & ALNUM) != 0)
            if stop == size:
                return
            sign, number = text[stop], branch.first
            stop = number + branch.count
            while number < stop and self.branches[number].sign != sign:
                number += 1
            if number == stop:
                return

    cdef void keep(self, int number, int start, bint inside, bint goes_on) noexcept:
        """Keep a part if it stands as a word of its own, and those of the same signs: once, by start and rank."""
        cdef Part* part
        cdef int at
        while number >= 0:
            part = &self.parts[number]
            if part.stamp != self.now and (part.is_free or not (inside or (not part.is_open and goes_on))):
                part.stamp = self.now
                at = self.count
                self.count += 1
                while at > 0 and self.kept[at - 1].start == start and self.kept[at - 1].order > part.order:
                    self.kept[at] = self.kept[at - 1]
                    at -= 1
                self.kept[at].start, self.kept[at].order, self.kept[at].number = start, part.order, number
            number = part.alike


def divide(texts, start, stop, depth, size):
    """The stretches of sorted texts that have the next signs in common, as many or fewer where they end."""
    for beginning, same in groupby(texts[start:stop], lambda text: text[depth:depth + size]):
        first, start = start, start + len(list(same))
        yield beginning, (first, start)
