#include "shim/guard.hh"

#include <cstring>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

#include "shim/disk.h"
#include "shim/document.hh"
#include "shim/schema.h"
#include "shim/whole.hh"

struct IndexWriter {
    Xapian::WritableDatabase db;
    std::string path;
    std::string spent; /* first cause, once the writer is spent */
    bool is_shard = false;
};

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

static void make_empty(const std::string &path, const char *language, const char *fingerprint, int flags)
{
    Xapian::WritableDatabase db(path, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS | flags);
    db.set_metadata(META_FINGERPRINT, fingerprint);
    db.set_metadata(META_LANGUAGE, language);
    db.commit();
    db.close();
}

/* Makes a new index in a directory of its own, and gives it its name only when it is whole. */
static void create(const std::string &path, const char *language, const char *fingerprint)
{
    try {
        appear_whole(path, [&](const char *temporary) { make_empty(temporary, language, fingerprint, 0); });
    } catch (const FaultException &) {
        /* Somebody else may have been quicker: then theirs serves. */
        if (!g_file_test(path.c_str(), G_FILE_TEST_IS_DIR))
            throw;
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

IndexWriter *index_writer_open_shard(const char *dir, const char *language, const char *fingerprint, GError **error)
{
    return guarded(subject_of(dir), error, [&]() -> IndexWriter * {
        if (!g_file_test(dir, G_FILE_TEST_EXISTS))
            make_empty(dir, language, fingerprint, Xapian::DB_NO_SYNC);
        std::unique_ptr<IndexWriter> writer(new IndexWriter);
        writer->path = dir;
        writer->is_shard = true;
        writer->db = Xapian::WritableDatabase(dir, Xapian::DB_OPEN | Xapian::DB_NO_SYNC);
        writer->db.begin_transaction(true);
        return writer.release();
    });
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
    return sound && work(w, error, [&] {
               if (w->is_shard)
                   w->db.add_document(to_xapian(*d));
               else
                   w->db.replace_document(d->id, to_xapian(*d));
           });
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
