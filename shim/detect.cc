#include "shim/detect.h"

#include <cstdio> /* CLD2's header needs it */

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

DetectedLanguage detect_language(const char *text, gsize n)
{
    DetectedLanguage detected = {};
    CLD2::Language three[3];
    int percent[3], bytes;
    double scores[3];
    bool reliable = false;
    CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language main = CLD2::ExtDetectLanguageSummary(text, static_cast<int>(n), true, &hints, 0, three, percent,
                                                         scores, nullptr, &bytes, &reliable);
    if (main == CLD2::UNKNOWN_LANGUAGE || three[0] == CLD2::UNKNOWN_LANGUAGE)
        return detected;
    g_strlcpy(detected.code, CLD2::LanguageCode(main), sizeof detected.code);
    detected.is_reliable = reliable;
    detected.percent = percent[0];
    return detected;
}
