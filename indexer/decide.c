#include "indexer/decide.h"

#include <string.h>

#include "indexer/url.h"

#define UNTRANSLATED_BELOW 0.2
#define PURE_FROM 0.8

static void add_defect(Decision *d, const char *code, guint line, const char *format, ...) G_GNUC_PRINTF(4, 5);
static void add_defect(Decision *d, const char *code, guint line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *detail = g_strdup_vprintf(format, args);
    va_end(args);
    LedgerDefect defect = {.code = code, .detail = g_string_chunk_insert(d->texts, detail), .line = line};
    g_array_append_val(d->defects, defect);
}

/* Letters only, 2 or 3: a primary language subtag. Then at most a script or a region behind it. */
static gboolean is_language_segment(const char *segment)
{
    return g_regex_match_simple("^[a-z]{2,3}([-_][a-z]{4})?([-_]([a-z]{2}|[0-9]{3}))?$", segment, G_REGEX_CASELESS, 0);
}

/* A declaration that names a language, be it one of ours or not; "und", "mul" and "zxx" (ISO 639-2) name none. */
static gboolean is_language(const char *tag)
{
    return is_language_segment(tag) && !g_regex_match_simple("^(und|mul|zxx|mis)\\b", tag, G_REGEX_CASELESS, 0);
}

/* The first path segment that is a language we know; `out` gets it as written. */
static const LangProfile *find_url_language(const char *url, char *out, gsize n)
{
    g_auto(GStrv) segments = url_segments(url);
    for (char **s = segments; s && *s; s++) {
        const LangProfile *p = is_language_segment(*s) ? lang_find(*s) : NULL;
        if (p) {
            g_strlcpy(out, *s, n);
            return p;
        }
    }
    return NULL;
}

/* Fills what is declared, by the order in the header, and notes the sources that contradict it. */
static const LangProfile *find_declared(Decision *d, const Page *page, const Document *doc, const char *hreflang,
                                        const Config *config)
{
    const char *glob = config ? config_find_language(config, page->url) : NULL;
    const LangProfile *by_url = find_url_language(page->url, d->edition, sizeof d->edition);
    const struct {
        const char *tag, *source;
    } says[] = {{page->lang, "feed"},   {doc->lang_html, "html"}, {doc->lang_http, "http"},
                {doc->lang_schema, "schema"}, {hreflang, "hreflang"}, {glob, "url"},
                {by_url ? d->edition : NULL, "url"}};
    const LangProfile *declared = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(says); i++) {
        if (!says[i].tag || !*says[i].tag)
            continue;
        const LangProfile *p = lang_find(says[i].tag);
        if (!*d->declared) {
            g_free(d->declared);
            d->declared = g_strdup(says[i].tag);
            d->declared_source = says[i].source;
            declared = p;
        } else if (p != declared) {
            add_defect(d, "declaration-conflict", doc->line_html, "%s: %s, %s: %s", d->declared_source, d->declared,
                       says[i].source, says[i].tag);
        }
    }
    if (!*doc->lang_html && !page->lang && doc->has_outline)
        add_defect(d, "missing-lang", doc->line_html, "<html>");
    return declared;
}

/* Words in the language; NULL: in all others together. */
static guint64 words_in(const GArray *shares, const LangProfile *lang)
{
    guint64 words = 0;
    for (guint i = 0; i < shares->len; i++)
        if (g_array_index(shares, LangShare, i).lang == lang)
            words += g_array_index(shares, LangShare, i).words;
    return words;
}

static gboolean is_in_shares(const GArray *shares, const char *tag)
{
    for (guint i = 0; i < shares->len; i++) {
        const char *other = g_array_index(shares, LangShare, i).other;
        gsize n = strcspn(other, "-_");
        if (n && !g_ascii_strncasecmp(other, tag, n) && strchr("-_", tag[n]))
            return TRUE;
    }
    return FALSE;
}

/*
 * A language that is not the site's, in the URL: written as a locale ("ko-KR"), or any code that is also what the text's
 * other words seem to be in, since many a short segment ("is", "to") is no language.
 */
