#include "indexer/terminology.h"

#include <gio/gio.h>
#include <string.h>

#include "indexer/skos.h"
#include "indexer/tbx.h"
#include "langs/names.h"
#include "shim/limits.h"

#define CHUNK 65536
#define HEAD 512              /* bytes in which a document says its encoding */
#define LONGEST_NAME_SHOWN 40 /* characters of a root element that is refused */

typedef struct {
    ConceptSink *sink;
    TerminologyTell tell;
    gpointer user;
    TerminologyCount *count;
    const char *path; /* of the file that is read */
    guint told;       /* mistakes of it */
} Run;

typedef enum { FORMAT_TBX, FORMAT_RDF_XML, FORMAT_NTRIPLES, FORMAT_TURTLE } Format;

static void refuse(Run *run, const char *reason)
{
    run->count->refused++;
    if (run->told++ > LIMIT_TERM_MESSAGES)
        return;
    g_autofree char *message =
        g_strdup_printf("%s: %s", run->path,
                        run->told > LIMIT_TERM_MESSAGES ? "more mistakes, which are only counted" : reason);
    run->tell(message, run->user);
}

static void on_mistake(guint line, const char *what, gpointer user)
{
    g_autofree char *reason = line ? g_strdup_printf("line %u: %s", line, what) : g_strdup(what);
    refuse(user, reason);
}

static void on_concept(const Concept *concept, gpointer user)
{
    Run *run = user;
    if (concept_sink_is_full(run->sink))
        return;
    run->count->concepts++;
    run->count->terms += concept_count(concept);
    run->count->entries += concept_sink_put(run->sink, concept, LEXICON_TERMINOLOGY);
    if (concept_sink_is_full(run->sink))
        refuse(run, "too many terms: the rest is left out");
}

/* ------------------------------------------------------------------ what a file is */

/* The encoding that the first bytes tell, NULL: UTF-8; g_free(). */
static char *find_encoding(const char *head, gsize n)
{
    if (n >= 2 && (memcmp(head, "\xFE\xFF", 2) == 0 || memcmp(head, "\xFF\xFE", 2) == 0))
        return g_strdup("UTF-16");
    g_autofree char *text = g_strndup(head, n);
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_autoptr(GMatchInfo) match = NULL;
    g_autoptr(GRegex) regex =
        g_regex_new("^(?:\\x{FEFF})?<\\?xml\\s[^>]*encoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']", 0, 0, NULL);
    if (!g_regex_match(regex, valid, 0, &match))
        return NULL;
    g_autofree char *name = g_match_info_fetch(match, 1);
    return g_ascii_strcasecmp(name, "utf-8") == 0 ? NULL : g_steal_pointer(&name);
}

/* A file's bytes as UTF-8. FAULT_SKIP. */
static GInputStream *open_file(const char *path, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFileInputStream) bytes = g_file_read(file, NULL, &cause);
    g_autoptr(GFileInfo) info =
        bytes ? g_file_input_stream_query_info(bytes, G_FILE_ATTRIBUTE_STANDARD_SIZE, NULL, &cause) : NULL;
    char head[HEAD];
    gsize n = 0;
    gboolean ok = info && g_input_stream_read_all(G_INPUT_STREAM(bytes), head, HEAD, &n, NULL, &cause) &&
                  g_seekable_seek(G_SEEKABLE(bytes), 0, G_SEEK_SET, NULL, &cause);
    g_autofree char *encoding = ok ? find_encoding(head, n) : NULL;
    g_autoptr(GCharsetConverter) converter =
        encoding ? g_charset_converter_new("UTF-8", encoding, &cause) : NULL;
    if (cause) {
        g_set_error(error, FAULT, FAULT_SKIP, "cannot read: %s", cause->message);
        return NULL;
    }
    if (g_file_info_get_size(info) > LIMIT_TERMINOLOGY) {
        g_set_error(error, FAULT, FAULT_SKIP, "larger than %d MiB", LIMIT_TERMINOLOGY >> 20);
        return NULL;
    }
    return converter ? g_converter_input_stream_new(G_INPUT_STREAM(bytes), G_CONVERTER(converter))
                     : G_INPUT_STREAM(g_steal_pointer(&bytes));
}

