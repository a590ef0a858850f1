#include "indexer/rdf.h"

#include <raptor2/raptor2.h>
#include <string.h>

#include "indexer/xml_repair.h"

#define BASE "http://document.invalid/"
#define LONGEST_MISTAKE 200 /* bytes of what raptor says of a mistake */

struct RdfReader {
    raptor_world *world;
    raptor_parser *parser;
    XmlRepair *repair; /* of RDF/XML, else NULL */
    GString *repaired;
    RdfSyntax syntax;
    const RdfEvents *events;
    gpointer user;
    GError *failure;
};

static guint line_of(const RdfReader *r)
{
    const raptor_locator *where = raptor_parser_get_locator(r->parser);
    int line = where ? raptor_locator_line((raptor_locator *)where) : 0;
    return MAX(line, 0);
}

static void fail(RdfReader *r, const char *what)
{
    if (!r->failure)
        g_set_error(&r->failure, FAULT, FAULT_SKIP, "line %u: %s", line_of(r), what);
}

/* Of N-Triples raptor goes on with the next line. */
static void on_log(void *user, raptor_log_message *message)
{
    static const char of_libxml2[] = "XML parser error: ";
    RdfReader *r = user;
    if (message->level < RAPTOR_LOG_LEVEL_ERROR)
        return;
    const char *said = message->text;
    said += g_str_has_prefix(said, of_libxml2) ? strlen(of_libxml2) : 0;
    g_autofree char *raw = g_strndup(said, LONGEST_MISTAKE);
    g_autofree char *text = g_utf8_make_valid(g_strdelimit(g_strchomp(raw), "\r\n", ' '), -1);
    *text = g_ascii_tolower(*text);
    g_autofree char *what = g_strconcat("not well-formed: ", text, NULL);
    if (r->syntax == RDF_NTRIPLES)
        r->events->mistake(line_of(r), what, r->user);
    else
        fail(r, what);
}

/* Whoever asks may not: nothing that a document names is opened. */
static int deny(void *user, raptor_uri *uri)
{
    (void)user;
    (void)uri;
    return 1;
}

/* An IRI or a literal's text belongs to raptor; a blank node's name is made in `made`. */
static const char *term_text(const raptor_term *term, char **made)
{
    if (term->type == RAPTOR_TERM_TYPE_URI)
        return (const char *)raptor_uri_as_string(term->value.uri);
    if (term->type == RAPTOR_TERM_TYPE_LITERAL)
        return (const char *)term->value.literal.string;
    return *made = g_strconcat("_:", (const char *)term->value.blank.string, NULL);
}

static void on_statement(void *user, raptor_statement *statement)
{
    RdfReader *r = user;
    if (r->failure)
        return;
    g_autofree char *subject = NULL, *object = NULL;
    const raptor_term *literal =
        statement->object->type == RAPTOR_TERM_TYPE_LITERAL ? statement->object : NULL;
    const RdfStatement told = {
        .subject = term_text(statement->subject, &subject),
        .predicate = (const char *)raptor_uri_as_string(statement->predicate->value.uri),
        .object = term_text(statement->object, &object),
        .is_literal = literal != NULL,
        .language =
            literal && literal->value.literal.language ? (const char *)literal->value.literal.language : "",
        .line = line_of(r)};
    if (g_utf8_validate(told.object, -1, NULL))
        r->events->statement(&told, r->user);
}

static void ignore_repair(guint line, const char *what, gpointer user)
{
    (void)line;
    (void)what;
    (void)user;
}

RdfReader *rdf_reader_new(RdfSyntax syntax, const RdfEvents *events, gpointer user)
{
    static const char *const names[] = {"rdfxml", "ntriples", "turtle"};
    RdfReader *r = g_new0(RdfReader, 1);
    r->syntax = syntax;
    r->events = events;
    r->user = user;
    r->world = raptor_new_world();
    if (!r->world)
        g_error("out of memory");
    raptor_world_set_flag(r->world, RAPTOR_WORLD_FLAG_WWW_SKIP_INIT_FINISH, 1);
    raptor_world_set_log_handler(r->world, r, on_log);
    r->parser = raptor_new_parser(r->world, names[syntax]);
    if (!r->parser)
        g_error("raptor has no parser '%s'", names[syntax]);
    raptor_parser_set_option(r->parser, RAPTOR_OPTION_NO_NET, NULL, 1);
    raptor_parser_set_option(r->parser, RAPTOR_OPTION_NO_FILE, NULL, 1);
    raptor_parser_set_option(r->parser, RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, NULL, 0);
    raptor_parser_set_option(r->parser, RAPTOR_OPTION_CHECK_RDF_ID, NULL, 0); /* it would remember them all */
    raptor_parser_set_uri_filter(r->parser, deny, NULL);
    raptor_parser_set_statement_handler(r->parser, r, on_statement);
    raptor_uri *base = raptor_new_uri(r->world, (const unsigned char *)BASE);
    raptor_parser_parse_start(r->parser, base);
    raptor_free_uri(base);
    if (syntax == RDF_XML) {
        r->repair = xml_repair_new(ignore_repair, NULL);
        r->repaired = g_string_new(NULL);
        xml_repair_pass_doctype(r->repair);
    }
    return r;
}

/* raptor takes an empty chunk for the end. */
static void parse(RdfReader *r, const char *bytes, gsize n, gboolean is_end)
{
    if (!n && !is_end)
        return;
    if (raptor_parser_parse_chunk(r->parser, (const unsigned char *)bytes, n, is_end) != 0)
        fail(r, "cannot be read");
}

static void parse_repaired(RdfReader *r, const char *bytes, gsize n, gboolean is_end)
{
    g_autoptr(GError) refusal = NULL;
    gboolean ok = xml_repair_feed(r->repair, bytes, n, is_end, r->repaired, &refusal);
    parse(r, r->repaired->str, r->repaired->len, is_end && ok);
    g_string_truncate(r->repaired, 0);
    if (!r->failure)
        r->failure = g_steal_pointer(&refusal);
}

/* Bytes of the first line, so that raptor says where it is. */
static gsize line_length(const char *bytes, gsize n)
{
    const char *end = memchr(bytes, '\n', n);
    return end ? (gsize)(end + 1 - bytes) : n;
}

gboolean rdf_reader_feed(RdfReader *r, const char *bytes, gsize n, gboolean is_last, GError **error)
{
    for (gsize at = 0, some; !r->failure && at < n; at += some) {
        some = line_length(bytes + at, n - at);
        if (r->repair)
            parse_repaired(r, bytes + at, some, FALSE);
        else
            parse(r, bytes + at, some, FALSE);
    }
    if (is_last && !r->failure && r->repair)
        parse_repaired(r, "", 0, TRUE);
    else if (is_last && !r->failure)
        parse(r, "", 0, TRUE);
    if (r->failure)
        g_propagate_error(error, g_error_copy(r->failure));
    return !r->failure;
}

void rdf_reader_free(RdfReader *r)
{
    raptor_free_parser(r->parser);
    raptor_free_world(r->world);
    if (r->repair) {
        xml_repair_free(r->repair);
        g_string_free(r->repaired, TRUE);
    }
    g_clear_error(&r->failure);
    g_free(r);
}
