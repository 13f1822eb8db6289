# The text at hand, sign by sign, with what is asked of it as a whole.

cdef enum:
    READY
    MUST_TAME
    UNFIT_TEXT
    CANNOT_TELL


cdef int max_run = MAX_RUN, max_pictures = MAX_PICTURES


cdef class Text:
    cdef Sign raw[CAPACITY]
    cdef Sign low[CAPACITY]
    cdef Sign plain[CAPACITY]  # after NFKC
    cdef Sign plain_low[CAPACITY]
    cdef Sign flat[CAPACITY]  # room to work in
    cdef int starts[CAPACITY]  # where words begin in `flat`, once it is flattened
    cdef int start_count
    cdef int size, plain_size
    cdef int seen  # all flags of the text
    cdef bint ascii, shouted, plain_shouted
    cdef bint tidy  # a quote of itself
    cdef bint steady  # NFKC changes nothing
    cdef bint is_apart  # and `plain` is filled since it does
    cdef bint noisy  # may hold links, handles or entities
    cdef bint curly  # has apostrophes that are written straight in phrases
    cdef bint asks

    cdef int load(self, str text) except -1:
        """Take a text in, with what is asked of it as a whole."""
        cdef Py_ssize_t at
        cdef Sign sign, before = 0
        cdef unsigned short flags, seen = 0, common = STEADY
        cdef int run = 0, stacked = 0, pictures = 0
        cdef bint gap = True, tidy = True, noisy = False, curly = False, asks = False, drawn = False
        self.size = <int> len(text)
        if self.size > longest:
            return UNFIT_TEXT
        PyUnicode_AsUCS4(text, self.raw, CAPACITY, 0)
        self.ascii = text.isascii()
        for at in range(self.size):
            sign = self.raw[at]
            # Not one sign in lower case, half a sign, or beyond the table.
            if sign >= LIMIT or sign == 0x130 or sign == 0x3A3 or 0xD800 <= sign < 0xE000:
                return UNFIT_TEXT
            flags = FLAGS[sign]
            seen |= flags
            common &= flags
            self.low[at] = Py_UNICODE_TOLOWER(sign) if flags & CHANGES else sign
            if flags & SPACE:
                tidy = tidy and sign == 32 and not gap
                gap, run = True, 0
            else:
                gap = False
                run = run + 1 if sign == before else 1
                if run > max_run:
                    return MUST_TAME
                if not drawn:
                    if flags & DRAWN:
                        drawn = self.may_be_drawn(at, sign, before)
                    elif run == 3:
                        drawn = sign < 0x250 and flags & LETTER
            if (sign == 0xFF01 or sign == 0xFF1F) and (
                65 <= before <= 90 or 97 <= before <= 122 or 0xC0 <= before <= 0x24F
            ):
                return MUST_TAME
            before = sign
            if flags & MARK:
                stacked += 1
                if stacked > 3:
                    return MUST_TAME
            else:
                stacked = 0
            pictures += (flags & PICTURE) != 0
            noisy |= sign == 64 or sign == 38 or sign == 0xFF20 or sign == 47
            curly |= sign == 0x2019
            asks |= sign == 63 or sign == 0xFF1F
        if pictures > max_pictures or (drawn and tame(text) != text):
            return MUST_TAME
        if not seen & ~(SPACE | STEADY) and self.is_blank():
            return UNFIT_TEXT
        self.seen, self.steady = seen, common != 0
        self.shouted = (seen & UPPER) != 0 and not seen & LOWER
        self.tidy = tidy and not gap and self.size <= 280
        self.noisy, self.curly, self.asks = noisy, curly, asks
        return READY

    cdef bint may_be_drawn(self, int at, Sign sign, Sign before) noexcept:
        """Whether a face or a lengthened kana may be here; where it says no, none is."""
        cdef Sign after = self.raw[at + 1] if at + 1 < self.size else 0
        cdef int end
        if sign == 46:
            return after == before and (before == 45 or before == 61 or before == 94 or before == 42)
        if sign == 95:  # T_T -_- =_= >_<
            return before in (84, 116, 81, 62, 94, 45, 61, 0xAC, 0xCA0, 42, 59, 0xFF1B)
        if sign == 58 or sign == 0xFF1A or sign == 59 or sign == 0xFF1B or sign == 61:  # ::：;；=
            if after == 47:
                return at + 2 >= self.size or self.raw[at + 2] != 47
            return after in (
                39, 0x2019, 45, 94, 111, 41, 0xFF09, 40, 0xFF08, 68, 112, 80, 99, 67, 115, 83, 92, 42, 95, 46
            )
        if sign == 60:
            return after == 51 or after == 47
        if sign == 62:
            return after in (58, 59, 61, 95, 46)
        if sign == 120 or sign == 88:
            return after == 100 or after == 68
        if sign == 122 or sign == 90:
            return at > 1 and (before == 114 or before == 84) and (self.raw[at - 2] in (111, 79))
        if sign == 81 or sign == 84:
            end = at + 1
            while end < self.size and self.raw[end] in (65, 119, 117, 111, 95, 0x3C9, 0x414, 0x434, 0x53E3):
                end += 1
            return end > at + 1 and end < self.size and (self.raw[end] == 81 or self.raw[end] == 84)
        if sign == 40 or sign == 0xFF08:
            for end in range(at + 1, min(self.size, at + 18)):
                if self.raw[end] == 41 or self.raw[end] == 0xFF09:
                    return True
                after = self.raw[end]
                if after >= LIMIT or (FLAGS[after] & ALNUM and not FLAGS[after] & SHAPE):
                    return False
            return False
        if sign == 0x30FC or sign == 0x301C or sign == 0xFF5E or 0x3041 <= sign < 0x304A:
            return 0x3041 <= before <= 0x3096 and (0x3041 <= after <= 0x30FC or after == 0x301C or after == 0xFF5E)
        return True

    cdef bint is_blank(self) noexcept:
        cdef int at
        for at in range(self.size):
            if not FLAGS[self.raw[at]] & SPACE:
                return False
        return True

    cdef bint has_www(self) noexcept:
        cdef int at
        for at in range(self.size - 3):
            if self.low[at] == 119 and self.low[at + 1] == 119 and self.low[at + 2] == 119 and self.low[at + 3] == 46:
                return True
        return False

    cdef str load_plain(self, str text):
        """Take the text in after NFKC; None where it is unfit. Wide forms are narrowed here, the rest by Python."""
        cdef int at
        cdef Sign sign
        cdef bint easy = True
        for at in range(self.size):
            sign = self.raw[at]
            if FLAGS[sign] & STEADY:
                self.plain[at] = sign
            elif 0xFF01 <= sign <= 0xFF5E:
                self.plain[at] = sign - 0xFEE0
            elif sign == 0x3000:
                self.plain[at] = 32
            else:
                easy = False
                break
        self.plain_size = self.size
        if easy:
            text = make(self.plain, self.size)
        else:
            text = normalize("NFKC", text)
            if len(text) >= CAPACITY - 8:
                return None
            self.plain_size = <int> len(text)
            PyUnicode_AsUCS4(text, self.plain, CAPACITY, 0)
        for at in range(self.plain_size):
            sign = self.plain[at]
            if sign >= LIMIT or sign == 0x130 or sign == 0x3A3:
                return None
            self.plain_low[at] = lower(sign)
        return text
