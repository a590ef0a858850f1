/*
 * Writes the table of pairs of Han characters that look alike, from Unihan (UAX #38) in Debian's
 * unicode-data; run by the Makefile when the program is built. README.md tells how the rule was chosen and
 * how good it is.
 */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#define COMMON_MOST 6500 /* places in 通用规范汉字表 (2013), the characters of its first two levels */
#define STROKES_APART 3
#define CORNERS_ALIKE 2  /* of four */
#define LETTERS_SHARED 2 /* by cangjie codes of one letter's distance */
#define PARTS_ALIKE 5    /* corners, and letters shared */
#define VALUES 8         /* codes, or phonetic groups, of one character */
#define CODE 8           /* bytes of one */

/* Well-known groups of which the codes tell some pairs only; all characters of a group look alike. */
static const char *const groups[] = {
    "己已巳",       "兔免",       "乌鸟岛",     "辨辩辫",       "赢羸",         "刀刁力",
    "九力",         "午牛",       "手毛",       "人入八",       "日目曰",       "白自百",
    "且具",         "主玉",       "田申由甲",   "大太犬",       "天夫",         "干千于",
    "井升开",       "爪瓜",       "气汽",       "乞乙",         "仓仑",         "厂广",
    "历厉",         "厅厌",       "压庄",       "享亭亨",       "崇祟",         "衷哀衰表",
    "盆盘盒",       "冈同",       "刚纲钢岗",   "纲网",         "即既却",       "仰抑迎",
    "俭捡检险脸验", "倦卷",       "偏编遍骗篇", "峰蜂锋逢缝烽", "匹巨",         "拒距",
    "寇冠",         "徒徙陡",     "拆折析诉",   "择泽译释绎驿", "挠绕浇烧",     "栽载裁戴截",
    "缀辍掇",       "晨辰唇",     "复覆腹履",   "园圆圈",       "困因囚",       "囤困",
    "坏环怀还",     "坚竖紧肾贤", "素索紧",     "形型刑",       "效郊校较",     "敌故教",
    "收牧攻改",     "数教敬",     "忧犹扰优",   "梳流疏",       "棵颗裸课",     "师狮帅",
    "归旧",         "官宫宦管馆", "宣宜",       "洛络落",       "路络",         "昌冒晶品",
    "冒胃",         "谓渭",       "货贷贸",     "贪贫",         "赦赧",         "遇偶隅愚",
    "钓钩约钧",     "钩构沟购",   "饰饱饬",     "抱跑饱泡炮",   "纪记配",       "稚雅椎维唯惟谁推难准",
    "浪狼狠",       "暖缓援",     "稻滔蹈",     "焰陷掐馅",     "喻愉输偷渝谕", "若苦著",
    "土士",         "侯候喉猴",   "杏查",       "薄簿博",       "藻澡",         "境镜竟竞",
    "复夏",         "木本休体",   "负员",       "诸储",         "武式",         "同问间",
    "丈文",         "证让",       "占点",       "削消稍",       "傅缚薄博",     "泌秘密",
    "冷铃玲领岭",   "巧攻功巩",   "底抵低邸",   "堵赌猪诸绪",   "培部陪倍",     "却怯法",
    "侮诲悔梅海敏", "撤散",       "枕沉",       "枚玖玫",       "槛舰监蓝滥篮", "民眠",
    "讨计汁针叶",   "阁络骆略",   "爬瓜",       "玩远完近",     "红扛江虹",     "绕饶晓",
    "绞胶饺",       "苞胞雹鲍刨", "见贝",       "量最",         "书节",         "名各",
    "存在",         "右石古后",   "天夭",       "囚四",         "旱杳悍",       "尊遵酋首",
    "雀雌",         "错鹊猎",
};

typedef struct {
    gunichar c;
    guint strokes, groups; /* how many of the groups have it */
    char cangjie[VALUES][CODE], corners[VALUES][CODE], phonetic[VALUES][CODE];
} Shape;

/* The values of a field without what marks them: 5304.7 has a fifth digit; 203*, 101A are of the groups 203, 101. */
static void set_values(char to[VALUES][CODE], const char *values, const char *marks)
{
    g_auto(GStrv) parts = g_strsplit(values, " ", -1);
    for (guint i = 0; i < VALUES && parts[i]; i++) {
        parts[i][strcspn(parts[i], marks)] = '\0';
        g_strlcpy(to[i], parts[i], CODE);
    }
}

