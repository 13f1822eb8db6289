# The flat text: single spaces, as phrases are looked for in it, and where its words begin.

cdef int list_starts(const Sign* text, int size, int* into) noexcept:
    """Every sign but letters and digits after another."""
    cdef int at, count = 0
    cdef bint inside = False, alone
    for at in range(size):
        alone = (FLAGS[text[at]] & ALNUM) == 0
        into[count] = at
        count += alone or not inside
        inside = not alone
    return count


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
