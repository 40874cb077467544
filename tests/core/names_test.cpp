#include "core/dates/names.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace tamis::dates {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

unsigned month_bit(int month) { return 1U << static_cast<unsigned>(month - 1); }

int month_of(std::string_view word) {
  const Word found = find_word(word);
  return std::has_single_bit(found.months) ? std::countr_zero(found.months) + 1 : 0;
}

// As Intl.DateTimeFormat of ICU 78 prints the second of January, the third of February, ... the
// thirteenth of December 2024, in its full style and with short names; marks taken off.
struct Printed {
  std::string_view language;
  std::array<std::string_view, 12> dates;
};

constexpr std::array<int, 12> kWeekdays = {2, 6, 1, 5, 1, 5, 1, 5, 2, 5, 2, 5};  // 1 Monday

constexpr Printed kCore[] = {
    {"en",
     {"Tuesday, January 2, 2024", "Saturday, February 3, 2024", "Monday, March 4, 2024",
      "Friday, April 5, 2024", "Monday, May 6, 2024", "Friday, June 7, 2024",
      "Monday, July 8, 2024", "Friday, August 9, 2024", "Tuesday, September 10, 2024",
      "Friday, October 11, 2024", "Tuesday, November 12, 2024", "Friday, December 13, 2024"}},
    {"en",
     {"Tue, Jan 2, 2024", "Sat, Feb 3, 2024", "Mon, Mar 4, 2024", "Fri, Apr 5, 2024",
      "Mon, May 6, 2024", "Fri, Jun 7, 2024", "Mon, Jul 8, 2024", "Fri, Aug 9, 2024",
      "Tue, Sep 10, 2024", "Fri, Oct 11, 2024", "Tue, Nov 12, 2024", "Fri, Dec 13, 2024"}},
    {"de",
     {"Dienstag, 2. Januar 2024", "Samstag, 3. Februar 2024", "Montag, 4. Marz 2024",
      "Freitag, 5. April 2024", "Montag, 6. Mai 2024", "Freitag, 7. Juni 2024",
      "Montag, 8. Juli 2024", "Freitag, 9. August 2024", "Dienstag, 10. September 2024",
      "Freitag, 11. Oktober 2024", "Dienstag, 12. November 2024", "Freitag, 13. Dezember 2024"}},
    {"de",
     {"Di., 2. Jan. 2024", "Sa., 3. Feb. 2024", "Mo., 4. Marz 2024", "Fr., 5. Apr. 2024",
      "Mo., 6. Mai 2024", "Fr., 7. Juni 2024", "Mo., 8. Juli 2024", "Fr., 9. Aug. 2024",
      "Di., 10. Sept. 2024", "Fr., 11. Okt. 2024", "Di., 12. Nov. 2024", "Fr., 13. Dez. 2024"}},
    {"fr",
     {"mardi 2 janvier 2024", "samedi 3 fevrier 2024", "lundi 4 mars 2024", "vendredi 5 avril 2024",
      "lundi 6 mai 2024", "vendredi 7 juin 2024", "lundi 8 juillet 2024", "vendredi 9 aout 2024",
      "mardi 10 septembre 2024", "vendredi 11 octobre 2024", "mardi 12 novembre 2024",
      "vendredi 13 decembre 2024"}},
    {"fr",
     {"mar. 2 janv. 2024", "sam. 3 fevr. 2024", "lun. 4 mars 2024", "ven. 5 avr. 2024",
      "lun. 6 mai 2024", "ven. 7 juin 2024", "lun. 8 juil. 2024", "ven. 9 aout 2024",
      "mar. 10 sept. 2024", "ven. 11 oct. 2024", "mar. 12 nov. 2024", "ven. 13 dec. 2024"}},
    {"es",
     {"martes, 2 de enero de 2024", "sabado, 3 de febrero de 2024", "lunes, 4 de marzo de 2024",
      "viernes, 5 de abril de 2024", "lunes, 6 de mayo de 2024", "viernes, 7 de junio de 2024",
      "lunes, 8 de julio de 2024", "viernes, 9 de agosto de 2024",
      "martes, 10 de septiembre de 2024", "viernes, 11 de octubre de 2024",
      "martes, 12 de noviembre de 2024", "viernes, 13 de diciembre de 2024"}},
    {"es",
     {"mar, 2 ene 2024", "sab, 3 feb 2024", "lun, 4 mar 2024", "vie, 5 abr 2024", "lun, 6 may 2024",
      "vie, 7 jun 2024", "lun, 8 jul 2024", "vie, 9 ago 2024", "mar, 10 sept 2024",
      "vie, 11 oct 2024", "mar, 12 nov 2024", "vie, 13 dic 2024"}},
    {"pt",
     {"terca-feira, 2 de janeiro de 2024", "sabado, 3 de fevereiro de 2024",
      "segunda-feira, 4 de marco de 2024", "sexta-feira, 5 de abril de 2024",
      "segunda-feira, 6 de maio de 2024", "sexta-feira, 7 de junho de 2024",
      "segunda-feira, 8 de julho de 2024", "sexta-feira, 9 de agosto de 2024",
      "terca-feira, 10 de setembro de 2024", "sexta-feira, 11 de outubro de 2024",
      "terca-feira, 12 de novembro de 2024", "sexta-feira, 13 de dezembro de 2024"}},
    {"pt",
     {"ter., 2 de jan. de 2024", "sab., 3 de fev. de 2024", "seg., 4 de mar. de 2024",
      "sex., 5 de abr. de 2024", "seg., 6 de mai. de 2024", "sex., 7 de jun. de 2024",
      "seg., 8 de jul. de 2024", "sex., 9 de ago. de 2024", "ter., 10 de set. de 2024",
      "sex., 11 de out. de 2024", "ter., 12 de nov. de 2024", "sex., 13 de dez. de 2024"}},
    {"it",
     {"martedi 2 gennaio 2024", "sabato 3 febbraio 2024", "lunedi 4 marzo 2024",
      "venerdi 5 aprile 2024", "lunedi 6 maggio 2024", "venerdi 7 giugno 2024",
      "lunedi 8 luglio 2024", "venerdi 9 agosto 2024", "martedi 10 settembre 2024",
      "venerdi 11 ottobre 2024", "martedi 12 novembre 2024", "venerdi 13 dicembre 2024"}},
    {"it",
     {"mar 2 gen 2024", "sab 3 feb 2024", "lun 4 mar 2024", "ven 5 apr 2024", "lun 6 mag 2024",
      "ven 7 giu 2024", "lun 8 lug 2024", "ven 9 ago 2024", "mar 10 set 2024", "ven 11 ott 2024",
      "mar 12 nov 2024", "ven 13 dic 2024"}},
    {"nl",
     {"dinsdag 2 januari 2024", "zaterdag 3 februari 2024", "maandag 4 maart 2024",
      "vrijdag 5 april 2024", "maandag 6 mei 2024", "vrijdag 7 juni 2024", "maandag 8 juli 2024",
      "vrijdag 9 augustus 2024", "dinsdag 10 september 2024", "vrijdag 11 oktober 2024",
      "dinsdag 12 november 2024", "vrijdag 13 december 2024"}},
    {"nl",
     {"di 2 jan 2024", "za 3 feb 2024", "ma 4 mrt 2024", "vr 5 apr 2024", "ma 6 mei 2024",
      "vr 7 jun 2024", "ma 8 jul 2024", "vr 9 aug 2024", "di 10 sep 2024", "vr 11 okt 2024",
      "di 12 nov 2024", "vr 13 dec 2024"}},
};

