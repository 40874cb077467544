#include "core/dates/fold.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "core/dates/names.h"

namespace tamis::dates {
namespace {

std::string fold(std::string_view text) {
  std::array<char, kLongestDate> out;
  return {out.data(), dates::fold(text, 0, out)};
}

std::string with(Token token) { return {static_cast<char>(token)}; }

// Tokens in a readable form: <mar> for March, <3> for Wednesday, <year>.
std::string readable(std::string_view folded) {
  static constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                                 "jul", "aug", "sep", "oct", "nov", "dec"};
  static constexpr std::string_view kUnits[] = {"year",   "month", "day", "hour", "minute",
                                                "second", "am",    "pm",  "word"};
  static constexpr std::string_view kEras[] = {"reiwa",  "heisei", "showa",
                                               "taisho", "meiji",  "minguo"};
  std::string text;
  for (const char c : folded) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else if (byte <= 0x8C) {
      text.append("<").append(kMonths[byte - 0x81]).append(">");
    } else if (byte <= 0x97) {
      text.append("<").append(std::to_string(byte - 0x90)).append(">");
    } else if (byte <= 0xA8) {
      text.append("<").append(kUnits[byte - 0xA0]).append(">");
    } else {
      text.append("<").append(kEras[byte - 0xB0]).append(">");
    }
  }
  return text;
}

struct Expected {
  std::string_view text;
  std::string_view folded;
};

template <std::size_t kCount>
void expect_all(const Expected (&cases)[kCount]) {
  for (const Expected& c : cases) EXPECT_EQ(readable(fold(c.text)), c.folded) << c.text;
}

struct Said {
  unsigned months = 0;
  unsigned weekdays = 0;
  bool known = true;
};

Said said_by(std::string_view folded, std::uint64_t language) {
  Said said;
  for (std::size_t i = 0; i < folded.size();) {
    const auto byte = static_cast<unsigned char>(folded[i]);
    std::size_t end = i;
    while (end < folded.size() && ((folded[end] | 0x20) >= 'a' && (folded[end] | 0x20) <= 'z')) {
      ++end;
    }
    if (byte > 0x80 && byte <= 0x8C) said.months |= 1U << (byte - 0x81U);
    if (byte > 0x90 && byte <= 0x97) said.weekdays |= 1U << (byte - 0x91U);
    if (end > i) {
      const Word word = find_word(folded.substr(i, end - i), language);
      said.known = said.known && word.known();
      if (!word.roman) said.months |= word.months;
      said.weekdays |= word.weekdays;
    }
    i = end > i ? end : i + 1;
  }
  return said;
}

// Every month of every language, as ICU prints it with day and weekday.
TEST(Fold, KnowsEveryNameOfEveryLanguage) {
  std::ifstream file(TAMIS_SOURCE_DIR "/tests/core/printed_dates.tsv");
  std::string line;
  int dates = 0;
  while (std::getline(file, line)) {
    if (line.starts_with('#')) continue;
    SCOPED_TRACE(line);
    std::istringstream fields(line);
    std::string language;
    unsigned month = 0;
    unsigned weekday = 0;
    std::string text;
    fields >> language >> month >> weekday;
    std::getline(fields >> std::ws, text);
    const Said said = said_by(fold(text), language_of(language));
    EXPECT_TRUE(said.known);
    EXPECT_NE(said.months >> (month - 1) & 1U, 0U);
    EXPECT_NE(said.weekdays >> (weekday - 1) & 1U, 0U);
    ++dates;
  }
  EXPECT_GT(dates, 1000);
}

TEST(Fold, LeavesAsciiAsItIs) {
  for (const std::string_view text :
       {"2024-03-05T14:30:45.123Z", "Tue, 5 Mar 2024", "~!@#$%^&*()_+{}|<>?", "a", "\x01\x7F"}) {
    EXPECT_EQ(fold(text), text);
  }
  EXPECT_EQ(fold(std::string_view("a\0b", 3)), std::string_view("a\0b", 3));
  EXPECT_EQ(fold(""), "");
}

