#include <math.h>
#include <stdio.h>
#include <string.h>

#include "query/commands.h"
#include "query/json.h"
#include "query/parity_index.h"
#include "query/parity_lint.h"
#include "query/report_write.h"

#define DAY_S 86400
#define PERIOD_DAYS 30

typedef struct {
    char *out, *lang, *period, *topics, *compare, *date, *lint, *format;
    char **access_logs;
    double fail_under;
    gboolean timings;
    /* what they mean */
    gboolean is_json;
    ParityInput input;
} Options;

static void options_clear(Options *o)
{
    g_free(o->out);
    g_free(o->lang);
    g_free(o->period);
    g_free(o->topics);
    g_free(o->compare);
    g_free(o->date);
    g_free(o->lint);
    g_free(o->format);
    g_strfreev(o->access_logs);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

static gboolean parse_options(Options *o, int *argc, char ***argv)
{
    const GOptionEntry entries[] = {
        {"out", 0, 0, G_OPTION_ARG_FILENAME, &o->out, "Folder that is written; DATA/reports/DATE by default", "DIR"},
        {"lang", 0, 0, G_OPTION_ARG_STRING, &o->lang, "Pages and document, or defects, in this language alone", "LANG"},
        {"period", 0, 0, G_OPTION_ARG_STRING, &o->period,
         "Days of which searches and page views count, like 2026-01-01..2026-03-31; the last 30 by default",
         "FROM..TO"},
        {"topics", 0, 0, G_OPTION_ARG_FILENAME, &o->topics,
         "Judged topics: DIR/LANG/topics.tsv (qid TAB query) and DIR/LANG/qrels.txt (qid 0 URL level), or "
         "DIR/LANG.topics.tsv "
         "and DIR/LANG.qrels",
         "DIR"},
        {"access-log", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->access_logs,
         "Access log of the web server, Common or Combined format, plain or gzip; may be given more than once", "FILE"},
        {"compare", 0, 0, G_OPTION_ARG_STRING, &o->compare,
         "Compare with the report of this date; else with the last one", "DATE"},
        {"date", 0, 0, G_OPTION_ARG_STRING, &o->date, "Date of the report; today by default", "DATE"},
        {"lint", 0, 0, G_OPTION_ARG_STRING, &o->lint,
         "Print the defects of a page or of a section's pages instead; exit status 1 if there are any", "URL|SECTION"},
        {"format", 0, 0, G_OPTION_ARG_STRING, &o->format, "What is printed: text or json", "FORMAT"},
        {"fail-under", 0, 0, G_OPTION_ARG_DOUBLE, &o->fail_under,
         "Exit status 1 when the Parity Index, 0 to 1, is below this, or not known", "X"},
        {"timings", 0, 0, G_OPTION_ARG_NONE, &o->timings, "Say on standard error how long each part took", NULL},
        {0}};
    return command_options(entries, NULL, "Write the parity report: how equally each language is served.", argc, argv);
}

/* Midnight UTC of a day; PARITY_NO_DATE: it is none. */
static gint64 parse_day(const char *text)
{
    return strlen(text) == strlen("YYYY-MM-DD") ? request_parse_date(text) : PARITY_NO_DATE;
}

static gboolean parse_period(const char *text, gint64 *from, gint64 *to)
{
    g_auto(GStrv) days = g_strsplit(text, "..", 2);
    if (!days[0] || !days[1])
        return FALSE;
    *from = parse_day(days[0]);
    *to = parse_day(days[1]);
    return *from != PARITY_NO_DATE && *to != PARITY_NO_DATE && *from <= *to;
}

static int refuse(const char *what, const char *value)
{
    g_printerr("isoglot: %s: '%s'\n", what, value);
    return EXIT_USAGE;
}

static int understand_days(Options *o)
{
    ParityInput *in = &o->input;
    in->date = o->date ? parse_day(o->date) : g_get_real_time() / G_USEC_PER_SEC / DAY_S * DAY_S;
    in->compare = o->compare ? parse_day(o->compare) : PARITY_NO_DATE;
    if (in->date == PARITY_NO_DATE)
        return refuse("no such date, expected YYYY-MM-DD", o->date);
    if (o->compare && in->compare == PARITY_NO_DATE)
        return refuse("no such date, expected YYYY-MM-DD", o->compare);
    in->to = in->date;
    in->from = in->date - (PERIOD_DAYS - 1) * DAY_S;
    if (o->period && !parse_period(o->period, &in->from, &in->to))
        return refuse("no such period, expected YYYY-MM-DD..YYYY-MM-DD", o->period);
    return EXIT_DONE;
}

static void tell_time(const char *part, double seconds)
{
    g_printerr("%s\t%.3f s\n", part, seconds);
}

static int understand(Options *o, const Config *config)
{
    ParityInput *in = &o->input;
    in->config = config;
    in->topics = o->topics;
    in->access_logs = o->access_logs;
    in->told = o->timings ? tell_time : NULL;
    o->is_json = g_strcmp0(o->format, "json") == 0;
    if (o->format && !o->is_json && !g_str_equal(o->format, "text"))
        return refuse("no such format, expected text or json", o->format);
    return understand_days(o);
}

/* The ledger there is; none is made. */
static Ledger *open_ledger(const char *data, GError **error)
{
    g_autofree char *path = g_build_filename(data, LEDGER_FILE, NULL);
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        return ledger_open(data, LEDGER_WRITE, error);
    g_set_error(error, FAULT, FAULT_STOP, "nothing to report on: no pages are indexed in '%s'", data);
    return NULL;
}

static char *find_out(const Options *o, const Config *config)
{
    if (o->out)
        return g_strdup(o->out);
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(o->input.date);
    g_autofree char *name = g_date_time_format(date, "%Y-%m-%d");
    return g_build_filename(config->data, "reports", name, NULL);
}

static const ReportFigure *find_worst(const Report *report)
{
    const ReportFigure *worst = NULL;
    for (guint i = 0; i < report->languages->len; i++) {
        const ReportFigure *f = report_find_figure(report, "index", report->languages->pdata[i], "");
        if (f && (!worst || f->value < worst->value))
            worst = f;
    }
    return worst;
}

static void print_headline(const Report *report, const Options *o, const char *out)
{
    const ReportFigure *index = report_find_figure(report, "index", NULL, ""), *worst = find_worst(report);
    if (o->is_json) {
        g_autofree char *text = render_json_headline(out, report->digest, index ? index->value : NAN,
                                                     worst ? lang_code(worst->lang) : NULL, worst ? worst->value : NAN);
        fputs(text, stdout);
        return;
    }
    printf("%s/index.html\n", out);
    if (index && worst)
        printf("Parity Index %.3f; served worst: %s (%s), %.3f\n", index->value, lang_name(worst->lang),
               lang_code(worst->lang), worst->value);
    else
        printf("Parity Index: not known, no page is indexed\n");
}

/* Is the site served as equally as is asked for? */
static int judge(const Report *report, double least)
{
    const ReportFigure *index = report_find_figure(report, "index", NULL, "");
    if (least <= 0 || (index && index->value >= least))
        return EXIT_DONE;
    if (index)
        g_printerr("isoglot: the Parity Index, %.3f, is below %g\n", index->value, least);
    else
        g_printerr("isoglot: the Parity Index is not known\n");
    return EXIT_REFUSALS;
}

static int write_report(Options *o, const LangProfile *only, GError **error)
{
    gint64 since = g_get_monotonic_time();
    g_autofree char *out = find_out(o, o->input.config);
    g_autoptr(Report) report = parity_make(&o->input, error);
    if (!report)
        return EXIT_FAILED;
    since = g_get_monotonic_time();
    if (!report_write(report, o->input.config, only, out, error))
        return EXIT_FAILED;
    if (o->timings)
        tell_time("files", (g_get_monotonic_time() - since) / 1e6);
    print_headline(report, o, out);
    return judge(report, o->fail_under);
}

/* The first of the site's languages that the user's locale names, or else its first. */
static const LangProfile *find_words(const Options *o)
{
    const GPtrArray *languages = searcher_languages(o->input.searcher);
    for (const char *const *name = g_get_language_names(); *name; name++) {
        const LangProfile *lang = lang_find(*name);
        if (lang && g_ptr_array_find((GPtrArray *)languages, lang, NULL))
            return lang;
    }
    return languages->pdata[0];
}

static int print_defects(const Options *o, const LangProfile *words, GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    guint64 n = 0;
    g_autoptr(ParityFacts) facts = parity_facts_new(
        o->input.ledger, o->input.config, searcher_languages(o->input.searcher), o->input.date, NULL, NULL, error);
    if (!facts || !parity_lint(facts, o->lint, o->is_json, words, out, &n, error))
        return EXIT_FAILED;
    fwrite(out->str, 1, out->len, stdout);
    return n ? EXIT_REFUSALS : EXIT_DONE;
}

/* The profile of --lang among the site's languages. */
static gboolean find_only(const Options *o, const LangProfile **only)
{
    const GPtrArray *languages = searcher_languages(o->input.searcher);
    guint i = o->lang ? parity_find_language(languages, o->lang) : 0;
    *only = o->lang && i < languages->len ? languages->pdata[i] : NULL;
    return i < languages->len;
}

int cmd_parity(const Config *config, int argc, char **argv)
{
    g_auto(Options) o = {0};
    if (!parse_options(&o, &argc, &argv))
        return EXIT_USAGE;
    if (argc > 1)
        return refuse("parity takes no arguments", argv[1]);
    int status = understand(&o, config);
    if (status != EXIT_DONE)
        return status;
    GError *error = NULL;
    const LangProfile *only;
    g_autoptr(Ledger) ledger = open_ledger(config->data, &error);
    g_autoptr(Searcher) searcher = ledger ? searcher_new(config, &error) : NULL;
    if (!searcher)
        return command_fail(error);
    o.input.ledger = ledger;
    o.input.searcher = searcher;
    if (!find_only(&o, &only))
        return refuse("no such language of the site", o.lang);
    status = o.lint ? print_defects(&o, only ? only : find_words(&o), &error) : write_report(&o, only, &error);
    return error ? command_fail(error) : status;
}