TEST(Names, ReadsTheDatesOfTheCoreLanguages) {
  for (const Printed& printed : kCore) {
    const std::uint64_t language = language_of(printed.language);
    ASSERT_NE(language, 0U) << printed.language;
    for (std::size_t i = 0; i < printed.dates.size(); ++i) {
      SCOPED_TRACE(printed.dates[i]);
      unsigned months = 0;
      unsigned weekdays = 0;
      for (const std::string& word : words_of(printed.dates[i])) {
        const Word found = find_word(word, language);
        EXPECT_TRUE(found.known()) << word;
        if (!found.roman) months |= found.months;
        weekdays |= found.weekdays;
      }
      // A date may begin with "mar." for Tuesday, which is March too.
      EXPECT_NE(months & month_bit(static_cast<int>(i) + 1), 0U);
      EXPECT_TRUE(months == month_bit(static_cast<int>(i) + 1) ||
                  printed.dates[i].find("mar") == 0);
      EXPECT_NE(weekdays >> static_cast<unsigned>(kWeekdays[i] - 1) & 1U, 0U);
    }
  }
}

TEST(Names, ReadsAMonthWithoutKnowingTheLanguage) {
  for (const Printed& printed : kCore) {
    for (std::size_t i = 0; i < printed.dates.size(); ++i) {
      bool found = false;
      for (const std::string& word : words_of(printed.dates[i])) {
        found = found || month_of(word) == static_cast<int>(i) + 1;
      }
      EXPECT_TRUE(found) << printed.dates[i];
    }
  }
}

