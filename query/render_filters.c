#include <stdlib.h>
#include <string.h>

#include "query/html.h"
#include "query/render_parts.h"

#define CHOICES_SHOWN 6 /* of one group; the rest is folded away */

/* A choice of a group: a link to the same question with this one instead. */
typedef struct {
    char *link;
    const char *label; /* in the language of the page */
    guint count;       /* 0: not told */
    gboolean is_chosen;
} Choice;

static void clear_choice(gpointer choice)
{
    g_free(((Choice *)choice)->link);
}

static GArray *choices_new(void)
{
    GArray *choices = g_array_new(FALSE, FALSE, sizeof(Choice));
    g_array_set_clear_func(choices, clear_choice);
    return choices;
}

static void add_choice(GArray *choices, char *link, const char *label, guint count, gboolean is_chosen)
{
    Choice choice = {link, label, count, is_chosen};
    g_array_append_val(choices, choice);
}

static void show_choice(GString *out, const LangProfile *lang, const Choice *c)
{
    html_add(out, "<li><a href=\"%s\"", c->link, NULL);
    html_add(out, c->is_chosen ? " aria-current=\"true\">%s" : ">%s", c->label, NULL);
    if (c->count) {
        g_autofree char *count = message_number(lang, c->count);
        html_add(out, " <bdi class=\"count\">%s</bdi>", count, NULL);
    }
    g_string_append(out, "</a></li>\n");
}

static void show_group(GString *out, const LangProfile *lang, const char *name, const char *key, const GArray *choices)
{
    g_autofree char *label = message_text(lang, key);
    html_add(out, "<div class=\"group\"><p id=\"by-%s\">%s</p>\n<ul aria-labelledby=\"by-%s\">\n", name, label, name,
             NULL);
    for (guint i = 0; i < choices->len; i++) {
        if (i == CHOICES_SHOWN) {
            g_string_append(out, "<li><details><summary>");
            html_add_message(out, lang, "filter_more", NULL, 0);
            g_string_append(out, "</summary>\n<ul>\n");
        }
        show_choice(out, lang, &g_array_index(choices, Choice, i));
    }
    g_string_append(out, choices->len > CHOICES_SHOWN ? "</ul></details></li>\n</ul></div>\n" : "</ul></div>\n");
}

/* The year that `after` and `before` hold; 0: they hold something else, or nothing. */
static int year_of(const Request *r)
{
    if (r->after == RECORD_DATE_UNKNOWN || r->before == RECORD_DATE_UNKNOWN)
        return 0;
    g_autoptr(GDateTime) first = g_date_time_new_from_unix_utc(r->after);
    g_autoptr(GDateTime) next = first ? g_date_time_add_years(first, 1) : NULL;
    gboolean is_year = next && g_date_time_to_unix(next) == r->before && g_date_time_get_day_of_year(first) == 1;
    return is_year ? g_date_time_get_year(first) : 0;
}

static char *year_link(const Request *r, const char *year)
{
    Request changed = *r;
    g_autofree char *next = year ? g_strdup_printf("%d", atoi(year) + 1) : NULL;
    changed.after = year ? request_parse_date(year) : RECORD_DATE_UNKNOWN;
    changed.before = year ? request_parse_date(next) : RECORD_DATE_UNKNOWN;
    return request_link(&changed, "p", NULL);
}

static char *filter_link(const Request *r, const char *slot, const char *value)
{
    return g_str_equal(slot, "year") ? year_link(r, value) : request_link(r, slot, value);
}

/* What of the slot is asked for; "": anything. g_free() */
static char *chosen_of(const Request *r, const char *slot)
{
    int year = year_of(r);
    if (g_str_equal(slot, "section"))
        return g_strdup(r->section);
    if (g_str_equal(slot, "type"))
        return g_strdup(r->type);
    return year ? g_strdup_printf("%d", year) : g_strdup("");
}

static gboolean is_filtered_by(const Request *r, const char *slot)
{
    if (g_str_equal(slot, "year"))
        return r->after != RECORD_DATE_UNKNOWN || r->before != RECORD_DATE_UNKNOWN;
    return g_str_equal(slot, "section") ? *r->section : *r->type;
}

gboolean render_is_filtered(const Request *r)
{
    return *r->site || is_filtered_by(r, "section") || is_filtered_by(r, "type") || is_filtered_by(r, "year");
}

