# Signs: what is asked of a character, answered by one look into a table. As Python's `re` and `str` see them.

cdef extern from "Python.h":
    bint Py_UNICODE_ISSPACE(Sign sign)
    bint Py_UNICODE_ISALPHA(Sign sign)
    bint Py_UNICODE_ISALNUM(Sign sign)
    bint Py_UNICODE_ISDECIMAL(Sign sign)
    bint Py_UNICODE_ISUPPER(Sign sign)
    bint Py_UNICODE_ISLOWER(Sign sign)
    bint Py_UNICODE_ISTITLE(Sign sign)
    Sign Py_UNICODE_TOLOWER(Sign sign)
    Sign* PyUnicode_AsUCS4(object text, Sign* into, Py_ssize_t room, int closed)
    str PyUnicode_FromKindAndData(int kind, const void* signs, Py_ssize_t size)
    str PyUnicode_Substring(object text, Py_ssize_t start, Py_ssize_t end)
    void PyObject_GC_UnTrack(object owner)

cdef enum:
    SPACE = 1
    LETTER = 2  # [^\W\d_]
    DIGIT = 4  # \d
    UPPER = 8
    LOWER = 16  # or title case
    CHANGES = 32  # in lower case
    ALPHA = 64  # isalpha(): ½ and ② are letters to `re` and not to `str`
    STEADY = 128  # NFKC leaves it alone, whatever stands beside it
    PICTURE = 256  # as `taming` counts them
    MARK = 512  # as `taming` counts them
    EMOJI = 1024  # VADER spells it out
    DRAWN = 2048  # may be part of a face, or of a word drawn out
    SCRIPT = 4096  # first of three bits: one of the letters of `_MARKS`
    SHAPE = 32768  # drawn as a part of a face between brackets
    ALNUM = LETTER | DIGIT
    LIMIT = 0x20000  # what is beyond is left to the pure code
    CAPACITY = 2048  # signs of the longest text looked at, however it grew

cdef unsigned short FLAGS[LIMIT]
cdef bint filed = False
_MARKS = "lhkfts"
_TRIGGERS = "^_<>;；:：=(（\\¬*┻┸∩ˊ´ಠQTxXzZ."


cdef inline bint is_word(Sign sign) noexcept:
    return (FLAGS[sign] & ALNUM) != 0 or sign == 95


cdef inline Sign lower(Sign sign) noexcept:
    return Py_UNICODE_TOLOWER(sign) if FLAGS[sign] & CHANGES else sign


cdef inline bint is_sticker(Sign sign) noexcept:
    """An emoji, as the features see them."""
    return 0x2600 <= sign <= 0x27BF or 0x1F000 <= sign <= 0x1FAFF


cdef str make(const Sign* signs, Py_ssize_t size):
    return PyUnicode_FromKindAndData(4, signs, size)


def file_signs(scripts, emoji):
    """Fill the table, but for emoji once: `scripts` as in `streams.language`, `emoji` that VADER spells out."""
    global filed
    cdef Sign sign
    cdef unsigned short flags
    for one in emoji:  # of each scorer: the first may not know English
        if ord(one) < LIMIT:
            FLAGS[<int> ord(one)] |= EMOJI
    if filed:
        return
    for sign in range(LIMIT):
        flags = 0
        if Py_UNICODE_ISSPACE(sign):
            flags |= SPACE
        if Py_UNICODE_ISDECIMAL(sign):
            flags |= DIGIT
        elif Py_UNICODE_ISALNUM(sign):
            flags |= LETTER
        if Py_UNICODE_ISALPHA(sign):
            flags |= ALPHA
        if Py_UNICODE_ISUPPER(sign):
            flags |= UPPER
        if Py_UNICODE_ISLOWER(sign) or Py_UNICODE_ISTITLE(sign):
            flags |= LOWER
        if Py_UNICODE_TOLOWER(sign) != sign:
            flags |= CHANGES
        if (0x2190 <= sign <= 0x2BFF or sign == 0x3030 or sign == 0x303D or sign == 0x3297 or sign == 0x3299
                or 0x1F000 <= sign <= 0x1FAFF):
            flags |= PICTURE
        if (0x300 <= sign <= 0x36F or 0x483 <= sign <= 0x489 or 0x1AB0 <= sign <= 0x1AFF
                or 0x1DC0 <= sign <= 0x1DFF or 0x20D0 <= sign <= 0x20FF):
            flags |= MARK
        # Of other scripts there is more to know than that one sign alone is left as it is.
        if sign < 0x80 or 0x3400 <= sign < 0xA000:
            flags |= STEADY
        elif (0xA0 <= sign < 0x250 or 0x2010 <= sign < 0x2C00 or 0x3001 <= sign < 0x3100 or sign == 0xFE0F
                or 0x1F000 <= sign <= 0x1FAFF):
            if not flags & MARK and is_normalized("NFKC", chr(sign)) and not combining(chr(sign)):
                flags |= STEADY
        FLAGS[sign] |= flags
    for one in _TRIGGERS + LENGTHENING:
        FLAGS[<int> ord(one)] |= DRAWN
    for one in SHAPES:
        FLAGS[<int> ord(one)] |= SHAPE
    for sign, mark in enumerate(scripts):
        if mark != " ":
            FLAGS[sign] |= (_MARKS.index(mark) + 1) * SCRIPT
    filed = True
