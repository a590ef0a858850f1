#include "shim/cluster_table.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shim/disk.h"
#include "shim/ledger_sql.h"
#include "shim/limits.h"

#define MAGIC "isoglot cluster1"
#define FILE_NAME "clusters"
#define TICK_US 20000 /* file systems' clocks tick faster */
#define MOST_LANGUAGES 64
#define ALL_LANGUAGES G_MAXUINT64

/* Of the ledger's two files. */
typedef struct {
    guint64 ledger, log;
} Stamps;

typedef struct {
    char magic[16];
    Stamps stamps;
    guint32 n_groups, n_pages, n_texts, n_languages, n_text, padding; /* n_text in bytes */
} Header;

/* Places of texts are offsets of NUL-terminated strings; 0: "". */
typedef struct {
    gint64 id;
    double authority;
    guint32 first_page, n_pages, first_text, n_texts;
} Group;

typedef struct {
    gint64 page;
    guint32 group, url, title, lang, indexed_lang, padding;
} PageRow;

typedef struct {
    guint32 hash, page;
} Key;

typedef struct {
    guint32 lang, texts;
} TextRow;

typedef struct {
    guint64 lacks; /* a bit for each language of the table that has no page of one of this one's clusters */
    guint32 code, padding;
} LanguageRow;

struct ClusterTable {
    GMappedFile *file;
    const Header *header;
    const Group *groups;
    const PageRow *pages;
    const Key *keys;
    const TextRow *texts;
    const LanguageRow *languages;
    const char *text;
};

static char *table_path(const char *data)
{
    return g_build_filename(data, FILE_NAME, NULL);
}

/* FNV-1a, 32 bits. */
static guint32 hash_url(const char *url)
{
    guint32 hash = 2166136261u;
    for (const guchar *p = (const guchar *)url; *p; p++)
        hash = (hash ^ *p) * 16777619u;
    return hash;
}

/* A log without content is none. */
static guint64 stamp_log(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && st.st_size ? disk_stamp(path) : 0;
}

static Stamps take_stamps(const char *data)
{
    g_autofree char *ledger = g_build_filename(data, LEDGER_FILE, NULL), *log = g_strconcat(ledger, "-wal", NULL);
    return (Stamps){disk_stamp(ledger), stamp_log(log)};
}

static gboolean are_equal(Stamps a, Stamps b)
{
    return a.ledger == b.ledger && a.log == b.log;
}

/* ------------------------------------------------------------------ reading */

static gboolean is_whole(const Header *h, gsize n)
{
    guint64 need = sizeof *h + (guint64)h->n_groups * sizeof(Group) +
                   (guint64)h->n_pages * (sizeof(PageRow) + sizeof(Key)) + (guint64)h->n_texts * sizeof(TextRow) +
                   (guint64)h->n_languages * sizeof(LanguageRow) + h->n_text;
    return memcmp(h->magic, MAGIC, sizeof h->magic) == 0 && need == n && h->n_text &&
           h->n_languages <= MOST_LANGUAGES && ((const char *)h)[n - 1] == '\0';
}

static void place_parts(ClusterTable *t)
{
    const Header *h = t->header;
    t->groups = (const Group *)(h + 1);
    t->pages = (const PageRow *)(t->groups + h->n_groups);
    t->keys = (const Key *)(t->pages + h->n_pages);
    t->languages = (const LanguageRow *)(t->keys + h->n_pages);
    t->texts = (const TextRow *)(t->languages + h->n_languages);
    t->text = (const char *)(t->texts + h->n_texts);
}

ClusterTable *cluster_table_open(const char *data)
{
    g_autofree char *path = table_path(data);
    g_autoptr(ClusterTable) t = g_new0(ClusterTable, 1);
    gsize n;
    t->header = disk_map(path, sizeof *t->header, &t->file, &n);
    if (!t->header || !is_whole(t->header, n) || !cluster_table_is_current(t, data))
        return NULL;
    place_parts(t);
    return g_steal_pointer(&t);
}

void cluster_table_close(ClusterTable *t)
{
    g_clear_pointer(&t->file, g_mapped_file_unref);
    g_free(t);
}

