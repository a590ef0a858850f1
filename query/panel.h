/*
 * panel.h: one question put to the indexes of several languages: their lists, one list made of them, and a
 * cluster of that as a result. For the files of query/ that answer.
 */
#ifndef ISOGLOT_PANEL_H
#define ISOGLOT_PANEL_H

#include "query/fuse.h"
#include "query/inquiry.h"
#include "query/ranking.h"

G_BEGIN_DECLS

/* What one language has to say. */
typedef struct {
    Inquiry *inquiry; /* NULL: not asked, or it cannot be searched */
    GArray *ranking;  /* Ranked; at most as many as were wanted */
    guint most;       /* that are wanted */
    guint twice;      /* hits that were second pages of a cluster */
} PanelList;

typedef struct {
    Searcher *searcher;
    Clusters *clusters;
    Question question;
    PanelList *lists; /* of the searcher's languages, in their order */
    double *trust;    /* that each deserves, 0 … 1; 0 when it was not asked */
    guint n;
} Panel;

/* Nobody is asked yet. `request` must live as long. */
Panel *panel_new(Searcher *searcher, const Request *request, const LangProfile *tongue);

/* The number of a language's list. */
guint panel_find(const Panel *panel, const LangProfile *lang);

/* What one language would be asked, and how much of the question that is. Errors of inquiry_new(). */
gboolean panel_put(Panel *panel, guint list, const InquiryRange *range, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Asks it that, once. When the query is in it and is the title of a page that it ranks high, the question
 * knows from then on. Errors of inquiry_search(). */
gboolean panel_search(Panel *panel, guint list, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Both. */
gboolean panel_ask(Panel *panel, guint list, const InquiryRange *range, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The lists, asked from their first rank on, as one, their scores made comparable by the clusters that they share. `without`: a language that a cluster must have no page in, and whose own list does not
 * count; NULL: none. */
Fusion *panel_fuse(const Panel *panel, const LangProfile *without);

/*
 * A cluster of that list as a result, shown by its page in `lang`, else in the language of the query, else
 * where it stands highest. Its score is the fusion's. `answer` lends the work for its snippet and says
 * whether to explain. FAULT_REINDEX: an index is damaged.
 */
Result *panel_show(const Panel *panel, const Fused *fused, const LangProfile *lang, Answer *answer,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

void panel_free(Panel *panel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Panel, panel_free)

G_END_DECLS

#endif
