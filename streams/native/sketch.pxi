# The sketch, by which near-copies are found. See `sketch`.

cdef inline bint is_east(Sign sign) noexcept:
    """Written without spaces, as the sketch sees it."""
    return 0x3040 <= sign <= 0x30FF or 0x3400 <= sign <= 0x9FFF


cdef uint32_t CRC[4][256]  # of a byte, and of a byte before one, two, three more: four are done at once
cdef void file_crc() noexcept:
    cdef uint32_t number, each, left
    for number in range(256):
        left = number
        for each in range(8):
            left = (left >> 1) ^ (<uint32_t> 0xEDB88320 if left & 1 else 0)
        CRC[0][number] = left
    for number in range(256):
        for each in range(1, 4):
            left = CRC[each - 1][number]
            CRC[each][number] = (left >> 8) ^ CRC[0][left & 255]
file_crc()


cdef inline uint32_t add_byte(uint32_t crc, uint32_t byte) noexcept:
    return (crc >> 8) ^ CRC[0][(crc ^ byte) & 255]


# What a sign in UTF-32 adds to the sum of three: none of it hangs on what stands before, and so need not wait for it.
cdef uint32_t THIRDS[3][3][256]  # by its place from the end, and by its first, second and third byte
cdef uint32_t EMPTY[4]  # of so many signs that add nothing: for what each sum begins and ends with
cdef void file_thirds() noexcept:
    cdef uint32_t number, left
    cdef int place, byte, each
    for number in range(256):
        for byte in range(3):
            left = CRC[3 - byte][number]
            for place in range(3):
                THIRDS[place][byte][number] = left
                for each in range(4):
                    left = (left >> 8) ^ CRC[0][left & 255]
    for place in range(4):
        left = ~<uint32_t> 0
        for each in range(4 * place):
            left = (left >> 8) ^ CRC[0][left & 255]
        EMPTY[place] = ~left
file_thirds()


cdef inline uint32_t third(int place, Sign sign) noexcept:
    return THIRDS[place][0][sign & 255] ^ THIRDS[place][1][sign >> 8 & 255] ^ THIRDS[place][2][sign >> 16]


cdef uint32_t add_utf8(uint32_t crc, Sign sign) noexcept:
    if sign < 0x80:
        return add_byte(crc, sign)
    if sign < 0x800:
        return add_byte(add_byte(crc, 0xC0 | sign >> 6), 0x80 | sign & 63)
    if sign < 0x10000:
        crc = add_byte(crc, 0xE0 | sign >> 12)
    else:
        crc = add_byte(add_byte(crc, 0xF0 | sign >> 18), 0x80 | (sign >> 12) & 63)
    return add_byte(add_byte(crc, 0x80 | (sign >> 6) & 63), 0x80 | sign & 63)


cdef struct Least:
    uint32_t kept[8]
    int count


cdef void keep(Least* least, uint32_t value) noexcept:
    """The eight smallest, ascending, each once."""
    cdef int at = least.count
    if at == 8 and value >= least.kept[7]:
        return
    while at > 0 and least.kept[at - 1] > value:
        at -= 1
    if at > 0 and least.kept[at - 1] == value:
        return
    least.count = min(8, least.count + 1)
    memmove(&least.kept[at + 1], &least.kept[at], (least.count - at - 1) * sizeof(uint32_t))
    least.kept[at] = value


cdef tuple give(Least* least):
    # Nothing in it leads anywhere: the garbage collector need not look, as it would find out by itself.
    cdef tuple given = PyTuple_New(least.count)
    cdef int at
    cdef object value
    for at in range(least.count):
        value = <unsigned long> least.kept[at]
        Py_INCREF(value)
        PyTuple_SET_ITEM(given, at, value)
    PyObject_GC_UnTrack(given)
    return given


cdef int skip_noise(const Sign* text, int at, int size) noexcept:
    """Where links, handles, numbers and punctuation that begin here end; `at` itself when none does."""
    cdef Sign sign = text[at]
    cdef int link = 0
    if sign == 119 and at + 4 < size and text[at + 1] == 119 and text[at + 2] == 119 and text[at + 3] == 46:
        link = 4
    elif sign == 104 and at + 7 < size and text[at + 1] == 116 and text[at + 2] == 116 and text[at + 3] == 112:
        link = 5 if text[at + 4] == 115 else 4
        link = link + 3 if (
            at + link + 3 < size and text[at + link] == 58 and text[at + link + 1] == 47 and text[at + link + 2] == 47
        ) else 0
    if link and not FLAGS[text[at + link]] & SPACE:
        at += link
        while at < size and not FLAGS[text[at]] & SPACE:
            at += 1
    elif sign == 64 and at + 1 < size and (is_word(text[at + 1]) or text[at + 1] == 46):
        at += 2
        while at < size and (is_word(text[at]) or text[at] == 46):
            at += 1
    elif FLAGS[sign] & DIGIT:
        while at < size and FLAGS[text[at]] & DIGIT:
            at += 1
    else:
        while at < size and not is_word(text[at]) and not FLAGS[text[at]] & SPACE:
            at += 1
    return at


cdef tuple sketch(const Sign* low, int size, bint ascii, Sign* run):
    """The sketch of a text in lower case; `run` has room for it."""
    cdef int at = 0, length = 0, after, words = 0, each
    cdef bint east = False, noisy = False
    cdef uint32_t crc, pair = 0, before = 0, first = 0
    cdef Least least
    cdef bint open = False
    least.count = 0
    if not ascii:
        for at in range(size):
            if is_east(low[at]):
                east = True
                break
    if east:
        for at in range(size):
            noisy |= low[at] == 64 or low[at] == 58 or low[at] == 119
        at = 0
        while at < size:
            if noisy:
                after = skip_noise(low, at, size)
                if after > at:
                    at = after
                    continue
            if is_word(low[at]) and not FLAGS[low[at]] & DIGIT:
                run[length] = low[at]
                length += 1
            at += 1
        for at in range(max(1, length - 2)):
            words = min(3, length - at)
            crc = EMPTY[words]
            for each in range(words):
                crc ^= third(words - 1 - each, run[at + each])
            keep(&least, crc)
        return give(&least)
    at = 0
    crc = pair = ~<uint32_t> 0
    while at <= size:
        after = at
        if at < size and not FLAGS[low[at]] & SPACE:
            # Most signs are letters that begin no link.
            if not FLAGS[low[at]] & LETTER or low[at] == 119 or low[at] == 104:
                after = skip_noise(low, at, size)
            if after == at:
                if not open:
                    open, crc = True, ~<uint32_t> 0
                    pair = ~before
                crc = add_utf8(crc, low[at])
                pair = add_utf8(pair, low[at])
                at += 1
                continue
        if open:
            open = False
            words += 1
            before = ~crc
            if words == 1:
                first = before
            else:
                keep(&least, ~pair)
        at = after if after > at else at + 1
    if words < 2:
        return (first,) if words else ()
    return give(&least)