static void keep_root(const XmlName *name, const char *const *attributes, gpointer user)
{
    (void)attributes;
    char **root = user;
    if (!*root)
        *root = g_utf8_substring(name->name, 0, MIN(g_utf8_strlen(name->name, -1), LONGEST_NAME_SHOWN));
}

static void ignore_end(gpointer user)
{
    (void)user;
}

static void ignore_text(const char *text, gsize n, gpointer user)
{
    (void)text;
    (void)n;
    (void)user;
}

static void ignore_repair(guint line, const char *what, gpointer user)
{
    (void)line;
    (void)what;
    (void)user;
}

/* The local name of the document's element; g_free(). FAULT_SKIP: the document breaks off before it. */
static char *find_root(const char *text, gsize n, GError **error)
{
    static const XmlEvents events = {keep_root, ignore_end, ignore_text, ignore_repair};
    char *root = NULL;
    g_autoptr(GError) mistake = NULL;
    g_autoptr(XmlReader) reader = xml_reader_new(&events, &root);
    xml_reader_pass_doctype(reader);
    gboolean ok = xml_reader_feed(reader, text, n, FALSE, &mistake);
    if (!root && !ok)
        g_propagate_error(error, g_steal_pointer(&mistake));
    else if (!root)
        g_set_error(error, FAULT, FAULT_SKIP, "no element in the first %d bytes", CHUNK);
    return root;
}

static gboolean has_ending(const char *path, const char *const *endings)
{
    g_autofree char *lower = g_ascii_strdown(path, -1);
    for (; *endings; endings++)
        if (g_str_has_suffix(lower, *endings))
            return TRUE;
    return FALSE;
}

/* What the beginning of a document is. FAULT_SKIP: nothing that is read. */
static gboolean find_format(const char *path, const char *text, gsize n, Format *format, GError **error)
{
    static const char *const xml_endings[] = {".rdf", ".owl", ".skos", ".tbx", ".xml", NULL};
    static const char *const ntriples_endings[] = {".nt", ".ntriples", NULL};
    g_autofree char *head = g_strndup(text, MIN(n, HEAD));
    gboolean is_xml =
        g_regex_match_simple("^\\s*<(\\?|!|[A-Za-z_][A-Za-z0-9_:.-]*[\\s>])", head, G_REGEX_RAW, 0);
    if (!is_xml && !has_ending(path, xml_endings)) {
        *format = has_ending(path, ntriples_endings) ? FORMAT_NTRIPLES : FORMAT_TURTLE;
        return TRUE;
    }
    g_autofree char *root = find_root(text, n, error);
    if (!root)
        return FALSE;
    *format = g_str_equal(root, "RDF") ? FORMAT_RDF_XML : FORMAT_TBX;
    if (g_str_equal(root, "RDF") || g_str_equal(root, "martif") || g_str_equal(root, "tbx"))
        return TRUE;
    g_set_error(error, FAULT, FAULT_SKIP, "neither SKOS nor TBX: its element is '%s'", root);
    return FALSE;
}

/* ------------------------------------------------------------------ reading */

/* Who reads the file; the others are NULL. */
typedef struct {
    ConceptEvents events;
    Tbx *tbx;
    Skos *skos;
    RdfReader *rdf;
} Reader;

static void reader_open(Reader *reader, Run *run, Format format)
{
    static const RdfSyntax syntaxes[] = {
        [FORMAT_RDF_XML] = RDF_XML, [FORMAT_NTRIPLES] = RDF_NTRIPLES, [FORMAT_TURTLE] = RDF_TURTLE};
    static const RdfEvents rdf_events = {skos_take, skos_refuse};
    reader->events = (ConceptEvents){run->sink, on_concept, on_mistake, run};
    if (format == FORMAT_TBX) {
        reader->tbx = tbx_new(&reader->events);
        return;
    }
    reader->skos = skos_new(&reader->events);
    reader->rdf = rdf_reader_new(syntaxes[format], &rdf_events, reader->skos);
}

