# Tables: from words to numbers (`Table`), and from beginnings of words to longer ones (`Trie`). Flat, so that a
# look costs one or two places of memory where a dict of strings costs four: that is most of what is saved.

cdef struct Slot:
    uint32_t tag
    uint32_t place


cdef struct Entry:  # its signs follow it, so that both come from one place of memory
    uint32_t stamp
    int32_t number
    int16_t whole[3]
    uint16_t size  # in units


cdef enum:
    ENTRY = 8  # its size, in units


# As UTF-16: most signs take half the memory, and what is looked up more often stays near.
cdef inline int pack(Sign sign, uint16_t* into) noexcept:
    if sign < 0x10000:
        into[0] = <uint16_t> sign
        return 1
    into[0], into[1] = <uint16_t> (0xD7C0 + (sign >> 10)), <uint16_t> (0xDC00 + (sign & 0x3FF))
    return 2


cdef inline int sift(Sign first, Sign second, Sign third) noexcept:
    """16 bits for three signs."""
    return (first * <uint32_t> 0x9E3779B1 + second * <uint32_t> 0x85EBCA6B + third * <uint32_t> 0xC2B2AE35) >> 16


cdef inline uint64_t add_sign(uint64_t hashed, Sign sign) noexcept:
    return (hashed ^ sign) * <uint64_t> 0x9E3779B97F4A7C15ULL + 0x7F4A7C15


cdef inline uint64_t mix(uint64_t hashed) noexcept:
    hashed ^= hashed >> 29
    hashed *= <uint64_t> 0xBF58476D1CE4E5B9ULL
    return hashed ^ (hashed >> 32)


cdef uint64_t hash_signs(uint64_t hashed, const Sign* signs, Py_ssize_t size) noexcept:
    cdef Py_ssize_t at
    for at in range(size):
        hashed = add_sign(hashed, signs[at])
    return hashed


cdef struct Query:
    uint64_t hashed
    const Sign* signs
    int32_t size
    uint32_t slot


