#include "shim/guard.hh"

#include <cstring>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shim/disk.h"
#include "shim/index.h"
#include "shim/limits.h"
#include "shim/schema.h"

struct IndexWriter {
    Xapian::WritableDatabase db;
    std::string path;
    std::string spent; /* first cause, once the writer is spent */
};

char *index_id(const char *url)
{
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, url, -1);
    return g_strdup_printf(PREFIX_ID "%.32s", hash);
}

gsize index_number(double number, char out[9])
{
    std::string packed = Xapian::sortable_serialise(number);
    memcpy(out, packed.data(), packed.size());
    return packed.size();
}

/* The process that holds Xapian's lock, by the inode in /proc/locks; 0: not to be found out. */
static int lock_holder(const std::string &path)
{
    struct stat st;
    g_autofree char *locks = nullptr;
    if (stat((path + "/flintlock").c_str(), &st) != 0 || !g_file_get_contents("/proc/locks", &locks, nullptr, nullptr))
        return 0;
    g_auto(GStrv) lines = g_strsplit(locks, "\n", -1);
    for (char **line = lines; *line; line++) {
        int pid;
        unsigned major, minor;
        unsigned long inode;
        if (sscanf(*line, "%*d: %*s %*s %*s %d %x:%x:%lu", &pid, &major, &minor, &inode) == 4 && inode == st.st_ino)
            return pid;
    }
    return 0;
}

/* A lock held by an open file description has no pid in /proc/locks: look for who has the file open. */
static int file_holder(const std::string &path)
{
    g_autofree char *real = realpath((path + "/flintlock").c_str(), nullptr);
    g_autoptr(GDir) proc = g_dir_open("/proc", 0, nullptr);
    const char *name;
    while (real && proc && (name = g_dir_read_name(proc))) {
        g_autofree char *folder = g_build_filename("/proc", name, "fd", nullptr);
        g_autoptr(GDir) fds = g_ascii_isdigit(*name) ? g_dir_open(folder, 0, nullptr) : nullptr;
        const char *fd;
        while (fds && (fd = g_dir_read_name(fds))) {
            g_autofree char *link = g_build_filename(folder, fd, nullptr);
            g_autofree char *target = g_file_read_link(link, nullptr);
            if (g_strcmp0(target, real) == 0 && atoi(name) != getpid())
                return atoi(name);
        }
    }
    return 0;
}

static void throw_locked(const std::string &path)
{
    int pid = lock_holder(path);
    if (pid <= 0)
        pid = file_holder(path);
    std::string who = pid > 0 ? "by pid " + std::to_string(pid) : "by this process or one that cannot be seen";
    throw FaultException{FAULT_RETRY, "already locked " + who};
}

static void check_fingerprint(const Xapian::Database &db, const char *fingerprint)
{
    std::string found = db.get_metadata(META_FINGERPRINT);
    if (found != fingerprint)
        throw FaultException{FAULT_REINDEX, "made by another analysis ('" + found + "', this program has '" +
                                                fingerprint + "'): reindex"};
}

