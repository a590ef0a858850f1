/* The promises of shim/history.h. */
#include "shim/history.h"

#include "shim/disk.h"

#define DAY 86400

typedef struct {
    char *data;
    Ledger *ledger;
} Place;

static void place_open(Place *p)
{
    g_autoptr(GError) error = NULL;
    p->data = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    p->ledger = ledger_open(p->data, LEDGER_WRITE, &error);
    g_assert_no_error(error);
}

static void place_clear(Place *p)
{
    ledger_close(p->ledger);
    disk_remove(p->data);
    g_free(p->data);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

static void put(const Place *p, gint64 date, guint n, const HistoryFigure *figures)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(HistoryFigure));
    g_array_append_vals(all, figures, n);
    g_assert_true(history_put(p->ledger, date, all, &error));
    g_assert_no_error(error);
}

static void write_figure(const HistoryFigure *f, gpointer text)
{
    g_string_append_printf(text, "%s/%s/%s=%g(%u) ", f->indicator, f->lang, f->section, f->value, (guint)f->n);
}

static char *get(const Place *p, gint64 date)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    g_assert_true(history_each(p->ledger, date, write_figure, text, &error));
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void figures_come_in_order(void)
{
    g_auto(Place) p = {0};
    place_open(&p);
    put(&p, DAY, 3,
        (const HistoryFigure[]){{"mrr", "xx", "", .5, 9}, {"fresh", "xx", "s", 1, 2}, {"fresh", "", "", .25, 3}});
    g_autofree char *all = get(&p, DAY), *none = get(&p, 2 * DAY);
    g_assert_cmpstr(all, ==, "fresh//=0.25(3) fresh/xx/s=1(2) mrr/xx/=0.5(9) ");
    g_assert_cmpstr(none, ==, "");
}

static void a_second_report_of_a_date_replaces_the_first(void)
{
    g_auto(Place) p = {0};
    place_open(&p);
    put(&p, DAY, 2, (const HistoryFigure[]){{"a", "", "", 1, 1}, {"b", "", "", 1, 1}});
    put(&p, DAY, 1, (const HistoryFigure[]){{"a", "", "", 2, 1}});
    g_autofree char *all = get(&p, DAY);
    g_assert_cmpstr(all, ==, "a//=2(1) ");
}

static void dates_are_the_last_ones_before(void)
{
    g_auto(Place) p = {0};
    g_autoptr(GError) error = NULL;
    place_open(&p);
    for (guint i = 1; i <= 5; i++)
        put(&p, i * DAY, 1, (const HistoryFigure[]){{"a", "", "", i, 1}});
    g_autoptr(GArray) dates = history_dates(p.ledger, 5 * DAY, 3, &error);
    g_assert_cmpuint(dates->len, ==, 3);
    for (guint i = 0; i < 3; i++)
        g_assert_cmpint(g_array_index(dates, gint64, i), ==, (i + 2) * DAY);
}

static void what_is_put_is_durable(void)
{
    g_auto(Place) p = {0};
    g_autoptr(GError) error = NULL;
    place_open(&p);
    put(&p, DAY, 1, (const HistoryFigure[]){{"a", "", "", 1, 1}});
    ledger_close(p.ledger);
    p.ledger = ledger_open(p.data, LEDGER_READ, &error);
    g_autofree char *all = get(&p, DAY);
    g_assert_cmpstr(all, ==, "a//=1(1) ");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/history/figures_come_in_order", figures_come_in_order);
    g_test_add_func("/history/a_second_report_of_a_date_replaces_the_first",
                    a_second_report_of_a_date_replaces_the_first);
    g_test_add_func("/history/dates_are_the_last_ones_before", dates_are_the_last_ones_before);
    g_test_add_func("/history/what_is_put_is_durable", what_is_put_is_durable);
    return g_test_run();
}