TEST(Fold, TakesTheMarksOffLatinLetters) {
  expect_all({{"14 février 2024", "14 fevrier 2024"},
              {"5 AOÛT 2024", "5 AOuT 2024"},
              {"5. März 2024", "5. Marz 2024"},
              {"Dienstag, 5. MÄRZ", "Dienstag, 5. MaRZ"},
              {"5 września 2024", "5 wrzesnia 2024"},
              {"5. září 2024", "5. zari 2024"},
              {"5 Ağustos 2024", "5 Agustos 2024"},
              {"5 Kasım 2024", "5 Kasim 2024"},
              {"poniedziałek", "poniedzialek"},
              {"lørdag søndag", "lordag sondag"},
              {"þriðjudagur", "thridjudagur"},
              {"weiß", "weiss"},
              {"5 tháng 3, 2024", "5 thang 3, 2024"},
              {"çərşənbə axşamı", "cersenbe axsami"},
              {"fe\xCC\x81vrier", "fevrier"},  // e and a mark of its own
              {"sâmbătă și marți", "sambata si marti"}});
}

TEST(Fold, KnowsDigitsOfEveryScript) {
  expect_all({{"٢٠٢٤-٠٣-٠٥", "2024-03-05"},
              {"۲۰۲۴/۰۳/۰۵", "2024/03/05"},
              {"२०२४-०३-०५", "2024-03-05"},
              {"৫ মার্চ, ২০২৪", "5 <mar>, 2024"},
              {"๕ มีนาคม ๒๕๖๗", "5 <mar> 2567"},
              {"２０２４－０３－０５Ｔ１４：３０", "2024-03-05T14:30"},
              {"𝟚𝟘𝟚𝟜-𝟎𝟑-𝟬𝟱", "2024-03-05"},
              {"௨௦௨௪-௦௩-௦௫", "2024-03-05"},
              {"៩០", "90"}});
  EXPECT_EQ(fold("2024-03-0²"), "");
  EXPECT_EQ(fold("½"), "");
  EXPECT_EQ(fold("②"), "");
}

TEST(Fold, KnowsSignsByTheirTwins) {
  expect_all({{"2024\u201003\u201105\u201206\u201307\u201408\u2015"
               "09\u221210\uFE5811\uFF0D12",
               "2024-03-05-06-07-08-09-10-11-12"},
              {"5\u204403\u22152024", "5/03/2024"},
              {"\u20185 Mar \u201924", "'5 Mar '24"},
              {"\u201C2024-03-05\u201D \u00AB\u00BB", "\"2024-03-05\" \"\""},
              {"「2024-03-05」", "\"2024-03-05\""},
              {"【2024-03-05】", "[2024-03-05]"},
              {"5\u060C 2024\u3001 3\u3002", "5, 2024, 3."},
              {"（2024）", "(2024)"},
              {"1º de marzo", "1<word> de marzo"},
              {"1ª", "1<word>"},
              {"1° marzo", "1<word> marzo"},
              {"1ᵉʳ mars", "1er mars"}});
  EXPECT_EQ(fold("º"), "");
  EXPECT_EQ(fold("20 °C"), "");
}

TEST(Fold, KnowsEverySpace) {
  expect_all({{"5\u00A0March\u20092024\u202F14:30\u30002", "5 March 2024 14:30 2"},
              {"5\u2003March\u1680\u20282024\u2029\u0085", "5 March  2024  "}});
}

TEST(Fold, DropsWhatPrintsNothing) {
  expect_all({{"\uFEFF2024\u200B-\u200E03\u200F-\u00AD05", "2024-03-05"},
              {"\u202A\u20662024\u2069\u202C", "2024"},
              {"٥ م\u0640ارس ٢٠٢٤", "5 <mar> 2024"},
              {"سه\u200Cشنبه", "<2>"}});
}

