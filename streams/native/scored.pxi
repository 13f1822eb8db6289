# A `Scored`, written at once.

def fill(mention, line, told):
    """One `Scored`: past the checks by which frozen dataclasses keep others from writing."""
    scored = Scored.__new__(Scored)
    label, valence, confidence, language, backlash, themes, excerpt, because, sketch, probing = told
    posts = mention.author_posts
    PyObject_GenericSetAttr(scored, "line", line)
    PyObject_GenericSetAttr(scored, "identity", mention.identity)
    PyObject_GenericSetAttr(scored, "source", mention.source)
    PyObject_GenericSetAttr(scored, "platform", mention.platform)
    PyObject_GenericSetAttr(scored, "kind", mention.kind)
    PyObject_GenericSetAttr(scored, "published_at", mention.published_at)
    PyObject_GenericSetAttr(scored, "label", label)
    PyObject_GenericSetAttr(scored, "valence", valence)
    PyObject_GenericSetAttr(scored, "confidence", confidence)
    PyObject_GenericSetAttr(scored, "language", language)
    PyObject_GenericSetAttr(scored, "backlash", backlash)
    PyObject_GenericSetAttr(scored, "themes", themes)
    PyObject_GenericSetAttr(scored, "author", mention.author)
    PyObject_GenericSetAttr(scored, "family", mention.family)
    PyObject_GenericSetAttr(scored, "url", mention.url)
    PyObject_GenericSetAttr(scored, "excerpt", excerpt)
    PyObject_GenericSetAttr(scored, "because", because)
    PyObject_GenericSetAttr(scored, "sketch", sketch)
    PyObject_GenericSetAttr(scored, "probing", probing)
    PyObject_GenericSetAttr(scored, "interactions", mention.interactions)
    PyObject_GenericSetAttr(scored, "once", None if posts is None else posts <= 1)
    PyObject_GenericSetAttr(scored, "owned", mention.owned)
    PyObject_GenericSetAttr(scored, "edited", mention.edited)
    PyObject_GenericSetAttr(scored, "deleted", mention.deleted)
    return scored
