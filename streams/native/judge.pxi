# The judge: which language a text is in. See `language`.

cdef double few_letters = FEW_LETTERS, english_bonus = ENGLISH_BONUS, hint_bonus = HINT_BONUS
cdef double kana_share = KANA_SHARE
cdef int longest_without_kana = LONGEST_WITHOUT_KANA
cdef int rated = RATED, loaned_size = LONGEST_LOANED, letter_size = LONGEST_BY_LETTER


cdef class Judge(Text):
    cdef object pure_judge, rate_latin, keep_words
    cdef object detail_latin  # or None: what eldc's `rate` asks

    cdef object judge_language(self, str text, hint):
        """As `LanguageJudge`, which is asked itself where links and handles stand among Han."""
        cdef int counts[8]
        cdef int at, kana, han, latin, foreign, traditional, simplified, eastern
        if self.ascii:
            return self.judge_latin(hint)
        if self.noisy or (self.seen & ALPHA and self.has_www()):
            return self.pure_judge(text, hint).language
        memset(counts, 0, sizeof(counts))
        for at in range(self.size):
            counts[FLAGS[self.raw[at]] // SCRIPT & 7] += 1
        latin, han, kana, foreign, traditional, simplified = (
            counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]
        )
        han += traditional + simplified
        if not han + kana + foreign:
            return self.judge_latin(hint) if latin else read_hint(hint) or OTHER
        eastern = (kana + han) * 3
        if eastern >= latin and eastern >= foreign:
            if kana > kana_share * (kana + han):
                return JA
            hinted = None if hint is None else read_hint(hint)
            if hinted is JA:
                return self.pure_judge(text, hint).language
            if traditional != simplified:
                return ZH_HANT if traditional > simplified else ZH_HANS
            if hinted is not None and hinted in UNSPACED:
                return hinted
            return ZH_HANS if traditional or han > longest_without_kana else self.pure_judge(text, hint).language
        return OTHER if foreign > latin else self.judge_latin(hint)

    cdef object judge_latin(self, hint):
        """As `LanguageJudge._judge_latin`."""
        cdef int at = 0, start, length = 0, spaces = 0, size
        cdef bint upper = False, lowers = False, noisy = self.noisy or self.has_www()
        cdef Sign sign
        cdef str kept
        cdef double fade
        while at < self.size:
            if FLAGS[self.raw[at]] & SPACE:
                at += 1
                continue
            if noisy:
                start = at
                while at < self.size and not FLAGS[self.raw[at]] & SPACE:
                    at += 1
                kept = self.keep_words(make(self.raw + start, at - start))
                size = <int> len(kept)
                if size and length + size + 2 < CAPACITY:
                    if length:
                        self.flat[length] = 32
                        length += 1
                    PyUnicode_AsUCS4(kept, self.flat + length, CAPACITY - length, 0)
                    length += size
                continue
            if not FLAGS[self.raw[at]] & LETTER:
                at += 1
                continue
            if length:
                self.flat[length] = 32
                length += 1
            while at < self.size:
                sign = self.raw[at]
                if not FLAGS[sign] & LETTER and not (
                    (sign == 39 or sign == 0x2019) and at + 1 < self.size and FLAGS[self.raw[at + 1]] & LETTER
                ):
                    break
                self.flat[length] = sign
                length += 1
                at += 1
        if not length:
            return read_hint(hint) or OTHER
        for at in range(length):
            upper |= (FLAGS[self.flat[at]] & UPPER) != 0
            lowers |= (FLAGS[self.flat[at]] & LOWER) != 0
            spaces += self.flat[at] == 32
        if upper and not lowers:
            for at in range(length):
                self.flat[at] = lower(self.flat[at])
        fade = few_letters / (few_letters + length - spaces)
        kept = make(self.flat, length)
        if length <= loaned_size and kept.lower() in LOANED:
            return EN
        if length <= letter_size and not self.ascii and not ONLY_HUNGARIAN.isdisjoint(kept):
            return HU
        scores = self.rate_latin(kept) if self.detail_latin is None else self.detail_latin(kept).scores
        return self.choose(scores, None if hint is None else read_hint(hint), fade)

    cdef object choose(self, scores, hinted, double fade):
        """The language rated best; those that only a bonus speaks for come last."""
        cdef double value, most = 0.0, least = 2.0
        cdef bint english = False, meant = hinted is None
        cdef object best = None
        for name, score in scores.items():
            value = score
            least = min(least, value)
            if name == "en":
                english = True
                value += english_bonus * 2 * fade
            if hinted is not None and name == <str> hinted:
                meant = True
                value += hint_bonus * 2 * fade
            if best is None or value > most:
                best, most = name, value
        if len(scores) < rated:
            least = 0.0
        if not english:
            value = least + english_bonus * 2 * fade
            if not meant and <str> hinted == "en":
                meant = True
                value += hint_bonus * 2 * fade
            if best is None or value > most:
                best, most = "en", value
        if not meant:
            value = least + hint_bonus * 2 * fade
            if value > most:
                best = hinted
        return NAMED.get(best, OTHER)