TEST(Names, KnowsWhatPeopleWriteBesides) {
  const struct {
    std::string_view word;
    int month;
  } cases[] = {{"mrz", 3},     {"maerz", 3},    {"jaenner", 1}, {"janner", 1},  {"feber", 2},
               {"sept", 9},    {"set", 9},      {"juil", 7},    {"fevr", 2},    {"aou", 8},
               {"dez", 12},    {"mrt", 3},      {"marc", 3},    {"juno", 6},    {"setiembre", 9},
               {"genn", 1},    {"ott", 10},     {"giu", 6},     {"marca", 3},   {"maaliskuuta", 3},
               {"brezna", 3},  {"ozujka", 3},   {"kovo", 3},    {"augusti", 8}, {"desember", 12},
               {"agustos", 8}, {"wrzesnia", 9}, {"zari", 9},    {"marcius", 3}, {"martie", 3},
               {"marts", 3},   {"veebruar", 2}, {"shtator", 9}, {"ogos", 8},    {"disyembre", 12}};
  for (const auto& c : cases) EXPECT_EQ(month_of(c.word), c.month) << c.word;
}

TEST(Names, ReadsAnyCase) {
  for (const std::string_view word : {"september", "September", "SEPTEMBER", "sEpTeMbEr"}) {
    EXPECT_EQ(month_of(word), 9) << word;
  }
  EXPECT_EQ(month_of("DONNERSTAG"), 0);
  EXPECT_EQ(find_word("DONNERSTAG").weekdays, 1U << 3);
}

TEST(Names, SaysBothMonthsWhereLanguagesDiffer) {
  const unsigned both = month_bit(10) | month_bit(11);
  EXPECT_EQ(find_word("listopada").months, both);
  EXPECT_EQ(find_word("lis").months, both);
  EXPECT_EQ(find_word("Lip").months, month_bit(6) | month_bit(7));
  EXPECT_EQ(find_word("srp").months, month_bit(7) | month_bit(8));
  EXPECT_EQ(find_word("listopada", language_of("pl")).months, month_bit(11));
  EXPECT_EQ(find_word("listopada", language_of("hr")).months, month_bit(10));
  EXPECT_EQ(find_word("listopada", language_of("hr") | language_of("pl")).months, both);
  EXPECT_EQ(find_word("listopada", language_of("en")).months, both);
  EXPECT_EQ(find_word("srpna").months, month_bit(8));
}

TEST(Names, TakesAnOrdinaryWordForANameOnlyInItsLanguage) {
  EXPECT_FALSE(find_word("pro").known());
  EXPECT_FALSE(find_word("PRO", language_of("en") | language_of("pl")).known());
  EXPECT_EQ(find_word("pro", language_of("hr")).months, month_bit(12));
  EXPECT_EQ(find_word("led", language_of("cs")).months, month_bit(1));
  EXPECT_EQ(find_word("to", language_of("fi")).weekdays, 1U << 3);
  EXPECT_TRUE(find_word("to", language_of("fi")).abbreviated);
}

TEST(Names, SaysMonthAndWeekdayWhereAWordIsBoth) {
  const Word mar = find_word("mar");
  EXPECT_EQ(mar.months, month_bit(3));
  EXPECT_EQ(mar.weekdays, 1U << 1);
  EXPECT_EQ(find_word("mar", language_of("en")).weekdays, 0);
  EXPECT_EQ(find_word("Mar", language_of("pl")).months, month_bit(3));
  EXPECT_EQ(find_word("so", language_of("de")).weekdays, 1U << 6);
  EXPECT_EQ(find_word("so", language_of("cs")).weekdays, 1U << 5);
}