static void declare_by_foreign_url(Decision *d, const char *url, const GArray *shares)
{
    g_auto(GStrv) segments = url_segments(url);
    for (char **s = segments; s && *s; s++) {
        if (is_language_segment(*s) &&
            (g_regex_match_simple("^[a-z]{2,3}[-_]([A-Z][a-z]{3}[-_])?[A-Z]{2}$", *s, 0, 0) || is_in_shares(shares, *s))) {
            g_strlcpy(d->edition, *s, sizeof d->edition);
            g_free(d->declared);
            d->declared = g_strdup(*s);
            d->declared_source = "url";
            return;
        }
    }
}

/* The language with most words; NULL when most are in others. */
static const LangProfile *main_language(const GArray *shares, guint64 *words)
{
    const LangProfile *best = NULL;
    *words = words_in(shares, NULL);
    for (guint i = 0; i < shares->len; i++) {
        const LangShare *s = &g_array_index(shares, LangShare, i);
        if (s->lang && s->words > *words) {
            *words = s->words;
            best = s->lang;
        }
    }
    return best;
}

static PagePurity purity_of(double share)
{
    return share < UNTRANSLATED_BELOW ? PURITY_UNTRANSLATED : share < PURE_FROM ? PURITY_MIXED : PURITY_PURE;
}

/* How the text stands to the declared language, and which index follows from it. A declared language that is none of
 * the site's (NULL) has the words that are in none. */
static const LangProfile *weigh(Decision *d, const LangProfile *declared, const GArray *shares)
{
    guint64 main_words;
    d->detected = main_language(shares, &main_words);
    for (guint i = 0; i < shares->len; i++)
        d->words += g_array_index(shares, LangShare, i).words;
    if (d->words == 0)
        return declared;
    d->confidence = (double)main_words / d->words;
    if (!declared && !is_language(d->declared))
        return d->detected;
    d->declared_share = (double)words_in(shares, declared) / d->words;
    d->purity = purity_of(d->declared_share);
    if (d->purity != PURITY_PURE)
        add_defect(d, page_purity_name(d->purity), 0, "%s: %.0f %% (%" G_GUINT64_FORMAT ")", d->declared,
                   100 * d->declared_share, d->words);
    return d->purity == PURITY_UNTRANSLATED ? d->detected : declared;
}

Decision *decide(const Page *page, const Document *doc, const char *hreflang, const Config *config,
                 const GPtrArray *languages, LangIdentifier *identifier)
{
    Decision *d = g_new0(Decision, 1);
    d->declared = g_strdup("");
    d->declared_source = "";
    d->declared_share = -1;
    d->purity = PURITY_UNKNOWN;
    d->defects = g_array_new(FALSE, FALSE, sizeof(LedgerDefect));
    d->texts = g_string_chunk_new(256);
    const LangProfile *declared = find_declared(d, page, doc, hreflang, config);
    const GString *text = doc->prose->len ? doc->prose : doc->text;
    g_autoptr(GArray) shares = lang_identify_shares(identifier, text->str, text->len, declared);
    if (declared && !g_ptr_array_find((GPtrArray *)languages, declared, NULL))
        declared = NULL;
    if (!*d->declared)
        declare_by_foreign_url(d, page->url, shares);
    const LangProfile *decided = weigh(d, declared, shares);
    if (page->lang) /* the feed's word is authoritative */
        decided = declared;
    if (decided && g_ptr_array_find((GPtrArray *)languages, decided, NULL))
        d->decided = decided;
    return d;
}

static gboolean agrees(const Decision *d, const char *tag)
{
    return !*tag || lang_find(tag) == lang_find(d->declared);
}

gboolean decision_depends(const Decision *d, const char *before, const char *now)
{
    static const char *const stronger[] = {"feed", "html", "http", "schema", NULL};
    if (g_str_equal(before, now))
        return FALSE;
    return !g_strv_contains(stronger, d->declared_source) || !agrees(d, before) || !agrees(d, now);
}

void decision_free(Decision *d)
{
    g_free(d->declared);
    g_array_unref(d->defects);
    g_string_chunk_free(d->texts);
    g_free(d);
}