TEST(Fold, KnowsWordsInAnyCaseAndAccent) {
  expect_all({{"5 МАРТА 2024 Г.", "5 <mar> 2024 <word>."},
              {"5 Мая", "5 <may>"},
              {"5 маи\xCC\x86", "5 <may>"},  // a breve of its own
              {"5 ΜΑΡΤΊΟΥ 2024", "5 <mar> 2024"},
              {"5 Μαρτιος", "5 <mar>"},
              {"5 Μαΐου", "5 <may>"},
              {"п'ятниця, п’ятниця, пʼятниця", "<5>, <5>, <5>"},
              {"5марта2024", "5<mar>2024"},
              {"أبريل ابريل أَبْريل", "<apr> <apr> <apr>"},
              {"फ़रवरी फरवरी", "<feb> <feb>"},
              {"5 במרץ 2024", "5 <mar> 2024"},
              {"ב-5 ליולי", "<word>-5 <jul>"},
              {"ינו' ינו׳ ינו", "<jan> <jan> <jan>"},
              {"יום ב׳", "<word> <1>"}});
}

TEST(Fold, KnowsNamesOfTwoWords) {
  expect_all({{"5 كانون الثاني 2024", "5 <jan> 2024"},
              {"5 كانون الأول 2024", "5 <dec> 2024"},
              {"5 تشرين الأول 2024", "5 <oct> 2024"},
              {"5 كانون 2024", ""},
              {"Thứ Ba, 5 tháng 3", "<2>, 5 thang 3"},
              {"Thứ Năm Thứ 7 Chủ Nhật", "<4> <6> <7>"},
              {"thứ 25", "thu 25"}});
}

TEST(Fold, KnowsHalvesOfTheDay) {
  expect_all({{"2:30 μ.μ.", "2:30 <pm>"},
              {"2:30 π.μ.", "2:30 <am>"},
              {"2:30 ΜΜ", "2:30 <pm>"},
              {"2:30 م", "2:30 <pm>"},
              {"2:30 ص", "2:30 <am>"},
              {"下午2:30", "<pm>2:30"},
              {"上午", "<am>"},
              {"午後2:30", "<pm>2:30"},
              {"오후 2:30", "<pm> 2:30"},
              {"오전", "<am>"},
              {"2:30 пп", "2:30 <pm>"},
              {"2:30 אחה״צ", "2:30 <pm>"},
              {"2:30 אחה\"צ", "2:30 <pm>"}});
}

TEST(Fold, KnowsEastAsianDates) {
  expect_all({{"2024年3月5日14時30分45秒", "2024<year>3<month>5<day>14<hour>30<minute>45<second>"},
              {"2024年3月5号 14点30分", "2024<year>3<month>5<day> 14<hour>30<minute>"},
              {"2024년 3월 5일 화요일", "2024<year> 3<month> 5<day> <2>"},
              {"2024년 3월 5일 (화)", "2024<year> 3<month> 5<day> (<2>)"},
              {"2024年3月5日(火)", "2024<year>3<month>5<day>(<2>)"},
              {"2024年3月5日（日）", "2024<year>3<month>5<day>(<7>)"},
              {"星期二 周二 週二 礼拜二 星期天 周日", "<2> <2> <2> <2> <7> <7>"},
              {"月曜日 火曜日 日曜日", "<1> <2> <7>"},
              {"월요일 일요일", "<1> <7>"},
              {"令和6年平成31年昭和64年", "<reiwa>6<year><heisei>31<year><showa>64<year>"},
              {"大正15年明治45年民國113年", "<taisho>15<year><meiji>45<year><minguo>113<year>"},
              {"中華民國113年 中华民国 民国", "<minguo>113<year> <minguo> <minguo>"},
              {"令和元年5月1日", "<reiwa>1<year>5<month>1<day>"},
              {"公元2024年", "<word>2024<year>"}});
  EXPECT_EQ(fold("火"), "");  // alone, it's fire
  EXPECT_EQ(fold("2024年度"), "");
  EXPECT_EQ(fold("东京"), "");
}