/* Makes a new index in a directory of its own, and gives it its name only when it is whole. */
static void create(const std::string &path, const char *language, const char *fingerprint)
{
    g_autofree char *temporary = g_strdup_printf("%s.new.XXXXXX", path.c_str());
    if (!g_mkdtemp_full(temporary, 0755))
        throw FaultException{FAULT_STOP, std::string("cannot make '") + temporary + "': " + g_strerror(errno)};
    try {
        Xapian::WritableDatabase db(temporary, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
        db.set_metadata(META_FINGERPRINT, fingerprint);
        db.set_metadata(META_LANGUAGE, language);
        db.commit();
        db.close();
    } catch (...) {
        disk_remove(temporary);
        throw;
    }
    g_autoptr(GError) error = nullptr;
    if (!disk_publish(temporary, path.c_str(), &error)) {
        disk_remove(temporary);
        /* Somebody else may have been quicker: then theirs serves. */
        if (!g_file_test(path.c_str(), G_FILE_TEST_IS_DIR))
            throw FaultException{FAULT_STOP, error->message};
    }
}

IndexWriter *index_writer_open(const char *dir, const char *language, const char *fingerprint, GError **error)
{
    return guarded(subject_of(dir), error, [&]() -> IndexWriter * {
        disk_remove_leftovers(dir, ".new.");
        if (!g_file_test(dir, G_FILE_TEST_EXISTS))
            create(dir, language, fingerprint);
        auto writer = new IndexWriter;
        try {
            writer->path = dir;
            writer->db = Xapian::WritableDatabase(dir, Xapian::DB_OPEN);
            check_fingerprint(writer->db, fingerprint);
            writer->db.begin_transaction(true);
        } catch (const Xapian::DatabaseLockError &) {
            delete writer;
            throw_locked(dir);
        } catch (...) {
            delete writer;
            throw;
        }
        return writer;
    });
}

static void check_term(const IndexTerm &t)
{
    size_t n = t.name ? strlen(t.name) : 0;
    if (n == 0 || n > LIMIT_TERM)
        throw FaultException{FAULT_SKIP, n ? "a term of " + std::to_string(n) + " bytes" : "an empty term"};
    if (!g_utf8_validate(t.name, n, nullptr))
        throw FaultException{FAULT_SKIP, "a term that is not UTF-8"};
}

static void check_document(const IndexDocument &d)
{
    if (!d.id || !g_str_has_prefix(d.id, PREFIX_ID) || strlen(d.id) > LIMIT_TERM)
        throw FaultException{FAULT_SKIP, "a document without id"};
    if (d.n_terms > LIMIT_TERMS)
        throw FaultException{FAULT_SKIP, std::to_string(d.n_terms) + " terms"};
    if (d.record_n > LIMIT_RECORD)
        throw FaultException{FAULT_SKIP, "a record of " + std::to_string(d.record_n) + " bytes"};
    for (gsize i = 0; i < d.n_terms; i++)
        check_term(d.terms[i]);
    for (gsize i = 0; i < d.n_values; i++)
        if (d.values[i].n > LIMIT_VALUE)
            throw FaultException{FAULT_SKIP, "a value of " + std::to_string(d.values[i].n) + " bytes"};
}

static Xapian::Document to_xapian(const IndexDocument &d)
{
    Xapian::Document document;
    std::string name;
    for (gsize i = 0; i < d.n_terms; i++) {
        const IndexTerm &t = d.terms[i];
        name.assign(t.name);
        for (guint32 p = 0; p < t.n_positions; p++)
            document.add_posting(name, t.positions[p], 0);
        document.add_term(name, t.count);
    }
    for (gsize i = 0; i < d.n_values; i++)
        document.add_value(d.values[i].slot, std::string(d.values[i].data, d.values[i].n));
    document.set_data(std::string(d.record, d.record_n));
    document.add_boolean_term(d.id);
    return document;
}

/* Runs `body` unless the writer is spent; whatever Xapian throws in it spends the writer. */
template <typename Body> static gboolean work(IndexWriter *w, GError **error, Body &&body)
{
    return guarded(subject_of(w->path), error, [&]() -> gboolean {
        if (!w->spent.empty())
            throw FaultException{FAULT_REOPEN, w->spent};
        try {
            body();
        } catch (...) {
            g_autoptr(GError) cause = nullptr;
            fault_from_exception("the batch is lost", &cause);
            w->spent = cause->message;
            throw FaultException{FAULT_REOPEN, w->spent};
        }
        return TRUE;
    });
}

gboolean index_writer_put(IndexWriter *w, const IndexDocument *d, GError **error)
{
    gboolean sound = guarded(subject_of(w->path), error, [&]() -> gboolean {
        check_document(*d);
        return TRUE;
    });
    return sound && work(w, error, [&] { w->db.replace_document(d->id, to_xapian(*d)); });
}

gboolean index_writer_remove(IndexWriter *w, const char *id, GError **error)
{
    return work(w, error, [&] { w->db.delete_document(id); });
}

gboolean index_writer_commit(IndexWriter *w, GError **error)
{
    return work(w, error, [&] {
        w->db.commit_transaction();
        w->db.begin_transaction(true);
    });
}

guint64 index_writer_count(const IndexWriter *w)
{
    return guarded(subject_of(w->path), nullptr, [&]() -> guint64 { return w->db.get_doccount(); });
}

void index_writer_close(IndexWriter *w)
{
    if (!w)
        return;
    guarded(subject_of(w->path), nullptr, [&]() -> gboolean {
        w->db.cancel_transaction();
        return TRUE;
    });
    guarded(subject_of(w->path), nullptr, [&]() -> gboolean {
        w->db.close();
        return TRUE;
    });
    delete w;
}

gboolean index_compact(const char *source, const char *target, GError **error)
{
    return guarded(subject_of(source), error, [&]() -> gboolean {
        g_autofree char *temporary = g_strdup_printf("%s.new.XXXXXX", target);
        if (!g_mkdtemp_full(temporary, 0755))
            throw FaultException{FAULT_STOP, std::string("cannot make '") + temporary + "': " + g_strerror(errno)};
        try {
            Xapian::Database(source).compact(temporary, Xapian::DBCOMPACT_NO_RENUMBER);
        } catch (...) {
            disk_remove(temporary);
            throw;
        }
        g_autoptr(GError) cause = nullptr;
        if (!disk_publish(temporary, target, &cause)) {
            disk_remove(temporary);
            throw FaultException{FAULT_STOP, cause->message};
        }
        return TRUE;
    });
}