gboolean cluster_table_is_current(const ClusterTable *t, const char *data)
{
    return are_equal(take_stamps(data), t->header->stamps);
}

/* "" where a damaged file points outside itself, or has something else than text. */
static const char *text_at(const ClusterTable *t, guint32 place)
{
    const char *text = place < t->header->n_text ? t->text + place : "";
    return g_utf8_validate(text, -1, NULL) ? text : "";
}

/* The page with this URL, or NULL. */
static const PageRow *find_page(const ClusterTable *t, const char *url)
{
    guint32 hash = hash_url(url), low = 0, high = t->header->n_pages;
    while (low < high) {
        guint32 middle = low + (high - low) / 2;
        if (t->keys[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < t->header->n_pages && t->keys[low].hash == hash; low++) {
        guint32 page = t->keys[low].page;
        if (page < t->header->n_pages && g_str_equal(text_at(t, t->pages[page].url), url))
            return &t->pages[page];
    }
    return NULL;
}

/* The cluster of the page with this URL, or NULL. */
static const Group *find_group(const ClusterTable *t, const char *url)
{
    const PageRow *row = find_page(t, url);
    return row && row->group < t->header->n_groups ? &t->groups[row->group] : NULL;
}

Cluster *cluster_table_find(const ClusterTable *t, const char *url)
{
    const Group *group = find_group(t, url);
    if (!group)
        return NULL;
    Cluster *c = cluster_new();
    c->id = group->id;
    c->authority = group->authority;
    for (guint32 i = 0; i < group->n_pages && (guint64)group->first_page + i < t->header->n_pages; i++) {
        const PageRow *p = &t->pages[group->first_page + i];
        const char *indexed_lang = text_at(t, p->indexed_lang);
        if (!*indexed_lang)
            continue;
        const ClusterMember m = {p->page, g_strdup(text_at(t, p->url)), g_strdup(text_at(t, p->title)),
                                 g_strdup(text_at(t, p->lang)), g_strdup(indexed_lang)};
        g_array_append_val(c->members, m);
    }
    return c;
}

const char *cluster_table_find_links(const ClusterTable *t, const char *url, const char *lang, double *authority)
{
    const Group *group = find_group(t, url);
    *authority = group ? group->authority : 1;
    for (guint32 i = 0; group && i < group->n_texts && (guint64)group->first_text + i < t->header->n_texts; i++) {
        const TextRow *row = &t->texts[group->first_text + i];
        if (g_str_equal(text_at(t, row->lang), lang))
            return text_at(t, row->texts);
    }
    return "";
}

/* The number of a language, or MOST_LANGUAGES. */
static guint find_language(const ClusterTable *t, const char *code)
{
    for (guint i = 0; i < t->header->n_languages; i++)
        if (g_str_equal(text_at(t, t->languages[i].code), code))
            return i;
    return MOST_LANGUAGES;
}

gboolean cluster_table_has_all(const ClusterTable *t, const char *from, const char *to)
{
    guint a = find_language(t, from), b = find_language(t, to);
    return a < MOST_LANGUAGES && b < MOST_LANGUAGES && !(t->languages[a].lacks >> b & 1);
}

/* ------------------------------------------------------------------ writing */

typedef struct {
    Header header;
    GArray *groups, *pages, *keys, *texts, *languages; /* as in the file */
    GString *text;
    GHashTable *codes; /* of languages → places of their texts */
    guint filled;      /* the cluster that texts are read for */
    guint64 present;   /* a bit for each language that the last cluster has a page in */
    gboolean is_full;  /* of text, or of languages */
} Draft;

static void draft_init(Draft *d)
{
    *d = (Draft){.header = {.magic = MAGIC}};
    d->groups = g_array_new(FALSE, FALSE, sizeof(Group));
    d->pages = g_array_new(FALSE, FALSE, sizeof(PageRow));
    d->keys = g_array_new(FALSE, FALSE, sizeof(Key));
    d->texts = g_array_new(FALSE, FALSE, sizeof(TextRow));
    d->languages = g_array_new(FALSE, FALSE, sizeof(LanguageRow));
    d->text = g_string_new_len("", 1);
    d->codes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void draft_clear(Draft *d)
{
    g_array_unref(d->groups);
    g_array_unref(d->pages);
    g_array_unref(d->keys);
    g_array_unref(d->texts);
    g_array_unref(d->languages);
    g_string_free(d->text, TRUE);
    g_hash_table_unref(d->codes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Draft, draft_clear)

static guint32 add_text(Draft *d, const char *text)
{
    guint32 place = d->text->len;
    gsize n = strlen(text) + 1;
    if (n == 1)
        return 0;
    d->is_full |= d->text->len + n > G_MAXUINT32;
    if (!d->is_full)
        g_string_append_len(d->text, text, n);
    return d->is_full ? 0 : place;
}

/* The same text as before. */
static guint32 add_code(Draft *d, const char *code)
{
    guint32 place = GPOINTER_TO_UINT(g_hash_table_lookup(d->codes, code));
    if (!place && *code) {
        place = add_text(d, code);
        g_hash_table_insert(d->codes, g_strdup(code), GUINT_TO_POINTER(place));
    }
    return place;
}

/* The language's row, made if there is none. */
static guint add_language(Draft *d, const char *code)
{
    guint32 place = add_code(d, code);
    for (guint i = 0; i < d->languages->len; i++)
        if (g_array_index(d->languages, LanguageRow, i).code == place)
            return i;
    d->is_full |= d->languages->len == MOST_LANGUAGES;
    const LanguageRow row = {0, place, 0};
    g_array_append_val(d->languages, row);
    return d->languages->len - 1;
}

/* The last cluster is complete: its languages lack those that it has no page in. */
static void finish_group(Draft *d)
{
    for (guint i = 0; i < MIN(d->languages->len, MOST_LANGUAGES); i++)
        if (d->present >> i & 1)
            g_array_index(d->languages, LanguageRow, i).lacks |= ~d->present;
    d->present = 0;
}

static Group *begin_group(Draft *d, gint64 id, double authority)
{
    Group *last = d->groups->len ? &g_array_index(d->groups, Group, d->groups->len - 1) : NULL;
    if (last && last->id == id)
        return last;
    finish_group(d);
    const Group group = {id, authority, d->pages->len, 0, 0, 0};
    g_array_append_val(d->groups, group);
    return &g_array_index(d->groups, Group, d->groups->len - 1);
}

/* Columns: cluster, authority, page, URL, title, lang, indexed_lang. */
static gboolean add_page(const LedgerSql *sql, gpointer draft)
{
    Draft *d = draft;
    const char *url = ledger_sql_text(sql, 3), *lang = ledger_sql_text(sql, 5), *indexed_lang = ledger_sql_text(sql, 6);
    begin_group(d, ledger_sql_integer(sql, 0), ledger_sql_real(sql, 1))->n_pages++;
    const Key key = {hash_url(url), d->pages->len};
    const PageRow page = {.page = ledger_sql_integer(sql, 2),
                          .group = d->groups->len - 1,
                          .url = add_text(d, url),
                          .title = add_text(d, ledger_sql_text(sql, 4)),
                          .lang = add_code(d, lang),
                          .indexed_lang = add_code(d, indexed_lang)};
    g_array_append_val(d->keys, key);
    g_array_append_val(d->pages, page);
    guint language = *indexed_lang ? add_language(d, indexed_lang) : MOST_LANGUAGES;
    if (language < MOST_LANGUAGES) {
        d->present |= G_GUINT64_CONSTANT(1) << language;
        if (!*lang) /* it has no place here: a search takes it for a page that is in no cluster */
            g_array_index(d->languages, LanguageRow, language).lacks = ALL_LANGUAGES;
    }
    return !d->is_full;
}

/* Columns: cluster, lang, texts; in the order of clusters, of which each has been begun unless it has no pages. */
static gboolean add_texts(const LedgerSql *sql, gpointer draft)
{
    Draft *d = draft;
    gint64 id = ledger_sql_integer(sql, 0);
    while (d->filled < d->groups->len && g_array_index(d->groups, Group, d->filled).id < id)
        d->filled++;
    Group *group = d->filled < d->groups->len ? &g_array_index(d->groups, Group, d->filled) : NULL;
    if (!group || group->id != id)
        return TRUE;
    const TextRow row = {add_code(d, ledger_sql_text(sql, 1)), add_text(d, ledger_sql_text(sql, 2))};
    if (!group->n_texts)
        group->first_text = d->texts->len;
    group->n_texts++;
    g_array_append_val(d->texts, row);
    return !d->is_full;
}

/* Columns: a language with pages that are in no cluster. */
static gboolean add_loner(const LedgerSql *sql, gpointer draft)
{
    Draft *d = draft;
    guint language = add_language(d, ledger_sql_text(sql, 0));
    if (language < MOST_LANGUAGES)
        g_array_index(d->languages, LanguageRow, language).lacks = ALL_LANGUAGES;
    return !d->is_full;
}

static gint compare_keys(gconstpointer a, gconstpointer b)
{
    const Key *x = a, *y = b;
    return x->hash != y->hash ? (x->hash < y->hash ? -1 : 1) : x->page < y->page ? -1 : x->page > y->page;
}

static gboolean read_ledger(const char *data, Draft *d, GError **error)
{
    g_autoptr(Ledger) ledger = ledger_open(data, LEDGER_READ, error);
    if (!ledger || !ledger_begin_reading(ledger, error))
        return FALSE;
    LedgerSql *sql = ledger_get_sql(ledger);
    gboolean ok = ledger_sql_rows(sql, add_page, d, error, SQL_TABLE_PAGES, "");
    finish_group(d);
    ok = ok && ledger_sql_rows(sql, add_texts, d, error, SQL_TABLE_TEXTS, "") &&
         ledger_sql_rows(sql, add_loner, d, error, SQL_TABLE_LONERS, "");
    ledger_end_reading(ledger);
    g_array_sort(d->keys, compare_keys);
    return ok;
}

static gboolean write_draft(FILE *out, gconstpointer user)
{
    const Draft *d = user;
    const GArray *parts[] = {d->groups, d->pages, d->keys, d->languages, d->texts};
    gboolean ok = disk_write(out, &d->header, sizeof d->header);
    for (guint i = 0; ok && i < G_N_ELEMENTS(parts); i++)
        ok = disk_write(out, parts[i]->data, (gsize)parts[i]->len * g_array_get_element_size((GArray *)parts[i]));
    return ok && disk_write(out, d->text->str, d->text->len);
}

static void finish_draft(Draft *d, Stamps stamps)
{
    d->header.stamps = stamps;
    d->header.n_groups = d->groups->len;
    d->header.n_pages = d->pages->len;
    d->header.n_texts = d->texts->len;
    d->header.n_languages = d->languages->len;
    d->header.n_text = d->text->len;
}

static gboolean write_table(const char *data, GError **error)
{
    g_auto(Draft) d;
    draft_init(&d);
    g_autofree char *path = table_path(data);
    Stamps stamps = take_stamps(data);
    g_usleep(TICK_US); /* what is written from now on has another time than what has these stamps */
    if (!read_ledger(data, &d, error))
        return FALSE;
    if (d.is_full || !are_equal(stamps, take_stamps(data)))
        return TRUE;
    finish_draft(&d, stamps);
    return disk_replace(path, write_draft, &d, error);
}

gboolean cluster_table_update(const char *data, GError **error)
{
    g_autoptr(ClusterTable) there = cluster_table_open(data);
    g_autoptr(GError) cause = NULL;
    if (there || !take_stamps(data).ledger)
        return TRUE;
    int lock = clusters_lock(data, &cause);
    if (lock < 0 && g_error_matches(cause, FAULT, FAULT_RETRY))
        return TRUE;
    gboolean ok = lock >= 0 && write_table(data, &cause);
    if (lock >= 0)
        close(lock);
    if (cause)
        g_propagate_error(error, g_steal_pointer(&cause));
    return ok;
}
