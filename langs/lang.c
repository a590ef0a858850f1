#include "langs/lang.h"

#include <stdlib.h>
#include <string.h>

#include "langs/profile.h"
#include "langs/uni.h"
#include "shim/schema.h"

guint lang_count(void)
{
    return lang_registry_n;
}

const LangProfile *lang_get(guint i)
{
    return lang_registry[i];
}

const char *lang_code(const LangProfile *p)
{
    return p->code;
}

const char *lang_name(const LangProfile *p)
{
    return p->name;
}

const char *lang_direction(const LangProfile *p)
{
    return p->is_rtl ? "rtl" : "ltr";
}

const char *lang_stemmer(const LangProfile *p)
{
    return p->stemmer;
}

const LangLayout *lang_layout(const LangProfile *p, guint i)
{
    return i < p->n_layouts ? &p->layouts[i] : NULL;
}

static const LangProfile *find_exact(const char *code)
{
    for (guint i = 0; i < lang_registry_n; i++)
        if (g_ascii_strcasecmp(lang_registry[i]->code, code) == 0)
            return lang_registry[i];
    return NULL;
}

const LangProfile *lang_find(const char *tag)
{
    char range[36];
    if (g_strlcpy(range, tag, sizeof range) >= sizeof range)
        return NULL;
    g_strdelimit(range, "_", '-');
    for (;;) {
        const LangProfile *p = find_exact(range);
        char *cut = strrchr(range, '-');
        if (p || !cut)
            return p;
        /* RFC 4647 3.4: a single letter or digit goes with the subtag behind it. */
        if (cut - range >= 2 && cut[-2] == '-')
            cut -= 2;
        *cut = '\0';
    }
}

#define LONGEST_NAME 64

static gboolean is_named(const LangProfile *p, const char *folded)
{
    if (g_str_equal(p->code, folded) || (p->names && g_strv_contains(p->names, folded)))
        return TRUE;
    if (strlen(p->name) != strlen(folded)) /* folding the case changes no letter's length in a language's name */
        return FALSE;
    g_autofree char *name = g_utf8_casefold(p->name, -1);
    return g_str_equal(name, folded);
}

const LangProfile *lang_find_by_name(const char *text)
{
    if (strlen(text) > LONGEST_NAME)
        return NULL;
    g_autofree char *folded = g_strstrip(g_utf8_casefold(text, -1));
    for (guint i = 0; i < lang_registry_n; i++)
        if (is_named(lang_registry[i], folded))
            return lang_registry[i];
    return NULL;
}

GPtrArray *lang_find_all(const char *const *codes, GError **error)
{
    for (const char *const *c = codes; c && *c; c++) {
        if (!find_exact(*c)) {
            g_set_error(error, FAULT, FAULT_USAGE, "unknown language '%s'", *c);
            return NULL;
        }
    }
    GPtrArray *found = g_ptr_array_new();
    for (guint i = 0; i < lang_registry_n; i++) {
        gboolean wanted = !codes || !*codes;
        for (const char *const *c = codes; !wanted && *c; c++)
            wanted = g_ascii_strcasecmp(*c, lang_registry[i]->code) == 0;
        if (wanted)
            g_ptr_array_add(found, (gpointer)lang_registry[i]);
    }
    return found;
}

const LangProfile *lang_negotiate(const char *accept_language, const GPtrArray *offered)
{
    const LangProfile *best = offered->len ? g_ptr_array_index(offered, 0) : NULL;
    double best_weight = 0;
    g_auto(GStrv) ranges = g_strsplit(accept_language ? accept_language : "", ",", 64);
    for (char **r = ranges; *r; r++) {
        char *parameters = strchr(*r, ';');
        char *q = parameters ? strstr(parameters, "q=") : NULL;
        double weight = q ? g_ascii_strtod(q + 2, NULL) : 1;
        if (parameters)
            *parameters = '\0';
        const LangProfile *p = lang_find(g_strstrip(*r));
        if (p && weight > best_weight && g_ptr_array_find((GPtrArray *)offered, p, NULL)) {
            best = p;
            best_weight = weight;
        }
    }
    return best;
}

char *lang_fingerprint(const LangProfile *p)
{
    return g_strdup_printf("%s.%d schema=%d icu=%s stemmer=%s", p->code, p->revision, SCHEMA_VERSION, uni_version(),
                           p->stemmer ? p->stemmer : "none");
}

double lang_kinship(const LangProfile *p)
{
    return p->kinship;
}

static int compare_letters(const void *a, const void *b)
{
    const LangLetter *x = a, *y = b;
    return x->from < y->from ? -1 : x->from > y->from;
}

gunichar lang_find_letter(const LangLetter *letters, guint n, gunichar c)
{
    const LangLetter key = {c, 0};
    const LangLetter *found = n ? bsearch(&key, letters, n, sizeof key, compare_letters) : NULL;
    return found ? found->to : 0;
}

gboolean lang_change_word(const LangChange *changes, guint n, GString *word)
{
    for (guint i = 0; i < n; i++) {
        if (*word->str == *changes[i].from && g_str_equal(word->str, changes[i].from)) {
            g_string_assign(word, changes[i].to);
            return TRUE;
        }
    }
    return FALSE;
}

gboolean lang_change_ending(const LangChange *changes, guint n, GString *word)
{
    for (guint i = 0; i < n; i++) {
        if (g_str_has_suffix(word->str, changes[i].from)) {
            g_string_truncate(word, word->len - strlen(changes[i].from));
            g_string_append(word, changes[i].to);
            return TRUE;
        }
    }
    return FALSE;
}

guint lang_sound(const LangProfile *p, gunichar c)
{
    return lang_find_letter(p->sounds, p->n_sounds, c);
}

guint lang_lookalikes(const LangProfile *p, gunichar c, gunichar others[LANG_LOOKALIKES])
{
    const LangLetter key = {c, 0};
    if (!p->n_lookalikes)
        return 0;
    const LangLetter *end = p->lookalikes + p->n_lookalikes;
    const LangLetter *row = bsearch(&key, p->lookalikes, p->n_lookalikes, sizeof key, compare_letters);
    guint n = 0;
    while (row && row > p->lookalikes && row[-1].from == c)
        row--;
    for (; row && row < end && row->from == c && n < LANG_LOOKALIKES; row++)
        others[n++] = row->to;
    return n;
}

const char *token_form_prefix(TokenForm form)
{
    static const char *const prefixes[] = {PREFIX_WORD, PREFIX_STEM, PREFIX_GRAM, PREFIX_EXACT, PREFIX_GRAM};
    return prefixes[form];
}

const char *token_form_name(TokenForm form)
{
    static const char *const names[] = {"word", "stem", "gram", "exact", "part"};
    return names[form];
}
