# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The teller, compiled: what `MentionScorer` works out of a text, in one pass over flat tables.

Built from the pure scorer's own lexicons, weights, phrases and judges; tests hold the two together. Whatever is
rare (a text cut short, another script, a fixed phrase of VADER's) it hands to the pure code, in part or whole.
"""

from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_New, PyTuple_SET_ITEM
from libc.math cimport copysign, exp, fabs, rint, sqrt
from libc.stdint cimport int16_t, int32_t, int64_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcmp, memcpy, memmove, memset

from unicodedata import combining, is_normalized, normalize

from streams.backlash.classifier import AGAINST, BOT, CLASSES as STANCES, NAMES as THEMES, REASONS as NAMED_REASONS
from streams.backlash.classifier import SURE_ENOUGH, Traits, name_known, note_traits
from streams.backlash.naming import names_ai
from streams.language import ENGLISH_BONUS, FEW_LETTERS, HINT_BONUS, KANA_SHARE, NAMES as LANGUAGES, SCRIPTS, Language, read_hint
from streams.language import UNSPACED
from streams.learning.features import DENIALS
from streams.learning.linear import SCALE
from streams.reading import Label, Scored
from streams.sentiment.lexical import BINS, CLASSES, MOST_COUNTED, MOST_SUM, MOVERS, NOTHING, LearnedScorer, name_turns
from streams.sentiment.lexicon import BOOSTED, EMPHASIS, HALFWAY, NEGATED, REACH, SHORTEST_BARED
from streams.sentiment.lexicon import SpacedLexicon, UnspacedLexicon
from streams.sentiment.taming import MAX_PICTURES, MAX_RUN, tame
from streams.sentiment.vader import CAPITALS as VADER_CAPITALS, NOT as VADER_NOT
from streams.sentiment.vader_rater import EDGES, VaderRater

ctypedef uint32_t Sign

LONGEST = 600
"""Signs; a longer text is for the pure code, as it is seldom said twice and seldom said at all."""

cdef Py_ssize_t longest = LONGEST
cdef object NEGATIVE = Label.NEGATIVE, NEUTRAL = Label.NEUTRAL, POSITIVE = Label.POSITIVE, UNSCORED = Label.UNSCORED
cdef object ZH_HANT = Language.ZH_HANT, ZH_HANS = Language.ZH_HANS, JA = Language.JA
cdef object new_tuple = tuple.__new__
cdef object OTHER = Language.OTHER
cdef dict NAMED = LANGUAGES

cdef extern from *:
    """
    #ifndef CRISIS_BUILT_FROM
    #define CRISIS_BUILT_FROM 0
    #endif
    """
    const uint64_t CRISIS_BUILT_FROM

BUILT_FROM = CRISIS_BUILT_FROM  # see `sources`; the build says it

include "signs.pxi"
include "tables.pxi"
include "weights.pxi"
include "rating.pxi"
include "vader.pxi"
include "lexicon.pxi"
include "phrases.pxi"
include "sketch.pxi"
include "features.pxi"
include "text.pxi"
include "judge.pxi"
include "tongue.pxi"

cdef class Teller(Judge):
    """Tells of texts what `MentionScorer` would. Not for several threads at once."""

    cdef Arena arena
    cdef Rating rating
    cdef list tongues
    cdef object told
    cdef Phrases spaced_probes, unspaced_probes
    cdef object pure_movers, cut_excerpt
    cdef bint named  # AI is
    cdef uint32_t found  # groups of phrases
    cdef int most_reasons

    def __init__(self, languages, scorers, classifiers, probes, told, cut_excerpt, most_reasons):
        emoji = {sign for scorer in scorers.values() if type(getattr(scorer, "rater", None)) is VaderRater
                 for sign in scorer.rater.vader.emoji}
        file_signs(SCRIPTS, emoji)
        self.arena, self.rating = Arena(), Rating()
        self.pure_judge, self.rate_latin = languages.judge, languages.latin.rate
        self.keep_words, self.told = languages.plain, told
        self.cut_excerpt, self.most_reasons = cut_excerpt, most_reasons
        self.spaced_probes, self.unspaced_probes = Phrases(probes.spaced), Phrases(probes.unspaced)
        # None: for the pure code.
        self.tongues = [
            (language, Tongue(language, scorer, classifiers.get(language))
             if is_known(scorer, classifiers.get(language)) else None)
            for language, scorer in scorers.items()
        ]

    def tell(self, str said, hint, bint under_ai, bint elsewhere):
        """What a text says; None where only the pure code can tell. Raises nothing."""
        cdef str text = said
        cdef Tongue tongue = None
        cdef bint probing, known = False
        cdef int at, big, meets = 0
        cdef Weights weights
        cdef double valence, sure, probability
        if len(text) > longest:
            return None
        at = self.load(text)
        if at == MUST_TAME:
            text = tame(said)
            at = self.load(text)
        if at != READY:
            return None
        language = self.judge_language(text, hint)
        for name, one in self.tongues:
            if name is language:
                tongue, known = one, True
                if tongue is None:
                    return None
                break
        sketched = sketch(self.low, self.size, self.ascii, self.flat)
        big = flatten(self.low, self.size, False, False, self.flat)
        probing = self.spaced_probes.find(self.flat, big) != 0 or (
            not self.ascii and self.unspaced_probes.find(self.flat, big) != 0
        )
        if not known:
            return new_tuple(self.told, (UNSCORED, 0.0, 0.0, language, False, (), "", (), sketched, probing))
        self.rate(tongue, text)
        if tongue.backlash is not None and not elsewhere:
            meets = self.meet_ai(tongue, text, under_ai)
            if meets == CANNOT_TELL:
                return None
        if not self.take(tongue, meets != 0):
            return None
        # What it feels.
        weights = tongue.sentiment
        self.note(tongue, weights)
        weights.weigh()
        valence = weights.chances[2] - weights.chances[0]
        if valence < 0 and weights.chances[0] >= weights.chances[1]:
            label, sure, at = NEGATIVE, weights.chances[0], 0
        elif valence > 0 and weights.chances[2] > weights.chances[1]:
            label, sure, at = POSITIVE, weights.chances[2], 2
        else:
            label, sure, at = NEUTRAL, max(weights.chances[0], weights.chances[1], weights.chances[2]), 1
        because = self.explain(tongue, weights, at)
        # Whether it is against AI.
        themes = ()
        is_backlash = False
        if meets:
            weights = tongue.backlash
            _, seen, quoted = self.note_traits(tongue, text, label, under_ai)
            weights.weigh()
            probability = weights.chances[tongue.against]
            if probability >= SURE_ENOUGH:
                is_backlash, themes = True, seen
                because = self.name_reasons(tongue, quoted, because)
                if at != 0:
                    label, valence, sure = NEGATIVE, -probability / 2, probability
        excerpt = ""
        if label is NEGATIVE:
            excerpt = said if self.tidy and text is said else self.cut_excerpt(said)
        PyObject_GC_UnTrack(because)  # strings only
        return new_tuple(
            self.told, (label, valence, sure, language, is_backlash, themes, excerpt, because, sketched, probing)
        )

    cdef int rate(self, Tongue tongue, str text) except -1:
        """Rate the words: see `self.rating`, or `self.pure_movers` where the pure rater had to."""
        self.pure_movers = None
        if tongue.vader is None:
            tongue.lexicon.rate(self.raw, self.low, self.size, self.shouted, self.ascii, self.rating)
        elif not tongue.vader.rate(text, (self.seen & EMOJI) != 0, self.rating):
            rated = tongue.pure_rater.rate(text)
            self.pure_movers, self.rating.compound = rated.movers, rated.compound
        return 0

    def weigh_words(self, language, str text):
        """The words that move a text and their values; None where the pure rater would be asked. For tests."""
        cdef Tongue tongue = dict(self.tongues)[language]
        if self.load(text) != READY:
            return None
        self.rate(tongue, text)
        if self.pure_movers is not None:
            return None
        return tuple([
            (self.name(tongue, self.rating.movers[at]), self.rating.movers[at].value)
            for at in range(self.rating.count)
        ])

    cdef bint take(self, Tongue tongue, bint with_backlash) noexcept:
        """Take the features, for both models in one pass where NFKC changes nothing; False for the pure code."""
        cdef Weights sentiment = tongue.sentiment, backlash = tongue.backlash
        cdef bint fit
        sentiment.begin()
        if not with_backlash:
            fit = self.take_from(tongue, self.low, self.size, self.shouted, sentiment, None)
        else:
            backlash.begin()
            if self.is_apart:
                fit = self.take_from(tongue, self.low, self.size, self.shouted, sentiment, None)
                sentiment.settle()  # the words are about to be written over
                fit = fit and self.take_from(
                    tongue, self.plain_low, self.plain_size, self.plain_shouted, backlash, None
                )
            else:
                fit = self.take_from(tongue, self.low, self.size, self.shouted, sentiment, backlash)
            backlash.settle()
        sentiment.settle()
        return fit

    cdef bint take_from(
        self, Tongue tongue, const Sign* low, int size, bint shouted, Weights weights, Weights others
    ) noexcept:
        if not tongue.spaced:
            take_signs(low, size, weights, others)
            return True
        if not take_words(low, size, self.arena, weights, others, tongue.denials, tongue.stems):
            return False
        weights.hit_special(shouted, self.arena.drawn_out)
        if others is not None:
            others.hit_special(shouted, self.arena.drawn_out)
        return True

    cdef int note(self, Tongue tongue, Weights weights) except -1:
        """What the model is told beside the text's pieces; see `lexical.note`."""
        cdef int at, below = 0, above = 0, level = 0
        cdef double value
        if self.pure_movers is not None:
            for _, value in self.pure_movers:
                below += value < 0
                above += value > 0
        else:
            for at in range(self.rating.count):
                below += self.rating.movers[at].value < 0
                above += self.rating.movers[at].value > 0
        while level < bin_count and bins[level] <= self.rating.compound:
            level += 1
        weights.hit(tongue.levels[level])
        weights.hit(tongue.counts[min(2, below)][min(2, above)])
        weights.hit(tongue.sizes[0 if self.size < 20 else 1 if self.size < 80 else 2])
        if tongue.tells_turns:
            tongue.note_turns(self.rating, below)
        return 0

    cdef tuple explain(self, Tongue tongue, Weights weights, int towards):
        """See `LearnedScorer._explain`."""
        cdef int at, sign = towards - 1
        cdef double value
        cdef dict words = {}
        cdef str word
        if self.pure_movers is not None:
            for word, value in self.pure_movers:
                if value != 0 and (not sign or value * sign > 0):
                    words[word[:40]] = abs(value)
        else:
            for at in range(self.rating.count):
                value = self.rating.movers[at].value
                if value != 0 and (not sign or value * sign > 0):
                    words[self.name(tongue, self.rating.movers[at])[:40]] = abs(value)
        if sign and not words:
            for word in weights.movers(towards, MOVERS):
                if word[0] not in "~^<":
                    words[word[:40]] = 0.0
            return tuple(words)
        if len(words) < 2:
            return tuple(words)
        return tuple([word for _, word in sorted([(-value, word) for word, value in words.items()])[:MOVERS]])

    cdef tuple name_reasons(self, Tongue tongue, list quoted, tuple because):
        """What moved the decision before what moved the feeling, each once."""
        cdef list reasons = [], kept = []
        cdef int wanted
        cdef str word
        for group in quoted:
            wanted = group
            for each in tongue.phrases.found:
                if <int> (<tuple> each)[0] == wanted:
                    reasons.append((<tuple> each)[1])
        if not reasons:
            reasons = name_known(tongue.backlash.movers(tongue.against, 12))
        del reasons[NAMED_REASONS:]
        reasons += because
        for word in reasons:
            if word not in kept:
                kept.append(word)
        return tuple(kept[:self.most_reasons])

    cdef str name(self, Tongue tongue, Mover mover):
        if tongue.vader is not None:
            return tongue.vader.name(mover)
        if mover.number >= 0:
            return tongue.lexicon.names[mover.number]
        return make(self.low + mover.start, mover.stop - mover.start)

    cdef int meet_ai(self, Tongue tongue, str text, bint under_ai) except -1:
        """Whether a text touches AI, and by what: the first part of `BacklashClassifier.look`."""
        cdef const Sign* raw = self.raw
        cdef int size
        cdef str plain = text
        self.is_apart = not self.steady
        if self.is_apart:
            plain = self.load_plain(text)
            if plain is None:
                return CANNOT_TELL
            raw = self.plain
            self.plain_shouted = plain.isupper()
            size = flatten(self.plain_low, self.plain_size, True, not tongue.spaced, self.flat)
        else:
            self.plain_size = self.size
            size = flatten(self.low, self.size, True, not tongue.spaced, self.flat)
        self.found = tongue.phrases.find(self.flat, size)
        self.named = (self.found & tongue.ai) != 0 or (
            may_name_ai(raw, self.plain_size, tongue.is_hu, tongue.is_es) and names_ai(plain, tongue.language)
        )
        return self.named or under_ai or self.found & tongue.machine != 0

    cdef tuple note_traits(self, Tongue tongue, str text, label, bint under_ai):
        """Tell the model the rest of what `BacklashClassifier.look` sees; the themes and the groups to quote."""
        cdef bint asks = "?" in text or "？" in text
        cdef uint64_t key = (
            <uint64_t> self.found << 8 | self.named << 7 | under_ai << 6 | asks << 5
            | (1 if label is NEGATIVE else 2 if label is POSITIVE else 0)
        )
        traits = tongue.notes.get(key)
        if traits is None:
            if len(tongue.notes) >= 4096:
                tongue.notes.clear()
            traits = tongue.notes[key] = tongue.describe(self.found, self.named, under_ai, asks, label)
        for number in <list> (<tuple> traits)[0]:
            tongue.backlash.hit(tongue.backlash.entries[<int> number])
        return traits

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
