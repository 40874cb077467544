// The small words of a date, by what they say, in Latin letters without marks.
#pragma once

#include <string_view>

#include "core/dates/names.h"

namespace tamis::dates {

struct RoleWords {
  Role role;
  std::string_view words;
};

inline constexpr RoleWords kRoleWords[] = {
    {kAm, "am a vorm vm fm ap dop oo sa pg fh pd priespiet priekspusd priekspusdiena"},
    {kPm, "pm p nachm nm em ip odp pop os ch ptg eh md popiet pecp pecpusd pecpusdiena"},
    {kOf, "of de del dels do da di d du van"},
    {kAt,
     "at um a om kl klo klokka klockan kell alle all ore ora orele as las les la v o u ob ne godz "
     "pukul pada nang ag am luc saat plkst"},
    {kHourMark,
     "uhr uur h hr hrs hs hour hours heure heures hora horas hodin hod ore u val timer bo"},
    {kMinuteMark, "min mn minute minutes minutos minuten minuti"},
    {kSecondMark, "s sec sek second seconds seconde secondes segundos sekunden secondi"},
    {kYearMark,
     "r rok roku g god godina godine gada gads nam anul ano any m metu metai leta yil yili ko"},
    {kMonthMark, "thang thg"},
    {kDayMark, "d dia diena dienos ngay"},
    {kOrdinal, "st nd rd th er ere re e eme o a ste de ro ero n"},
    {kThe, "the on le el il lo la den der dem am vom em op dne dnia dia tanggal tgl e l o"},
    {kWeekdayPart, "feira dydd ertesi axsami hari"},
    {kBeforeChrist, "bc bce"},
    {kAnnoDomini, "ad ce"},
};

}  // namespace tamis::dates
