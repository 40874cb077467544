#include <array>
#include <cstddef>
#include <string_view>

#include "core/dates/fold_parts.h"
#include "core/dates/phrase_table.h"

namespace tamis::dates {
namespace {

// In the order of the tokens from year on.
constexpr std::string_view kUnits = "年 년|月 월|日 号 號 일|時 时 点 點 시|分 분|秒 초";
// A part of the day that is not wholly before or after noon is left out (晚上12点 is midnight).
constexpr std::string_view kMornings = "上午 午前 오전 凌晨 清晨 早上";
constexpr std::string_view kAfternoons = "下午 午後 午后 오후";
constexpr std::string_view kEras =
    "令和 ㋿|平成 ㍻|昭和 ㍼|大正 ㍽|明治 ㍾|中華民國 中华民国 民國 "
    "民国";
constexpr std::string_view kCommonEra = "西元 公元 西暦 西历 서기";
constexpr std::string_view kWeekdays =
    "星期一 礼拜一 禮拜一 周一 週一 月曜日 月曜 월요일|"
    "星期二 礼拜二 禮拜二 周二 週二 火曜日 火曜 화요일|"
    "星期三 礼拜三 禮拜三 周三 週三 水曜日 水曜 수요일|"
    "星期四 礼拜四 禮拜四 周四 週四 木曜日 木曜 목요일|"
    "星期五 礼拜五 禮拜五 周五 週五 金曜日 金曜 금요일|"
    "星期六 礼拜六 禮拜六 周六 週六 土曜日 土曜 토요일|"
    "星期日 星期天 礼拜日 礼拜天 禮拜日 禮拜天 周日 週日 日曜日 日曜 일요일";
// Days of the moon, of fire, ...: alone in parentheses.
constexpr std::string_view kShortWeekdays =
    "月 월 一|火 화 二|水 수 三|木 목 四|金 금 五|土 토 六|日 일";

constexpr auto kPhrases = [] {
  PhraseTable<128> table;
  table.add_in_order(kUnits, Token::year);
  table.add(kMornings, Token::am);
  table.add(kAfternoons, Token::pm);
  table.add_in_order(kEras, Token::reiwa);
  table.add(kCommonEra, Token::small_word);
  table.add_in_order(kWeekdays, Token::monday);
  return table;
}();

constexpr auto kInParentheses = [] {
  PhraseTable<24> table;
  table.add_in_order(kShortWeekdays, Token::monday);
  return table;
}();

Folded fold_weekday_in_parentheses(std::string_view text) noexcept {
  const Folded weekday = kInParentheses.find(text);
  if (weekday.read == 0) return weekday;
  const std::string_view rest = text.substr(weekday.read);
  return rest.starts_with(')') || rest.starts_with("）") ? weekday : Folded{};
}

// 0 to 9; 10, 20 and 30 for the signs of tens; -1 for no numeral.
constexpr int numeral(char32_t point) noexcept {
  switch (point) {
    case U'〇':
    case U'零':
    case U'○': return 0;
    case U'一': return 1;
    case U'二': return 2;
    case U'三': return 3;
    case U'四': return 4;
    case U'五': return 5;
    case U'六': return 6;
    case U'七': return 7;
    case U'八': return 8;
    case U'九': return 9;
    case U'十': return 10;
    case U'廿': return 20;
    case U'卅': return 30;
    default: return -1;
  }
}

// 十 is 10, 二十 20, 二十五 and 廿五 25; -1 for what is no such number.
constexpr int number_with_tens(const std::array<int, 4>& numerals, std::size_t count) noexcept {
  std::size_t i = 0;
  int tens = 1;
  if (numerals[0] < 10) tens = numerals[i++];
  const int sign = numerals[i++];
  if (tens == 0 || (sign > 10 && i != 1)) return -1;
  const int units = i < count ? numerals[i++] : 0;
  return i == count && units < 10 && sign >= 10 ? tens * sign + units : -1;
}

// 二〇二四 digit by digit, or a number below a hundred with its tens.
Folded fold_number(std::string_view text) noexcept {
  std::array<int, 4> numerals{};
  std::size_t count = 0;
  Folded folded;
  bool tens = false;
  while (true) {
    const CodePoint point = first_of(text.substr(folded.read));
    const int value = point.size == 0 ? -1 : numeral(point.value);
    if (value < 0) break;
    if (count == numerals.size()) return {};
    tens = tens || value >= 10;
    numerals[count++] = value;
    folded.read += point.size;
  }
  if (tens) {
    const int number = number_with_tens(numerals, count);
    if (number < 0) return {};
    folded.put(static_cast<char>('0' + number / 10));
    folded.put(static_cast<char>('0' + number % 10));
    return folded;
  }
  for (std::size_t i = 0; i < count; ++i) folded.put(static_cast<char>('0' + numerals[i]));
  return folded;
}

}  // namespace

Folded fold_east_asian(std::string_view text, char before) noexcept {
  if (before == '(') {
    const Folded weekday = fold_weekday_in_parentheses(text);
    if (weekday.read != 0) return weekday;
  }
  const Folded phrase = kPhrases.find(text);
  if (phrase.read != 0) return phrase;
  constexpr std::string_view kFirst = "元";  // the first year of an era
  if (text.starts_with("元年")) return Folded::of(kFirst.size(), '1');
  return fold_number(text);
}

}  // namespace tamis::dates
