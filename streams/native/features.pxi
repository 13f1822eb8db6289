# Features: the known pieces of a text, as `learning.known` finds them; here they are weighed as they are found.

cdef class Arena:
    """The words of a text with one space between: a word, or two in a row, lies in one piece."""

    cdef Sign signs[24 * CAPACITY]
    cdef int starts[CAPACITY]
    cdef int count
    cdef int end
    cdef uint64_t hashed  # of the word before
    cdef int denied
    cdef int spare
    cdef bint drawn_out  # sooo

    cdef void begin(self) noexcept:
        self.signs[0] = 94  # ^
        self.starts[0] = 0
        self.count = self.end = 1
        self.hashed = add_sign(0, 94)
        self.denied = self.spare = 0
        self.drawn_out = False

    cdef inline int open(self) noexcept:
        self.signs[self.end] = 32
        self.starts[self.count] = self.end + 1
        return self.end + 1

    cdef inline Sign* room(self, int size) noexcept:
        """For what does not stand in the text as such; it stays until the next text."""
        self.spare += size
        return &self.signs[24 * CAPACITY - self.spare]

    cdef void close(self, int size, Weights weights, Weights others, Table denials, bint stems) noexcept:
        """The word that `open` began has this many signs: ask for what it brings, also of `others` if any."""
        cdef Sign* made
        cdef Sign* word = &self.signs[self.end + 1]
        cdef uint64_t pair = add_sign(self.hashed, 32), hashed = 0
        cdef int at, long = min(size, 5) if stems else size
        for at in range(size):
            hashed = add_sign(hashed, word[at])
            pair = add_sign(pair, word[at])
        ask(weights, others, hashed, word, size)
        at = self.starts[self.count - 1]
        ask(weights, others, pair, &self.signs[at], self.end + 1 + size - at)
        if stems and size > 5:
            made = self.room(6)
            memcpy(made, word, 5 * sizeof(Sign))
            made[5] = 45
            ask(weights, others, hash_signs(0, made, 6), made, 6)
        if self.denied:
            self.denied -= 1
            made = self.room(4 + long)
            made[0], made[1], made[2], made[3] = 110, 111, 116, 95  # not_
            memcpy(&made[4], word, long * sizeof(Sign))
            ask(weights, others, hash_signs(0, made, 4 + long), made, 4 + long)
        if denials.find(hashed, word, size) != NULL:
            self.denied = 3
        elif word[0] == 33 or word[0] == 63:
            self.denied = 0
        self.hashed = hashed
        self.end += 1 + size
        self.count += 1


cdef inline void ask(Weights weights, Weights others, uint64_t hashed, const Sign* signs, int size) noexcept:
    weights.ask(hashed, signs, size)
    if others is not None:
        others.ask(hashed, signs, size)


cdef bint take_words(
    const Sign* low, int size, Arena arena, Weights weights, Weights others, Table denials, bint stems
) noexcept:
    """What a text in lower case, of words with spaces between, brings; False where the pure code has to look."""
    cdef int at = 0, start, word, length, run
    cdef Sign sign, marks
    cdef bint web
    arena.begin()
    while at < size:
        sign = low[at]
        start = at
        if FLAGS[sign] & SPACE:
            at += 1
            continue
        length = 0
        if FLAGS[sign] & LETTER:
            if not FLAGS[sign] & ALPHA:
                return False  # ½, ②
            word = arena.open()
            at = skip_link(low, at, size)
            if at == start:
                run = 0
                web = (sign == 104 and at + 3 < size and low[at + 1] == 116 and low[at + 2] == 116
                       and low[at + 3] == 112)
                while at < size:
                    sign = 39 if low[at] == 0x2019 else low[at]
                    if not FLAGS[sign] & LETTER and not (
                        (sign == 39 or sign == 45) and at + 1 < size and FLAGS[low[at + 1]] & LETTER
                    ):
                        break
                    # Of three and more equal letters two are left.
                    run = run + 1 if at > start and sign == low[at - 1] and FLAGS[sign] & LETTER else 1
                    if run < 3:
                        arena.signs[word + length] = sign
                        length += 1
                    elif not web:
                        arena.drawn_out = True
                    at += 1
                if not web:  # a word that only begins like a link is one to the features
                    arena.close(length, weights, others, denials, stems)
                    continue
            length = name_it(arena, word, LINK)
        elif FLAGS[sign] & DIGIT:
            word = arena.open()
            while at < size and FLAGS[low[at]] & DIGIT:
                at += 1
            length = name_it(arena, word, NUMBER)
        elif sign == 64:
            at += 1
            while at < size and (is_word(low[at]) or low[at] == 46):
                at += 1
            if at == start + 1:
                continue
            word = arena.open()
            length = name_it(arena, word, USER)
        elif sign == 33 or sign == 63:
            marks = 33
            while at < size and (low[at] == 33 or low[at] == 63):
                if low[at] == 63:
                    marks = 63
                at += 1
            word = arena.open()
            arena.signs[word] = sign
            length = 1
            if at > start + 1:
                ask(weights, others, add_sign(0, sign), low + start, 1)
                arena.signs[word] = arena.signs[word + 1] = marks
                length = 2
        else:
            at = skip_face(low, at, size)
            if at == start:
                at += 1
                continue
            word = arena.open()
            length = at - start
            for run in range(length):
                arena.signs[word + run] = 39 if low[start + run] == 0x2019 else low[start + run]
        arena.close(length, weights, others, denials, stems)
    return True