static gboolean reader_feed(Reader *reader, const char *bytes, gsize n, gboolean is_last, GError **error)
{
    return reader->tbx ? tbx_feed(reader->tbx, bytes, n, is_last, error)
                       : rdf_reader_feed(reader->rdf, bytes, n, is_last, error);
}

/* Also after a mistake: what came before it counts. */
static void reader_close(Reader *reader)
{
    if (reader->skos)
        skos_finish(reader->skos);
    g_clear_pointer(&reader->tbx, tbx_free);
    g_clear_pointer(&reader->rdf, rdf_reader_free);
    g_clear_pointer(&reader->skos, skos_free);
}

static gboolean read_chunk(GInputStream *stream, char chunk[CHUNK], gsize *n, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (g_input_stream_read_all(stream, chunk, CHUNK, n, NULL, &cause))
        return TRUE;
    g_set_error(error, FAULT, FAULT_SKIP, "cannot read: %s", cause->message);
    return FALSE;
}

static gboolean read_file(Run *run, GError **error)
{
    static const char mark[] = "\xEF\xBB\xBF";
    g_autofree char *chunk = g_malloc(CHUNK);
    g_autoptr(GInputStream) stream = open_file(run->path, error);
    gsize n = 0;
    Format format;
    if (!stream || !read_chunk(stream, chunk, &n, error))
        return FALSE;
    gsize skipped = n >= strlen(mark) && memcmp(chunk, mark, strlen(mark)) == 0 ? strlen(mark) : 0;
    if (!find_format(run->path, chunk + skipped, n - skipped, &format, error))
        return FALSE;
    Reader reader = {.tbx = NULL};
    reader_open(&reader, run, format);
    gboolean ok = reader_feed(&reader, chunk + skipped, n - skipped, FALSE, error);
    while (ok && n > 0)
        ok = read_chunk(stream, chunk, &n, error) && reader_feed(&reader, chunk, n, n == 0, error);
    reader_close(&reader);
    run->count->files++;
    return ok;
}

static void add_file(Run *run, const char *path)
{
    g_autoptr(GError) error = NULL;
    run->path = path;
    run->told = 0;
    if (!read_file(run, &error))
        refuse(run, error->message);
}

/* ------------------------------------------------------------------ names */

/* The thing whose names are being told. */
typedef struct {
    Run *run;
    char *code;
    Concept *concept;
} Named;

static void end_named(Named *named)
{
    if (named->concept)
        named->run->count->names += concept_sink_put(named->run->sink, named->concept, LEXICON_NAME);
    g_clear_pointer(&named->concept, concept_free);
    g_clear_pointer(&named->code, g_free);
}

static void on_name(const Name *name, gpointer user)
{
    Named *named = user;
    const char *reason;
    if (g_strcmp0(named->code, name->code) != 0) {
        end_named(named);
        named->code = g_strdup(name->code);
        named->concept = concept_new();
    }
    if (!concept_add(named->concept, name->language, name->name,
                     name->is_main ? TERM_PREFERRED : TERM_ADMITTED, &reason))
        named->run->count->refused++;
}

static void add_names(Run *run, const GPtrArray *languages)
{
    static const NameKind kinds[] = {NAME_REGION, NAME_LANGUAGE};
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        Named named = {.run = run};
        names_each(kinds[i], languages, on_name, &named);
        end_named(&named);
    }
}

gboolean terminology_add(const Config *config, const GPtrArray *languages, LexiconWriter *const *writers,
                         TerminologyTell tell, gpointer user, TerminologyCount *count, GError **error)
{
    g_autoptr(ConceptSink) sink = concept_sink_new(languages, writers, error);
    if (!sink)
        return FALSE;
    Run run = {.sink = sink, .tell = tell, .user = user, .count = count};
    for (char **path = config ? config->terminology : NULL; path && *path; path++)
        add_file(&run, *path);
    add_names(&run, languages);
    return TRUE;
}