char *render_unfiltered_link(const Request *r)
{
    static char none[] = "";
    Request changed = *r;
    changed.section = changed.type = changed.site = none;
    changed.after = changed.before = RECORD_DATE_UNKNOWN;
    return request_link(&changed, "p", NULL);
}

char *render_type_name(const LangProfile *lang, const char *type)
{
    return g_str_equal(type, "html") ? message_text(lang, "type_html") : g_utf8_strup(type, -1);
}

/* Years from the latest on, else the most frequent first. */
static gint compare_values(gconstpointer a, gconstpointer b, gpointer slot)
{
    const FacetValue *x = a, *y = b;
    if (!g_str_equal(slot, "year") && x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return g_str_equal(slot, "year") ? strcmp(y->value, x->value) : strcmp(x->value, y->value);
}

/* What a value is called on the page; it lives as long as `labels`. */
static const char *label_of(const View *v, const char *slot, const char *value, GPtrArray *labels)
{
    const LangProfile *lang = v->request->lang;
    if (g_str_equal(slot, "section"))
        return config_section_title(v->config, value, lang_code(lang));
    g_ptr_array_add(labels, g_str_equal(slot, "year") ? message_year(lang, atoi(value)) : render_type_name(lang, value));
    return g_ptr_array_index(labels, labels->len - 1);
}

static void add_facet(GString *out, const View *v, const Facet *facet, const char *key)
{
    const Request *r = v->request;
    gboolean is_filtered = is_filtered_by(r, facet->slot);
    if (facet->values->len < 2 && !is_filtered)
        return;
    g_autoptr(GArray) values = g_array_copy(facet->values), choices = choices_new();
    g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *all = message_text(r->lang, "filter_all"), *chosen = chosen_of(r, facet->slot);
    g_array_set_clear_func(values, NULL);
    g_array_sort_with_data(values, compare_values, (gpointer)facet->slot);
    add_choice(choices, filter_link(r, facet->slot, NULL), all, 0, !is_filtered);
    gboolean is_shown = FALSE;
    for (guint i = 0; i < values->len; i++) {
        const FacetValue *value = &g_array_index(values, FacetValue, i);
        is_shown |= g_str_equal(value->value, chosen);
        add_choice(choices, filter_link(r, facet->slot, value->value), label_of(v, facet->slot, value->value, labels),
                   value->count, g_str_equal(value->value, chosen));
    }
    if (*chosen && !is_shown)
        add_choice(choices, filter_link(r, facet->slot, chosen), label_of(v, facet->slot, chosen, labels), 0, TRUE);
    show_group(out, r->lang, facet->slot, key, choices);
}

static void add_order(GString *out, const Request *r)
{
    g_autoptr(GArray) choices = choices_new();
    g_autofree char *relevance = message_text(r->lang, "sort_relevance"), *date = message_text(r->lang, "sort_date");
    add_choice(choices, request_link(r, "sort", NULL), relevance, 0, r->sort != SORT_NEWEST);
    add_choice(choices, request_link(r, "sort", "date"), date, 0, r->sort == SORT_NEWEST);
    show_group(out, r->lang, "order", "sort_label", choices);
}

static void add_scope(GString *out, const Request *r)
{
    g_autoptr(GArray) choices = choices_new();
    g_autofree char *all = message_text(r->lang, "scope_all");
    add_choice(choices, request_link(r, "all", NULL), lang_name(r->lang), 0, !r->all_languages);
    add_choice(choices, request_link(r, "all", "1"), all, 0, r->all_languages);
    show_group(out, r->lang, "scope", "scope_label", choices);
}

void render_filters(GString *out, const View *v)
{
    static const struct {
        const char *slot, *key;
    } groups[] = {{"section", "filter_section"}, {"type", "filter_type"}, {"year", "filter_year"}};
    g_autofree char *label = message_text(v->request->lang, "filters");
    html_add(out, "<nav class=\"filters\" aria-label=\"%s\">\n", label, NULL);
    add_order(out, v->request);
    if (v->languages->len > 1)
        add_scope(out, v->request);
    for (guint g = 0; g < G_N_ELEMENTS(groups); g++)
        for (guint i = 0; i < v->answer->facets->len; i++) {
            const Facet *facet = &g_array_index(v->answer->facets, Facet, i);
            if (g_str_equal(facet->slot, groups[g].slot))
                add_facet(out, v, facet, groups[g].key);
        }
    g_string_append(out, "</nav>\n");
}