cdef class Table:
    """The number of each name, in the order given, with the three weights that may go with it."""

    cdef Slot* slots
    cdef uint32_t mask
    cdef uint16_t* blob
    cdef uint64_t* sieve  # eight bits for each name: it tells of nearly all that are not known, in little memory
    cdef uint32_t sieve_mask
    cdef readonly Py_ssize_t count

    def __cinit__(self, names, rows=None):
        cdef uint64_t hashed
        cdef uint32_t at, size = 4, place = 0
        cdef Entry* entry
        cdef Sign sign
        cdef int each
        cdef str name
        self.count = len(names)
        while 3 * size < 4 * self.count:
            size *= 2
        self.mask = size - 1
        self.slots = <Slot*> calloc(size, sizeof(Slot))
        # Each begins at an even place.
        units = sum([(len(name.encode("utf-16-le", "surrogatepass")) + 2) // 4 * 2 for name in names])
        self.blob = <uint16_t*> calloc(units + ENTRY * self.count + 1, sizeof(uint16_t))
        self.sieve_mask = 8 * size - 1
        self.sieve = <uint64_t*> calloc(size + 8, 1)
        if self.slots == NULL or self.blob == NULL or self.sieve == NULL:
            raise MemoryError
        for number, name in enumerate(names):
            entry = <Entry*> (self.blob + place)
            entry.number = number
            for each in range(3 if rows is not None else 0):
                entry.whole[each] = rows[number][each]
            hashed = 0
            for sign in <str> name:
                hashed = add_sign(hashed, sign)
                entry.size += pack(sign, self.blob + place + ENTRY + entry.size)
            hashed = mix(hashed)
            at = hashed >> 20 & self.sieve_mask
            self.sieve[at >> 6] |= <uint64_t> 1 << (at & 63)
            at = <uint32_t> hashed & self.mask
            while self.slots[at].tag:
                at = (at + 1) & self.mask
            self.slots[at].tag, self.slots[at].place = <uint32_t> (hashed >> 32) | 1, place
            place += ENTRY + (entry.size + 1) // 2 * 2

    def __dealloc__(self):
        free(self.slots)
        free(self.blob)
        free(self.sieve)

    cdef inline bint may_have(self, uint64_t hashed) noexcept:
        """Whether it is worth looking for what is hashed and mixed so."""
        cdef uint32_t at = hashed >> 20 & self.sieve_mask
        return self.sieve[at >> 6] >> (at & 63) & 1

    cdef inline void fetch_sieve(self, uint64_t hashed) noexcept:
        crisis_fetch(&self.sieve[(hashed >> 20 & self.sieve_mask) >> 6])

    cdef inline void fetch(self, uint64_t hashed) noexcept:
        self.fetch_sieve(hashed)
        crisis_fetch(&self.slots[<uint32_t> hashed & self.mask])

    cdef inline bint seek(self, Query* query) noexcept:
        """Whether there is a slot that may be this one's; `query.hashed` is mixed already."""
        cdef uint32_t at = <uint32_t> query.hashed & self.mask, tag = <uint32_t> (query.hashed >> 32) | 1
        while self.slots[at].tag:
            if self.slots[at].tag == tag:
                query.slot = at
                return True
            at = (at + 1) & self.mask
        return False

    cdef inline Entry* take(self, Query* query) noexcept:
        """The entry, or NULL, from the slot that `seek` found: the signs are compared, no two words are mixed up."""
        cdef uint32_t at = query.slot, tag = <uint32_t> (query.hashed >> 32) | 1
        cdef Entry* entry
        while self.slots[at].tag:
            if self.slots[at].tag == tag:
                entry = <Entry*> (self.blob + self.slots[at].place)
                if self.is_named(entry, query.signs, query.size):
                    return entry
            at = (at + 1) & self.mask
        return NULL

    cdef inline bint is_named(self, const Entry* entry, const Sign* signs, int size) noexcept:
        cdef const uint16_t* units = <const uint16_t*> entry + ENTRY
        cdef const uint16_t* last = units + entry.size
        cdef uint16_t packed[2]
        cdef int each, taken
        if <int> entry.size < size:
            return False
        for each in range(size):
            taken = pack(signs[each], packed)
            if units + taken > last or units[0] != packed[0] or (taken == 2 and units[1] != packed[1]):
                return False
            units += taken
        return units == last

    cdef inline Entry* find(self, uint64_t hashed, const Sign* signs, Py_ssize_t size) noexcept:
        """The entry of these signs, which `hashed` stands for, or NULL."""
        return self.find_mixed(mix(hashed), signs, size)

    cdef inline Entry* find_mixed(self, uint64_t hashed, const Sign* signs, Py_ssize_t size) noexcept:
        cdef Query query
        query.hashed, query.signs, query.size = hashed, signs, <int32_t> size
        return self.take(&query) if self.may_have(hashed) and self.seek(&query) else NULL

    cdef Entry* named(self, str name) except? NULL:
        """The entry of a name that comes as a string."""
        cdef Sign signs[256]
        if len(name) > 256:
            return NULL
        PyUnicode_AsUCS4(name, signs, 256, 0)
        return self.find(hash_signs(0, signs, len(name)), signs, len(name))


    cdef str name(self, const Entry* entry):
        """What it is called."""
        cdef const uint16_t* units = <const uint16_t*> entry + ENTRY
        cdef Sign signs[256]
        cdef int at = 0, size = 0
        while at < entry.size:
            signs[size] = units[at]
            if units[at] >> 10 == 0x36 and at + 1 < entry.size and units[at + 1] >> 10 == 0x37:
                signs[size] = 0x10000 + ((units[at] & 0x3FF) << 10 | (units[at + 1] & 0x3FF))
                at += 1
            at, size = at + 1, size + 1
        return make(signs, size)


cdef class Trie:
    """Words by their signs: node 0 is the start; `ends` has the number of the word that ends at a node, or -1."""

    cdef uint64_t* edges  # from node (20 bits), by sign (24 bits), to node (20 bits)
    cdef uint32_t mask
    cdef int32_t* ends
    cdef uint64_t sieve[1024]  # a bit for the first three signs of each word that has as many

    def __cinit__(self, numbers):
        cdef uint32_t at, size = 4
        cdef uint64_t node, nodes = 1, key
        cdef Py_ssize_t most = 1 + sum(map(len, numbers))
        cdef Py_UCS4 sign
        if most >= 1 << 20:
            raise MemoryError
        while size < 2 * most:
            size *= 2
        self.mask = size - 1
        self.edges = <uint64_t*> calloc(size, sizeof(uint64_t))
        self.ends = <int32_t*> malloc(most * sizeof(int32_t))
        if self.edges == NULL or self.ends == NULL:
            raise MemoryError
        memset(self.ends, 255, most * sizeof(int32_t))  # -1 everywhere
        for name, number in numbers.items():
            if len(name) > 2:
                at = sift(ord(name[0]), ord(name[1]), ord(name[2]))
                self.sieve[at >> 6] |= <uint64_t> 1 << (at & 63)
            node = 0
            for sign in <str> name:
                key = (node << 24) | (<Sign> sign + 1)
                at = <uint32_t> mix(key) & self.mask
                while self.edges[at] and self.edges[at] >> 20 != key:
                    at = (at + 1) & self.mask
                if not self.edges[at]:
                    self.edges[at] = key << 20 | nodes
                    nodes += 1
                node = self.edges[at] & 0xFFFFF
            self.ends[node] = number

    def __dealloc__(self):
        free(self.edges)
        free(self.ends)

    cdef inline bint may_begin(self, const Sign* word) noexcept:
        """Whether some word may begin with these three signs."""
        cdef int head = sift(word[0], word[1], word[2])
        return self.sieve[head >> 6] >> (head & 63) & 1

    cdef inline int32_t step(self, int32_t node, Sign sign) noexcept:
        """The node one sign further, or -1."""
        cdef uint64_t key = (<uint64_t> node << 24) | (sign + 1)
        cdef uint32_t at = <uint32_t> mix(key) & self.mask
        while self.edges[at]:
            if self.edges[at] >> 20 == key:
                return <int32_t> (self.edges[at] & 0xFFFFF)
            at = (at + 1) & self.mask
        return -1


cdef extern from *:
    """
    #if defined(__GNUC__) || defined(__clang__)
    #define crisis_fetch(place) __builtin_prefetch(place)
    #else
    #define crisis_fetch(place) ((void) 0)
    #endif
    """
    void crisis_fetch(const void* place) noexcept
