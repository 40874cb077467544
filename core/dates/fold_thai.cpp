#include <string_view>

#include "core/dates/fold_parts.h"
#include "core/dates/phrase_table.h"

namespace tamis::dates {
namespace {

constexpr std::string_view kMonths =
    "มกราคม ม.ค. มค|กุมภาพันธ์ ก.พ. กพ|มีนาคม มี.ค. มีค|เมษายน เม.ย. เมย|พฤษภาคม พ.ค. พค|"
    "มิถุนายน มิ.ย. มิย|กรกฎาคม ก.ค. กค|สิงหาคม ส.ค. สค|กันยายน ก.ย. กย|ตุลาคม ต.ค. ตค|"
    "พฤศจิกายน พ.ย. พย|ธันวาคม ธ.ค. ธค";
constexpr std::string_view kWeekdays =
    "วันจันทร์ จันทร์|วันอังคาร อังคาร|วันพุธ พุธ|วันพฤหัสบดี พฤหัสบดี วันพฤหัส พฤหัส|"
    "วันศุกร์ ศุกร์|วันเสาร์ เสาร์|วันอาทิตย์ อาทิตย์";
// พุทธศักราช and พ.ศ. are the Buddhist era, whose years a reader tells by their size.
constexpr std::string_view kSmallWords = "วันที่ ที่ เดือน ปี พุทธศักราช พ.ศ. คริสต์ศักราช ค.ศ. เวลา นาฬิกา น.";

constexpr auto kPhrases = [] {
  PhraseTable<64> table;
  table.add_in_order(kMonths, Token::january);
  table.add_in_order(kWeekdays, Token::monday);
  table.add(kSmallWords, Token::small_word);
  return table;
}();

}  // namespace

Folded fold_thai(std::string_view text) noexcept { return kPhrases.find(text); }

}  // namespace tamis::dates
