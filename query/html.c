#include "query/html.h"

#include <stdarg.h>

#define FIRST_MARK 0xE000 /* of Unicode's private use area */

/* What stands for a byte, or NULL: it stands for itself. */
static const char *reference(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&apos;";
    default:
        return g_ascii_iscntrl(c) && c != '\t' && c != '\n' ? "\uFFFD" : NULL;
    }
}

void html_add_text(GString *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        const char *other = reference(*p);
        if (other)
            g_string_append(out, other);
        else
            g_string_append_c(out, *p);
    }
}

/* A literal with each %s replaced by the next argument, as `add_text` writes it. */
static void add_arguments(GString *out, const char *format, va_list args, void (*add_text)(GString *, const char *))
{
    for (const char *p = format; *p; p++) {
        if (p[0] == '%' && p[1] == 's') {
            add_text(out, va_arg(args, const char *));
            p++;
        } else {
            g_string_append_c(out, *p);
        }
    }
}

void html_add(GString *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_arguments(out, format, args, html_add_text);
    va_end(args);
}

static void xml_add_text(GString *out, const char *text)
{
    g_autoptr(GString) clean = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        g_string_append_unichar(clean, c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c);
    }
    html_add_text(out, clean->str);
}

void xml_add(GString *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_arguments(out, format, args, xml_add_text);
    va_end(args);
}

void html_add_message(GString *out, const LangProfile *lang, const char *key,
                      const MessageArgument *arguments, guint n)
{
    g_autofree char *text = message_format(lang, key, arguments, n);
    html_add_text(out, text);
}

void html_add_lang(GString *out, const LangProfile *lang)
{
    html_add(out, " lang=\"%s\" dir=\"%s\"", lang_code(lang), lang_direction(lang), NULL);
}

void html_add_language(GString *out, const LangProfile *lang)
{
    g_string_append(out, "<bdi");
    html_add_lang(out, lang);
    html_add(out, ">%s</bdi>", lang_name(lang), NULL);
}

HtmlMark html_mark(guint i)
{
    HtmlMark mark = {""};
    mark.text[g_unichar_to_utf8(FIRST_MARK + i, mark.text)] = '\0';
    return mark;
}

/* A text in which the i-th mark is replaced by the i-th of `pieces`, which are markup (char*). */
static void add_marked(GString *out, const char *text, const GPtrArray *pieces)
{
    g_autoptr(GString) escaped = g_string_new(NULL);
    html_add_text(escaped, text);
    for (const char *p = escaped->str; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c >= FIRST_MARK && c < FIRST_MARK + pieces->len)
            g_string_append(out, g_ptr_array_index(pieces, c - FIRST_MARK));
        else
            g_string_append_unichar(out, c);
    }
}

void html_add_languages_message(GString *out, const LangProfile *lang, const char *key,
                                const MessageArgument *arguments, guint n, const GPtrArray *languages)
{
    g_autofree char *text = message_format(lang, key, arguments, n);
    g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < languages->len; i++) {
        GString *name = g_string_new(NULL);
        html_add_language(name, g_ptr_array_index(languages, i));
        g_ptr_array_add(pieces, g_string_free(name, FALSE));
    }
    add_marked(out, text, pieces);
}

void html_add_quoting(GString *out, const char *message, const char *text)
{
    g_autoptr(GPtrArray) pieces = g_ptr_array_new_with_free_func(g_free);
    GString *apart = g_string_new(NULL);
    html_add(apart, "<bdi>%s</bdi>", text, NULL);
    g_ptr_array_add(pieces, g_string_free(apart, FALSE));
    add_marked(out, message, pieces);
}
