# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The teller, compiled: what `MentionScorer` works out of a text, in one pass over flat tables.

Built from the pure scorer's own lexicons, weights, phrases and judges; tests hold the two together. Whatever is
rare (a text cut short, another script, a fixed phrase of VADER's) it hands to the pure code, in part or whole.
"""

from cpython.object cimport PyObject
from cpython.ref cimport Py_INCREF, Py_XINCREF
from cpython.tuple cimport PyTuple_GET_ITEM, PyTuple_New, PyTuple_SET_ITEM
from libc.math cimport copysign, exp, fabs, rint, sqrt
from libc.stdint cimport int16_t, int32_t, int64_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcpy, memmove, memset, strlen

from itertools import groupby
from unicodedata import combining, is_normalized, normalize

from connectors.mention import Mention
from streams.backlash.classifier import AGAINST, BOT, CLASSES as STANCES, NAMES as THEMES, REASONS as NAMED_REASONS
from streams.backlash.classifier import SURE_ENOUGH, VIEWS, Traits, name_known, note_traits
from streams.backlash.classifier import REFUSE
from streams.backlash.naming import TITLED_IN, names_ai
from streams.backlash.reasons import LIKELY, is_quotable, kept_sum, needed_sum, whole_bias
from streams.language import ENGLISH_BONUS, FEW_LETTERS, HINT_BONUS, KANA_SHARE, LOANED, LONGEST_BY_LETTER, LONGEST_LOANED, LONGEST_WITHOUT_KANA, NAMES as LANGUAGES, SCRIPTS, Language, read_hint
from streams.language import ONLY_HUNGARIAN, UNSPACED
from streams.latin import RATED, Eldc
from streams.learning.features import DENIALS, DENIED
from streams.reading import Label, Scored, Stance as Towards
from streams.sentiment.lexical import BINS, CLASSES, MOST_COUNTED, MOST_SUM, MOVERS, NOTHING, LearnedScorer, name_turns
from streams.sentiment.lexicon import BOOSTED, EMPHASIS, HALFWAY, NEGATED, REACH, SHORTEST_BARED
from streams.sentiment.lexicon import SpacedLexicon, UnspacedLexicon
from streams.sentiment.drawls import LENGTHENING
from streams.sentiment.faces import SHAPES
from streams.sentiment.taming import MAX_PICTURES, MAX_RUN, tame
from streams.sentiment.vader import CAPITALS as VADER_CAPITALS, NOT as VADER_NOT
from streams.sentiment.vader_rater import EDGES, VaderRater
from streams.sentiment.vader_words import PHRASES

ctypedef uint32_t Sign

LONGEST = 600
"""Signs; a longer text is for the pure code, as it is seldom said twice and seldom said at all."""

cdef Py_ssize_t longest = LONGEST
cdef object NEGATIVE = Label.NEGATIVE, NEUTRAL = Label.NEUTRAL, POSITIVE = Label.POSITIVE, UNSCORED = Label.UNSCORED
cdef object EN = Language.EN, ZH_HANT = Language.ZH_HANT, ZH_HANS = Language.ZH_HANS, JA = Language.JA
cdef object OTHER = Language.OTHER, HU = Language.HU
cdef object AGAINST_IT = Towards.AGAINST, UNMOVED = Towards.NEUTRAL, FOR_IT = Towards.FOR
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
include "flat.pxi"
include "phrases.pxi"
include "naming.pxi"
include "sketch.pxi"
include "features.pxi"
include "text.pxi"
include "judge.pxi"
include "notes.pxi"
include "themes.pxi"
include "tongue.pxi"
include "hearing.pxi"
include "reasons.pxi"
include "stance.pxi"
include "scored.pxi"

cdef class Teller(Stance):
    """Tells of texts what `MentionScorer` would. Not for several threads at once."""

    cdef list languages, tongues
    cdef int spoken
    cdef object told
    cdef Phrases spaced_probes, unspaced_probes
    cdef object cut_excerpt

    def __init__(self, languages, scorers, classifiers, probes, told, cut_excerpt, most_reasons):
        emoji = {sign for scorer in scorers.values() if type(getattr(scorer, "rater", None)) is VaderRater
                 for sign in scorer.rater.vader.emoji}
        file_signs(SCRIPTS, emoji)
        self.arena, self.rating = Arena(), Rating()
        self.pure_judge, self.rate_latin = languages.judge, languages.latin.rate
        self.detail_latin = languages.latin.detail if type(languages.latin) is Eldc else None
        self.keep_words, self.told = languages.plain, told
        self.cut_excerpt, self.most_reasons = cut_excerpt, most_reasons
        self.spaced_probes, self.unspaced_probes = Phrases(probes.spaced), Phrases(probes.unspaced)
        self.languages, self.spoken = list(scorers), len(scorers)
        # None: for the pure code.
        self.tongues = [
            Tongue(language, scorer, classifiers.get(language)) if is_known(scorer, classifiers.get(language)) else None
            for language, scorer in scorers.items()
        ]

    def tell(self, str said, hint, bint under_ai, bint elsewhere):
        """What a text says; None where only the pure code can tell. Raises nothing."""
        cdef str text = said
        cdef Tongue tongue = None
        cdef bint probing, known = False
        cdef int at, big, which, meets = 0
        cdef Noted noted
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
        if language is OTHER and self.seen & PICTURE:
            return None
        for which in range(self.spoken):
            if self.languages[which] is language:
                tongue, known = self.tongues[which], True
                if tongue is None:
                    return None
                break
        sketched = sketch(self.low, self.size, self.ascii, self.flat)
        big = flatten(self.low, self.size, False, False, self.flat)
        self.start_count = list_starts(self.flat, big, self.starts)
        probing = self.spaced_probes.find(self.flat, big, self.starts, self.start_count) != 0 or (
            not self.ascii and self.unspaced_probes.find(self.flat, big, NULL, 0) != 0
        )
        if not known:
            return tell_all(self.told, UNSCORED, 0.0, 0.0, language, False, None, (), "", (), sketched, probing)
        self.rate(tongue, text)
        if tongue.backlash is not None and not elsewhere:
            meets = self.meet_ai(tongue, text, big, under_ai)
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
        is_backlash, stance = False, None
        if meets:
            weights = tongue.backlash
            noted = self.note_traits(tongue, label, under_ai)
            weights.weigh()
            probability = weights.chances[tongue.against]
            if probability >= SURE_ENOUGH:
                is_backlash, stance = True, AGAINST_IT
                because = self.name_reasons(tongue, noted, because if at == 0 else ())
                themes = self.themes
                if at != 0:
                    label, valence, sure = NEGATIVE, -probability / 2, probability
            else:
                at = at != 0 and weights.chances[tongue.favour] >= weights.chances[tongue.neutral]
                stance = FOR_IT if at else UNMOVED
        excerpt = ""
        if label is NEGATIVE:
            excerpt = said if self.tidy and text is said else self.cut_excerpt(said)
        PyObject_GC_UnTrack(because)  # strings only
        return tell_all(
            self.told, label, valence, sure, language, is_backlash, stance, themes, excerpt, because, sketched, probing
        )

    def weigh_words(self, language, str text):
        """The words that move a text and their values; None where the pure rater would be asked. For tests."""
        cdef Tongue tongue = self.tongues[self.languages.index(language)]
        if self.load(text) != READY:
            return None
        self.rate(tongue, text)
        if self.pure_movers is not None:
            return None
        return tuple([
            (self.name(tongue, self.rating.movers[at]), self.rating.movers[at].value)
            for at in range(self.rating.count)
        ])