TEST(Names, SaysWhetherANameIsShort) {
  EXPECT_TRUE(find_word("sept").abbreviated);
  EXPECT_FALSE(find_word("sept").full);
  EXPECT_TRUE(find_word("september").full);
  EXPECT_FALSE(find_word("september").abbreviated);
  EXPECT_TRUE(find_word("may").full);
  EXPECT_TRUE(find_word("may").abbreviated);
  EXPECT_TRUE(find_word("do").abbreviated);
}

TEST(Names, NumbersRomanMonthsApart) {
  const std::string_view numerals[] = {"I",   "II",   "III", "IV", "V",  "VI",
                                       "VII", "VIII", "IX",  "X",  "XI", "XII"};
  for (unsigned i = 0; i < 12; ++i) {
    const Word word = find_word(numerals[i]);
    EXPECT_TRUE(word.roman) << numerals[i];
    EXPECT_EQ(word.months, 1U << i) << numerals[i];
  }
  for (const std::string_view word : {"XIII", "IIII", "XX", "VX"}) {
    EXPECT_FALSE(find_word(word).known()) << word;
  }
}

// Only Roman numerals are months of fewer than three letters.
TEST(Names, TakesNoTwoLettersForAMonth) {
  for (char a = 'a'; a <= 'z'; ++a) {
    const Word one = find_word({&a, 1});
    EXPECT_TRUE(one.months == 0 || one.roman) << a;
    for (char b = 'a'; b <= 'z'; ++b) {
      const char two[] = {a, b};
      const Word word = find_word({two, 2});
      EXPECT_TRUE(word.months == 0 || word.roman) << a << b;
    }
  }
}

TEST(Names, KnowsTheSmallWords) {
  const struct {
    std::string_view word;
    Role role;
  } cases[] = {{"am", kAm},
               {"PM", kPm},
               {"a", kAm},
               {"p", kPm},
               {"nachm", kPm},
               {"of", kOf},
               {"de", kOf},
               {"del", kOf},
               {"at", kAt},
               {"um", kAt},
               {"klo", kAt},
               {"alle", kAt},
               {"ore", kAt},
               {"as", kAt},
               {"Uhr", kHourMark},
               {"uur", kHourMark},
               {"h", kHourMark},
               {"heures", kHourMark},
               {"min", kMinuteMark},
               {"s", kSecondMark},
               {"gada", kYearMark},
               {"nam", kYearMark},
               {"anul", kYearMark},
               {"m", kYearMark},
               {"thang", kMonthMark},
               {"thg", kMonthMark},
               {"ngay", kDayMark},
               {"d", kDayMark},
               {"st", kOrdinal},
               {"th", kOrdinal},
               {"er", kOrdinal},
               {"e", kOrdinal},
               {"ste", kOrdinal},
               {"the", kThe},
               {"den", kThe},
               {"il", kThe},
               {"am", kThe},
               {"feira", kWeekdayPart},
               {"BC", kBeforeChrist},
               {"ce", kAnnoDomini}};
  for (const auto& c : cases) EXPECT_TRUE(find_word(c.word).is(c.role)) << c.word;
  EXPECT_TRUE(find_word("am", language_of("de")).is(kAm));  // roles are never limited
}

TEST(Names, KnowsNoOtherWord) {
  for (const std::string_view word :
       {"",          "Marchh", "Marc h", "januaryy",   "septemb", "today",
        "yesterday", "spring", "led",    "pro",        "to",      "q",
        "zz",        "jan.",   "jan1",   "j\xC3\xA4n", "mar\x80", "septemberseptember",
        "@@@",       "M[R",    "may\x01"}) {
    EXPECT_FALSE(find_word(word).known()) << word;
  }
  const std::string zeros("mar\0\0\0", 6);
  EXPECT_FALSE(find_word(zeros).known());
}

TEST(Names, KnowsLanguagesByTheirCodes) {
  EXPECT_EQ(language_of("pt-BR"), language_of("pt"));
  EXPECT_EQ(language_of("en_US"), language_of("en"));
  EXPECT_EQ(language_of("DE"), language_of("de"));
  EXPECT_EQ(language_of("no"), language_of("nb"));
  EXPECT_NE(language_of("pt"), language_of("es"));
  for (const std::string_view code : {"", "x", "xx", "english", "e", "-", "fi l"}) {
    EXPECT_EQ(language_of(code), 0U) << code;
  }
}

}  // namespace
}  // namespace tamis::dates
