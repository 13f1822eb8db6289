# The rating: the words that moved a text, and how far.

cdef struct Mover:
    int start
    int stop
    int number  # of the lexicon's word, or -1: it stands in the text
    int first  # and `last`: in English, without the marks around it
    int last
    bint denied  # its own value was turned round
    double value


cdef class Rating:
    """What moved the text at hand."""

    cdef Mover movers[CAPACITY]
    cdef int count
    cdef double compound
    cdef double total
    cdef int turns  # how many "but"
    cdef int before  # movers, of the first
    cdef int after  # and, at the last, of the rest the first

    cdef inline void add(self, int start, int stop, int number, double value, double alone) noexcept:
        self.movers[self.count].start = start
        self.movers[self.count].stop = stop
        self.movers[self.count].number = number
        self.movers[self.count].value = value
        self.movers[self.count].denied = value * alone < 0
        self.count += 1

    cdef int add_up(self) except -1:
        """As Python's `sum`, which from 3.12 on makes up for what rounding loses."""
        self.total = self.sum_of(0, self.count)
        return 0

    cdef double sum_of(self, int start, int stop) except? -1:
        cdef int at
        cdef double total = 0.0
        if stop - start > 2:
            return sum([self.movers[at].value for at in range(start, stop)])
        for at in range(start, stop):
            total += self.movers[at].value
        return total