/* A line of Unihan: U+4E00 TAB field TAB value. kTGH comes first: it says whether the character is common. */
static void read_line(const char *line, GHashTable *shapes)
{
    g_auto(GStrv) fields = g_strsplit(line, "\t", 3);
    if (!g_str_has_prefix(line, "U+") || g_strv_length(fields) != 3)
        return;
    gunichar c = g_ascii_strtoull(fields[0] + 2, NULL, 16);
    Shape *s = g_hash_table_lookup(shapes, GUINT_TO_POINTER(c));
    const char *field = fields[1], *value = fields[2], *place = strchr(value, ':');
    if (g_str_equal(field, "kTGH") && place && g_ascii_strtoull(place + 1, NULL, 10) <= COMMON_MOST) {
        s = g_new0(Shape, 1);
        s->c = c;
        for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
            s->groups += g_utf8_strchr(groups[i], -1, c) != NULL;
        g_hash_table_insert(shapes, GUINT_TO_POINTER(c), s);
    } else if (s && g_str_equal(field, "kTotalStrokes")) {
        s->strokes = g_ascii_strtoull(value, NULL, 10);
    } else if (s && g_str_equal(field, "kCangjie")) {
        set_values(s->cangjie, value, "");
    } else if (s && g_str_equal(field, "kFourCornerCode")) {
        set_values(s->corners, value, ".");
    } else if (s && g_str_equal(field, "kPhonetic")) {
        set_values(s->phonetic, value, "*ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    }
}

static gboolean read_file(const char *path, GHashTable *shapes)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    int status;
    const char *argv[] = {"bzcat", path, NULL};
    if (!g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, &status,
                      &error) ||
        !g_spawn_check_wait_status(status, &error)) {
        fprintf(stderr, "shape_table: cannot read '%s': %s\n", path, error->message);
        return FALSE;
    }
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++)
        read_line(lines[i], shapes);
    return TRUE;
}

/* Optimal string alignment distance. */
static guint measure_distance(const char *a, const char *b)
{
    guint d[CODE + 1][CODE + 1];
    for (guint i = 0; i <= strlen(a); i++) {
        for (guint j = 0; j <= strlen(b); j++) {
            d[i][j] = MAX(i, j);
            if (i && j)
                d[i][j] = MIN(MIN(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = MIN(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[strlen(a)][strlen(b)];
}

static guint count_corners(const Shape *a, const Shape *b)
{
    guint most = 0;
    for (guint i = 0; i < VALUES && *a->corners[i]; i++) {
        for (guint j = 0; j < VALUES && *b->corners[j]; j++) {
            guint alike = 0;
            for (guint k = 0; k < 4; k++)
                alike += a->corners[i][k] == b->corners[j][k];
            most = MAX(most, alike);
        }
    }
    return most;
}

/* Are two cangjie codes so near, and do they share so many letters? */
static gboolean has_near_codes(const Shape *a, const Shape *b, guint distance, guint shared)
{
    for (guint i = 0; i < VALUES && *a->cangjie[i]; i++) {
        for (guint j = 0; j < VALUES && *b->cangjie[j]; j++) {
            guint d = measure_distance(a->cangjie[i], b->cangjie[j]);
            if (d <= distance && MAX(strlen(a->cangjie[i]), strlen(b->cangjie[j])) >= shared + d)
                return TRUE;
        }
    }
    return FALSE;
}

static gboolean has_same_phonetic(const Shape *a, const Shape *b)
{
    for (guint i = 0; i < VALUES && *a->phonetic[i]; i++)
        for (guint j = 0; j < VALUES && *b->phonetic[j]; j++)
            if (g_str_equal(a->phonetic[i], b->phonetic[j]))
                return TRUE;
    return FALSE;
}

static gboolean has_same_group(const Shape *a, const Shape *b)
{
    for (guint i = 0; a->groups && b->groups && i < G_N_ELEMENTS(groups); i++)
        if (g_utf8_strchr(groups[i], -1, a->c) && g_utf8_strchr(groups[i], -1, b->c))
            return TRUE;
    return FALSE;
}

static gboolean is_alike(const Shape *a, const Shape *b)
{
    if (ABS((int)a->strokes - (int)b->strokes) > STROKES_APART)
        return FALSE;
    guint corners = count_corners(a, b);
    return (corners >= CORNERS_ALIKE &&
            (has_near_codes(a, b, 1, MAX(LETTERS_SHARED, PARTS_ALIKE - (int)corners)) ||
             has_same_phonetic(a, b))) ||
           (corners == 4 && has_near_codes(a, b, 2, 0));
}

static gint compare(gconstpointer a, gconstpointer b)
{
    const Shape *x = *(const Shape *const *)a, *y = *(const Shape *const *)b;
    return x->c < y->c ? -1 : x->c > y->c;
}

int main(void)
{
    g_autoptr(GHashTable) shapes = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    if (!read_file("/usr/share/unicode/Unihan_OtherMappings.txt.bz2", shapes) ||
        !read_file("/usr/share/unicode/Unihan_IRGSources.txt.bz2", shapes) ||
        !read_file("/usr/share/unicode/Unihan_DictionaryLikeData.txt.bz2", shapes))
        return 1;
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    GHashTableIter iter;
    gpointer shape;
    g_hash_table_iter_init(&iter, shapes);
    while (g_hash_table_iter_next(&iter, NULL, &shape))
        g_ptr_array_add(all, shape);
    g_ptr_array_sort(all, compare);
    puts("static const LangLetter lookalikes[] = {");
    for (guint i = 0; i < all->len; i++) {
        for (guint j = 0; j < all->len; j++) {
            const Shape *a = all->pdata[i], *b = all->pdata[j];
            if (a != b && (is_alike(a, b) || has_same_group(a, b)))
                printf("    {0x%X, 0x%X},\n", a->c, b->c);
        }
    }
    puts("};");
    return 0;
}
