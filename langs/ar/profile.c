#include <string.h>

#include "langs/profile.h"

#include "langs/ar/tables.h"

#include "langs/ar/keyboard.h"
#include "langs/ar/romanise.h"

#define MADDA 0x622
#define ALEF_HAMZA_ABOVE 0x623
#define WAW_HAMZA 0x624
#define ALEF_HAMZA_BELOW 0x625
#define YA_HAMZA 0x626
#define HAMZA 0x621
#define ALEF 0x627
#define TA_MARBUTA 0x629
#define TA 0x62A
#define TATWEEL 0x640
#define KAF 0x643
#define HA 0x647
#define NUN 0x646
#define WAW 0x648
#define ALEF_MAQSURA 0x649
#define YA 0x64A
#define ALEF_WASLA 0x671
#define KEHEH 0x6A9
#define FARSI_YA 0x6CC

/* Letters that people write one for another: alef with and without hamza, final ya and alef maqsura, ta
 * marbuta and ha; after Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval"
 * (2007), normalisation. The hamza on waw, often left out, stands with that on ya where Egypt spells it so
 * before a waw (README.md). */
static gunichar fold_letter(gunichar c, gunichar next)
{
    switch (c) {
    case MADDA:
    case ALEF_HAMZA_ABOVE:
    case ALEF_HAMZA_BELOW:
    case ALEF_WASLA:
        return ALEF;
    case WAW_HAMZA:
        return WAW;
    case YA_HAMZA:
        return next == WAW ? WAW : YA_HAMZA;
    case ALEF_MAQSURA:
        return next == HAMZA ? YA_HAMZA : YA;
    case FARSI_YA:
        return YA;
    case TA_MARBUTA:
        return HA;
    case KEHEH:
        return KAF;
    case TATWEEL:
        return 0;
    }
    return g_unichar_type(c) == G_UNICODE_NON_SPACING_MARK ? 0 : c; /* vowels and other marks */
}

static void fold(GString *word)
{
    g_autofree char *source = g_strndup(word->str, word->len);
    g_string_truncate(word, 0);
    for (const char *p = source; *p; p = g_utf8_next_char(p)) {
        gunichar next = g_utf8_get_char(g_utf8_next_char(p)), c = fold_letter(g_utf8_get_char(p), next);
        if (c)
            g_string_append_unichar(word, c);
        if (c == YA_HAMZA && next == HAMZA) /* a hamza written behind its seat */
            p = g_utf8_next_char(p);
    }
}

/* Affixes, those of Larkey, Ballesteros and Connell's light10 at first, and how many letters must remain of
 * the word. */
typedef struct {
    const char *letters;
    guint left;
} Affix;

/* Longest first. */
static const Affix fronts[] = {{"وال", 2}, {"فال", 2}, {"بال", 2}, {"كال", 2},
                               {"ولل", 2}, {"فلل", 2}, {"لل", 2},  {"ال", 2}};

/* What a noun has of itself goes last, so that "لبنان" and "لبنانية" meet; "ان", "ون", "ين" leave three
 * letters, or "أمين" would be "أم" (mother). */
static const Affix tails[] = {{"ها", 2}, {"يه", 2}, {"ه", 2},  {"ي", 2},
                              {"ان", 3}, {"ات", 2}, {"ون", 3}, {"ين", 3}};

/* Nouns with a lam of their own, as they stand behind "ل" without the article's alef: "للجنة" is not "ل" and
 * "الجنة". */
static const char *const lam_nouns[] = {"لجنه",  "لجان",  "لغه",   "لغات",   "لاجئ", "لاجئين",
                                        "لائحه", "لوائح", "لقاء",  "لقاءات", "لقاح", "لقاحات",
                                        "لوحه",  "لوحات", "لبنان", "ليبيا",  NULL};

/* A preposition and the beginning of a verbal noun or participle: there are no long nouns that begin so by
 * themselves. */
static const Affix particles[] = {{"لت", 4}, {"لم", 4}, {"لاست", 3}, {"باست", 3}};
#define LEFT_BY_WAW 3
#define LETTER 2 /* bytes */

static gboolean cut_front(GString *word, const Affix *a, gsize cut)
{
    if (!g_str_has_prefix(word->str, a->letters) || word->len < strlen(a->letters) + a->left * LETTER)
        return FALSE;
    g_string_erase(word, 0, cut);
    return TRUE;
}

/* Conjunction, preposition and article. */
static void strip_fronts(GString *word)
{
    /* "وكالة" is the agency, not "and" with "like the". */
    const Affix waw = {"و", LEFT_BY_WAW};
    gboolean is_agency = g_str_has_prefix(word->str, "وكال");
    cut_front(word, &waw, LETTER);
    if (is_agency)
        return;
    if (g_str_has_prefix(word->str, "لل") && g_strv_contains(lam_nouns, word->str + LETTER)) {
        g_string_erase(word, 0, LETTER);
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS(fronts); i++)
        if (cut_front(word, &fronts[i], strlen(fronts[i].letters)))
            return;
    for (guint i = 0; i < G_N_ELEMENTS(particles); i++)
        if (cut_front(word, &particles[i], LETTER))
            return;
}

/* Particles written before a name in other letters: "الـITU", "بـWi-Fi". FALSE: there is no such name. */
static gboolean strip_before_name(GString *word)
{
    gsize arabic = 0;
    while ((guchar)word->str[arabic] >= 0x80)
        arabic++;
    if (!word->str[arabic] || arabic > 3 * LETTER)
        return FALSE;
    g_string_erase(word, 0, arabic);
    return TRUE;
}

static void strip(GString *word)
{
    if (strip_before_name(word))
        return;
    strip_fronts(word);
    for (guint i = 0; i < G_N_ELEMENTS(tails); i++) {
        const Affix *t = &tails[i];
        if (g_str_has_suffix(word->str, t->letters) && word->len >= strlen(t->letters) + t->left * LETTER)
            g_string_truncate(word, word->len - strlen(t->letters));
    }
}

/* What strip() cuts off in front, and what Snowball's stemmer does ("arabic" of Snowball 2.2: Prefix_Step2 to 4): it writes
 * "است" for "يست", "نست" and "تست", and puts hamza and its seats in each other's place. */
static const LangLetter firsts[] = {{YA, ALEF}, {NUN, ALEF}, {TA, ALEF}, {YA_HAMZA, 0}, {YA, YA_HAMZA}, {0}};
static const LangLetter seconds[] = {{YA_HAMZA, 0}, {HAMZA, 0}, {YA, YA_HAMZA}, {0}};
static const LangBeginnings beginnings = {firsts, seconds, "وفبكلاسئ"};

static const char *const names[] = {"العربية", "اللغة العربية", "arabic", NULL};

const LangProfile lang_ar = {
    .code = "ar",
    .name = "عربي",
    .names = names,
    .order = 1,
    .is_rtl = TRUE,
    .script = "Arab",
    .revision = 3,
    .stemmer = "arabic",
    .fold = fold,
    .strip = strip,
    .beginnings = &beginnings,
    .part_letters = 3,
    .kinship = 0.12,
    .romanised = &romanised,
    .layouts = layouts,
    .n_layouts = G_N_ELEMENTS(layouts),
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
