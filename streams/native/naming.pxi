# Naming: whether a text says AI in Latin letters, as `backlash.naming` sees it.

cdef inline bint is_latin(Sign sign) noexcept:
    """[A-Za-z0-9_À-ɏ]: beside these two letters it makes them part of a word."""
    return 97 <= (sign | 32) <= 122 or 48 <= sign <= 57 or sign == 95 or 0xC0 <= sign <= 0x24F


cdef inline bint stands_at(const Sign* text, int at, int size, const char* wanted) noexcept:
    cdef int each = 0
    while wanted[each]:
        if at + each >= size or text[at + each] != <unsigned char> wanted[each]:
            return False
        each += 1
    return True


cdef inline bint ends_word(const Sign* text, int at, int size, const char* wanted) noexcept:
    """Whether it stands there and no word goes on behind it."""
    cdef int after = at + <int> strlen(wanted)
    return stands_at(text, at, size, wanted) and (after == size or not is_word(text[after]))


cdef bint says_ai(const Sign* text, int size, bint titled) noexcept:
    """By itself, or in a hashtag; `titled`: "Ai", too."""
    cdef int at
    cdef Sign sign, before = 32
    for at in range(size):
        sign = text[at]
        if sign | 32 == 97:
            if is_ai(text, at, size, before, titled):
                return True
        elif (sign == 35 or sign == 0xFF03) and is_tagged(text, at + 1, size):
            return True
        before = sign
    return False


cdef bint is_ai(const Sign* text, int at, int size, Sign before, bint titled) noexcept:
    """See `_LATIN_AI` and `_TITLED`; an A stands here."""
    cdef int after, rest
    if is_latin(before) or before == 39 or before == 0x2019 or before == 46 or before == 64 or before == 47:
        return False
    if stands_at(text, at, size, "AI") or stands_at(text, at, size, "ai"):
        after = at + 2
    elif stands_at(text, at, size, "A.I."):
        after = at + 4
    elif titled and stands_at(text, at, size, "Ai"):
        rest = after = at + 2
        rest += rest < size and text[rest] == 45
        rest += rest < size and text[rest] == 32
        if stands_at(text, rest, size, "Wei") or stands_at(text, rest, size, "wei"):
            return False
    else:
        return False
    if after == size:
        return True
    if text[after] == 39 or text[after] == 0x2019:
        return not ends_word(text, after + 1, size, "m")
    if text[after] == 45:
        return not (
            ends_word(text, after, size, "-chan") or ends_word(text, after, size, "-kun")
            or ends_word(text, after, size, "-san")
        )
    return not is_latin(text[after])


cdef bint is_tagged(const Sign* text, int at, int size) noexcept:
    """See `_HASHTAG`; its sign stands before."""
    cdef int after
    while True:
        after = at + 2
        if stands_at(text, at, size, "AI"):
            if after >= size or 97 <= text[after] <= 122 or not is_word(text[after]):
                return True
        elif stands_at(text, at, size, "ai"):
            if (stands_at(text, after, size, "slop") or stands_at(text, after, size, "art")
                    or stands_at(text, after, size, "generated") or ends_word(text, after, size, "ad")):
                return True
        elif ends_word(text, at, size, "noai") or ends_word(text, at, size, "stopai"):
            return True
        if at >= size or not is_word(text[at]):
            return False
        at += 1


cdef bint may_name_ai(const Sign* text, int size, bint is_es) noexcept:
    """Whether it is worth asking `naming` for the forms of Hungarian and Spanish."""
    cdef int at
    cdef Sign sign, before = 32
    for at in range(size):
        sign = text[at]
        if is_es:
            if sign == 35:
                return True
            if at + 1 < size and (sign | 32) == 105 and ((text[at + 1] | 32) == 97 or text[at + 1] == 46):
                if not (before < 0x80 and FLAGS[before] & ALNUM):
                    return True
        if at + 1 < size and text[at + 1] == 73 and (sign == 77 or sign == 65):
            return True
        before = sign
    return False
