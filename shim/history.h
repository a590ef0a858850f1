/*
 * history.h: the ledger's part about reports: what each of them measured, so that the next can tell what has changed.
 *
 * Data on disk (tables of the ledger, shim/ledger.h):
 *
 *   report  date (of the report, seconds since 1970, midnight UTC), indicator, lang (code; "" of all), section (""
 *           of all), value, n (what it was measured on); one row per figure. A second report of a date replaces the first
 *
 * Rules as in ledger.h: FAULT_RETRY and FAULT_STOP. A callback runs no statement; its strings live as long as the call.
 */
#ifndef ISOGLOT_HISTORY_H
#define ISOGLOT_HISTORY_H

#include "shim/ledger.h"

G_BEGIN_DECLS

typedef struct {
    const char *indicator, *lang, *section;
    double value; /* never NaN */
    guint64 n;
} HistoryFigure;

/* Replaces what there is of this date by `figures` (HistoryFigure), all or nothing, and is durable when it returns;
 * of two figures with the same name the last counts. No transaction may be open. */
gboolean history_put(Ledger *ledger, gint64 date, const GArray *figures, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef void (*HistoryFigureFunc)(const HistoryFigure *figure, gpointer user);

/* The figures of one date, in the order of indicator, language and section; none: there is no such report. */
gboolean history_each(Ledger *ledger, gint64 date, HistoryFigureFunc func, gpointer user,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The last `most` dates before `before`, ascending (gint64); g_array_unref(). */
GArray *history_dates(Ledger *ledger, gint64 before, guint most, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
