/*
 * xml_repair.h: XML as sites write it, on its way to a parser that takes only what the standard allows
 * (XML 1.0).
 *
 * A stream without state beyond the tag that is open. Repaired is what has one meaning only:
 *
 *   - "&" that begins no reference ("?a=1&b=2") becomes "&amp;", names that only HTML knows (entity.h) their
 * characters;
 *   - bytes that are not UTF-8, and characters or references to characters that XML does not have, become
 * U+FFFD.
 *
 * Comments and processing instructions, the XML declaration among them, are left out; their lines stay, so
 * that line numbers hold. What is refused: any declaration (DOCTYPE, and so every entity), more than
 * LIMIT_ATTRIBUTES attributes in a tag, a tag longer than LIMIT_XML_TAG. Anything else is for the parser to
 * judge. Where a format's own files begin with a DOCTYPE that names a DTD (TBX), it may be let pass: it is left out
 * like a comment, and nobody opens what it names.
 */
#ifndef ISOGLOT_XML_REPAIR_H
#define ISOGLOT_XML_REPAIR_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

typedef struct XmlRepair XmlRepair;

/* Names the kind of a repair and the line; each kind is told once. */
typedef void XmlRepairFunc(guint line, const char *what, gpointer user);

XmlRepair *xml_repair_new(XmlRepairFunc *tell, gpointer user);

/* From now on a DOCTYPE before the first tag is left out; one with declarations of its own, "[…]", is still refused. */
void xml_repair_pass_doctype(XmlRepair *repair);

/* Appends the repaired bytes to `out`; `is_last`: there are no more. FAULT_SKIP: refused, with line and
 * reason; `out` has what came before. Costs time linear in n. */
gboolean xml_repair_feed(XmlRepair *repair, const char *bytes, gsize n, gboolean is_last, GString *out,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Did the bytes end within a tag? */
gboolean xml_repair_is_in_tag(const XmlRepair *repair);

/* Did the bytes end within an end tag ("<loc>http://site.example/</lo")? */
gboolean xml_repair_is_in_end_tag(const XmlRepair *repair);

void xml_repair_free(XmlRepair *repair);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XmlRepair, xml_repair_free)

G_END_DECLS

#endif