TEST(Fold, KnowsHanNumerals) {
  expect_all({{"二〇二四年三月五日", "2024<year>3<month>5<day>"},
              {"二零二四年十二月三十一日", "2024<year>12<month>31<day>"},
              {"十 十一 二十 二十五 三十", "10 11 20 25 30"},
              {"廿五 卅 卅一", "25 30 31"},
              {"民國一一三年", "<minguo>113<year>"}});
  for (const std::string_view text : {"十十", "二〇十四", "一二三四五", "二廿", "十二三", "〇十"}) {
    EXPECT_EQ(fold(text), "") << text;
  }
}

TEST(Fold, KnowsThaiDates) {
  expect_all({{"5 มีนาคม 2567", "5 <mar> 2567"},
              {"วันอังคารที่ 5 มีนาคม พ.ศ. 2567", "<2><word> 5 <mar> <word> 2567"},
              {"5 มี.ค. 2567", "5 <mar> 2567"},
              {"5 มิ.ย. 67", "5 <jun> 67"},
              {"5 พ.ค. 2567", "5 <may> 2567"},
              {"วันพฤหัสบดี", "<4>"}});
  EXPECT_EQ(fold("กรุงเทพ"), "");
}

TEST(Fold, RefusesOtherWords) {
  for (const std::string_view text :
       {"15 اسفند 1402", "5 мартa 2024", "5 маrта", "xмарта", "мартax", "мартé", "Mаrch 5",  // а
        "маршал", "мартмарта", "5 μαρτμαρτ", "привет", "שלום", "السلام", "नमस्ते", "ქართული",
        "5 € 2024", "📅 2024-03-05", "5 հունվարի", "вторникпонедельниквторникпонедельник"}) {
    EXPECT_EQ(fold(text), "") << text;
  }
}

TEST(Fold, RefusesBrokenUtf8) {
  for (const std::string_view text :
       {"\x80", "\xFF", "2024\xC0\xAF", "5 m\xC3", "5 \xD0\xBC\xD0", "\xE6\x97", "2024\xE5\xB9",
        "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF0\x9D\x9F", "\xC3(", "март\xD0", "\x85"}) {
    EXPECT_EQ(fold(text), "") << text;
  }
}

TEST(Fold, StopsAtTheLongestDate) {
  const std::string longest(kLongestDate, '1');
  EXPECT_EQ(fold(longest), longest);
  EXPECT_EQ(fold(longest + "1"), "");
  EXPECT_EQ(fold(longest.substr(1) + "é"), longest.substr(1) + "e");
  EXPECT_EQ(fold(longest.substr(1) + "æ"), "");
  EXPECT_EQ(fold(longest.substr(1) + "二四"), "");
  std::string invisible;
  for (int i = 0; i < 100000; ++i) invisible += "\u200B";
  EXPECT_EQ(fold(invisible), "");
  std::array<char, 4> small;
  EXPECT_EQ(dates::fold("2024é", 0, small), 0U);
}

// Cut anywhere, a text is folded or refused, and never read beyond its end.
TEST(Fold, TakesTextsCutAnywhere) {
  for (const std::string_view text :
       {"وم الثلاثاء، 5 كانون الثاني 2024", "יום שלישי, 5 במרץ 2024 אחה״צ", "Thứ Ba Chủ Nhật",
        "令和元年三十一日（火）午後", "วันพฤหัสบดีที่ 5 มี.ค. 2567", "пʼятниця 2:30 μ.μ."}) {
    for (std::size_t size = 0; size <= text.size(); ++size) {
      const std::string exact(text.substr(0, size));  // its end is the allocation's
      EXPECT_LE(fold(exact).size(), size);
    }
  }
}

TEST(Fold, KeepsTokensApart) { EXPECT_EQ(fold("март"), with(Token(0x83))); }

}  // namespace
}  // namespace tamis::dates
