# A `Scored`, written at once: past the checks by which frozen dataclasses keep others from writing.

cdef extern from *:
    """
    #include <structmember.h>
    /* Where a dataclass with slots keeps a field; -1 and an error where it does so in another way. */
    static Py_ssize_t crisis_place(PyObject *slot) {
        if (Py_TYPE(slot) == &PyMemberDescr_Type && ((PyMemberDescrObject *) slot)->d_member->type == T_OBJECT_EX)
            return ((PyMemberDescrObject *) slot)->d_member->offset;
        PyErr_SetString(PyExc_TypeError, "a contract without slots");
        return -1;
    }
    static inline PyObject *crisis_make(PyObject *type, Py_ssize_t size) {
        return PyType_GenericAlloc((PyTypeObject *) type, size);
    }
    static inline PyObject **crisis_at(PyObject *owner, Py_ssize_t place) {
        return (PyObject **) ((char *) owner + place);
    }
    """
    Py_ssize_t crisis_place(object slot) except -1
    object crisis_make(object type, Py_ssize_t size)
    PyObject** crisis_at(object owner, Py_ssize_t place) noexcept

# Fields that a `Scored` has from its mention.
COPIED = (
    "source", "platform", "kind", "published_at", "author", "family", "url", "interactions", "owned", "edited",
    "deleted",
)

# And what was told of its text, in this order.
TOLD = (
    "label", "valence", "confidence", "language", "backlash", "stance", "themes", "excerpt", "because", "sketch", "probing",
)
cdef enum:
    COPIES = 11
    TALES = 11

cdef Py_ssize_t from_places[COPIES]
cdef Py_ssize_t to_places[COPIES]
cdef Py_ssize_t told_places[TALES]
for _at, _name in enumerate(COPIED):
    from_places[<int> _at] = crisis_place(getattr(Mention, _name))
    to_places[<int> _at] = crisis_place(getattr(Scored, _name))
for _at, _name in enumerate(TOLD):
    told_places[<int> _at] = crisis_place(getattr(Scored, _name))
if sorted((*COPIED, *TOLD, "line", "identity", "once", "piece")) != sorted(Scored.__slots__):
    raise TypeError("not all fields of a score are written")
cdef Py_ssize_t line_place = crisis_place(Scored.line), identity_place = crisis_place(Scored.identity)
cdef Py_ssize_t piece_place = crisis_place(Scored.piece)
cdef Py_ssize_t once_place = crisis_place(Scored.once), posts_place = crisis_place(Mention.author_posts)
cdef Py_ssize_t native_place = crisis_place(Mention.native_id), source_place = crisis_place(Mention.source)

cdef object MENTION = Mention, SCORED = Scored
cdef str last_source = "", last_prefix = "/"


cdef inline void put(object owner, Py_ssize_t place, object value) noexcept:
    Py_INCREF(value)
    crisis_at(owner, place)[0] = <PyObject*> value


cdef str identify(str source, str native_id):
    """As `Mention.identity`."""
    global last_source, last_prefix
    if source != last_source:
        last_source, last_prefix = source, source.partition("#")[0] + "/"
    return last_prefix + native_id


def fill(mention, line, told, piece):
    """One `Scored`."""
    cdef int at
    cdef PyObject* value
    if (type(mention) is not MENTION and not isinstance(mention, Mention)) or not isinstance(told, tuple) or len(told) != TALES:
        raise TypeError("no mention, or not all that is told of one")
    scored = crisis_make(SCORED, 0)
    # Nothing in it leads back to it: the garbage collector need not look.
    PyObject_GC_UnTrack(scored)
    for at in range(COPIES):
        value = crisis_at(mention, from_places[at])[0]
        Py_XINCREF(value)
        crisis_at(scored, to_places[at])[0] = value
    for at in range(TALES):
        put(scored, told_places[at], <object> PyTuple_GET_ITEM(told, at))
    put(scored, line_place, line)
    put(scored, piece_place, piece)
    put(scored, identity_place, identify(
        <object> crisis_at(mention, source_place)[0], <object> crisis_at(mention, native_place)[0]
    ))
    posts = <object> crisis_at(mention, posts_place)[0]
    put(scored, once_place, None if posts is None else posts <= 1)
    return scored


cdef object tell_all(
    told, label, double valence, double sure, language, bint is_backlash, stance, themes, excerpt, because,
    sketched, bint probing
):
    """What is told of a text, in the order of `TOLD`."""
    cdef object made = crisis_make(told, TALES)
    PyObject_GC_UnTrack(made)  # as above
    hand(made, 0, label)
    hand(made, 1, valence)
    hand(made, 2, sure)
    hand(made, 3, language)
    hand(made, 4, is_backlash)
    hand(made, 5, stance)
    hand(made, 6, themes)
    hand(made, 7, excerpt)
    hand(made, 8, because)
    hand(made, 9, sketched)
    hand(made, 10, probing)
    return made


cdef inline void hand(object made, int at, object value) noexcept:
    Py_INCREF(value)
    PyTuple_SET_ITEM(made, at, value)