cdef enum:
    LINK = 0
    NUMBER = 1
    USER = 2
cdef Sign STANDINS[3][6]
cdef int SIZES[3]
for _kind, _name in ((LINK, "<url>"), (NUMBER, "<n>"), (USER, "<user>")):
    SIZES[_kind] = len(_name)
    for _at, _sign in enumerate(_name):
        STANDINS[_kind][_at] = ord(_sign)


cdef inline int name_it(Arena arena, int word, int kind) noexcept:
    memcpy(&arena.signs[word], STANDINS[kind], SIZES[kind] * sizeof(Sign))
    return SIZES[kind]


cdef int skip_link(const Sign* text, int at, int size) noexcept:
    """Where a link that begins here ends; `at` itself when none does."""
    if text[at] != 119 and text[at] != 104:
        return at
    return skip_noise(text, at, size)  # of what begins with a letter it skips only links


cdef int skip_face(const Sign* low, int at, int size) noexcept:
    """Where dots, an emoji or a face that begins here ends; `at` itself when none does."""
    cdef int start = at
    if low[at] == 46:
        while at < size and low[at] == 46:
            at += 1
        return at if at > start + 1 else start
    if low[at] == 0x2026 or is_sticker(low[at]):
        return at + 1
    if low[at] == 60:
        return at + 2 if at + 1 < size and low[at + 1] == 51 else start
    if low[at] != 58 and low[at] != 59 and low[at] != 61:
        return start
    at += 1
    if at < size and (low[at] == 45 or low[at] == 39 or low[at] == 0x2019):
        at += 1
    if at >= size or not is_mouth(low[at]):
        return start
    while at < size and is_mouth(low[at]):
        at += 1
    return at


cdef inline bint is_mouth(Sign sign) noexcept:
    return sign == 41 or sign == 40 or sign == 112 or sign == 47 or sign == 92 or sign == 124


cdef inline bint is_run(Sign sign) noexcept:
    """Han and kana, as the features see them."""
    return 0x3400 <= sign <= 0x9FFF or 0x3041 <= sign <= 0x30FF


cdef void take_grams(const Sign* run, int size, Weights weights, Weights others) noexcept:
    """One to three signs in a row."""
    cdef int start, at
    cdef uint64_t hashed
    for start in range(size):
        hashed = 0
        for at in range(start, min(start + 3, size)):
            hashed = add_sign(hashed, run[at])
            ask(weights, others, hashed, run + start, at - start + 1)


cdef void take_signs(const Sign* low, int size, Weights weights, Weights others) noexcept:
    """What a text in lower case, in a script without spaces, brings."""
    cdef int at = 0, start, length
    cdef Sign sign
    while at < size:
        start, sign = at, low[at]
        if is_run(sign):
            while at < size and is_run(low[at]):
                at += 1
        elif 97 <= sign <= 122 or 65 <= sign <= 90:
            while at < size and (97 <= low[at] <= 122 or 65 <= low[at] <= 90):
                at += 1
        elif is_shout(sign):
            while at < size and is_shout(low[at]):
                at += 1
        elif sign == 126 or sign == 46:
            while at < size and low[at] == sign:
                at += 1
            if sign == 46 and at == start + 1:
                continue
        elif sign == 0x2026 or is_sticker(sign):
            at += 1
        elif sign == 91:
            at += 1
            while at < size and at - start <= 4 and is_word(low[at]):
                at += 1
            if at == start + 1 or at == size or low[at] != 93:
                at = start + 1
                continue
            at += 1
        else:
            at += 1
            continue
        if sign > 0x3000:
            take_grams(low + start, at - start, weights, others)
        else:
            length = min(12, at - start)
            ask(weights, others, hash_signs(0, low + start, length), low + start, length)


cdef inline bint is_shout(Sign sign) noexcept:
    return sign == 33 or sign == 63 or sign == 0xFF01 or sign == 0xFF1F
