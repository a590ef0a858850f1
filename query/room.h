/*
 * room.h: what a question is answered from, opened when it is needed: the index of each language with all
 * that belongs to it, and the ledger. For the files of query/ that answer (search.c, inquiry.c, blend.c …);
 * others see search.h.
 */
#ifndef ISOGLOT_QUERY_ROOM_H
#define ISOGLOT_QUERY_ROOM_H

#include "query/search.h"
#include "shim/cluster_table.h"
#include "shim/ledger.h"
#include "shim/lexicon.h"
#include "shim/sound.h"
#include "shim/vocabulary.h"

G_BEGIN_DECLS

/* One language. All but `profile` is NULL until it is opened. */
typedef struct {
    const LangProfile *profile;
    IndexReader *reader;
    LangAnalyser *analyser;
    Vocabulary *vocabulary;
    Lexicon *lexicon; /* of what this language's words are in the others; room_lexicon() */
    Sounds *sounds;   /* of its words; room_sounds() */
    guint64 stamp;    /* of the generation's files, when searcher_refresh() last looked */
} Room;

struct Searcher {
    const Config *config;
    GPtrArray *languages; /* LangProfile*, of the site, in the order of the language bar */
    Room *rooms;          /* one for each of them, in the same order */
    Ledger *ledger;       /* searcher_ledger() */
    gboolean is_ledger_sought;
    ClusterTable *table; /* searcher_table() */
    gboolean is_table_sought; /* for this answer */
    gboolean is_reading; /* the ledger, as it was when this answer first asked it */
    guint64 lexicon_stamp, ledger_stamp;
};

/* The room of one of the searcher's languages. */
Room *searcher_find_room(Searcher *searcher, const LangProfile *lang);

/* Analyser and vocabulary, which tell what a question's words are there. FAULT_STOP: ICU's data is missing. */
gboolean room_open_words(const Searcher *searcher, Room *room, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* These and the index. FAULT_STOP, FAULT_REINDEX: the language cannot be searched; asking again
 * tries again. */
gboolean room_open(const Searcher *searcher, Room *room, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opened at the first call; one without entries when there is none. */
const Lexicon *room_lexicon(const Searcher *searcher, Room *room);
Sounds *room_sounds(const Searcher *searcher, Room *room);

/* The ledger, read-only, opened at the first call, the same to all questions until searcher_leave_ledger(); NULL: there is
 * none, or this user may not read it. */
Ledger *searcher_ledger(Searcher *searcher);

/* What the ledger says of clusters, the same to all questions until searcher_leave_ledger(); NULL: only the ledger itself
 * says it. */
const ClusterTable *searcher_table(Searcher *searcher);

void searcher_leave_ledger(Searcher *searcher);

G_END_DECLS

#endif
