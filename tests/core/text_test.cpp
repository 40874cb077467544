#include "core/text/text.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/utf8.h"

namespace {

using tamis::text::cleaned;
using tamis::text::is_missing_marker;
using tamis::text::snake_case;
using tamis::text::Traits;
using tamis::text::traits;
using tamis::text::trimmed;
using namespace std::string_literals;
using namespace std::string_view_literals;

std::string clean(std::string_view text) {
  std::string storage;
  return std::string(cleaned(text, storage));
}

std::string joined(std::initializer_list<std::string_view> pieces) {
  std::string out;
  for (const std::string_view piece : pieces) out += piece;
  return out;
}

TEST(Text, TrimsEveryKindOfSpace) {
  for (const std::string& space :
       {" "s, "\t"s, "\n"s, "\v"s, "\f"s, "\r"s, "\xC2\xA0"s, "\xE1\x9A\x80"s, "\xE2\x80\x80"s,
        "\xE2\x80\x8A"s, "\xE2\x80\x8B"s, "\xE2\x80\xA8"s, "\xE2\x80\xA9"s, "\xE2\x80\xAF"s,
        "\xE2\x81\x9F"s, "\xE3\x80\x80"s, "\xEF\xBB\xBF"s}) {
    EXPECT_EQ(trimmed(space), "");
    const std::string inside = joined({"a", space, "b"});
    EXPECT_EQ(trimmed(joined({space, space, inside, space})), inside);
  }
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed("\0 a \0"sv), "\0 a \0"sv);
}

TEST(Text, TrimsNoPartOfACharacter) {
  // é, ࠀ, U+200C, U+2010, € and a lone continuation byte are no space.
  for (const char* text :
       {"\xC3\xA9", "\xE0\xA0\x80", "\xE2\x80\x8C", "\xE2\x80\x90", "\xE2\x82\xAC", "\xA0", "\x80",
        "\xE2\x80", "\xE2", "\xC2", "\x80\x80"}) {
    EXPECT_EQ(trimmed(text), text);
    EXPECT_EQ(trimmed(" "s + text + " "), text);
  }
}

TEST(Text, MissingMarkers) {
  for (const char* text : {"NULL",         "null",     "N/A",     "n/a",     "NA",
                           "na",           "NaN",      "None",    "nil",     "-",
                           "--",           "?",        ".",       "#N/A",    "N A",
                           "n.a.",         "#NA",      "-nan",    "NaT",     "<NA>",
                           "(null)",       "[NULL]",   "<null>",  "\\N",     "\xE2\x80\x93",
                           "\xE2\x80\x94", "#N/A N/A", "#DIV/0!", "#VALUE!", "#REF!",
                           "#NAME?",       "#NUM!",    "#NULL!"}) {
    EXPECT_TRUE(is_missing_marker(text)) << text;
  }
  for (const char* text :
       {"",  " ",  "unknown", "---",          "nul",    "nulls",  "N\\A",        "n.a", "0",
        "x", "??", "-?",      "\xEF\xBC\x9F", "none ",  "\\n",    "nat",         "NAT", "N/O",
        "*", "!",  "-9999",   "99999",        "(none)", "#DIV/0", "\xE2\x80\x95"}) {
    EXPECT_FALSE(is_missing_marker(text)) << text;
  }
  EXPECT_FALSE(is_missing_marker("-\0"sv));
}

TEST(Text, Traits) {
  const Traits plain = traits("a b");
  EXPECT_FALSE(plain.leading_space || plain.trailing_space || plain.control || plain.nul ||
               plain.non_ascii || plain.invalid_utf8 || plain.odd_space);
  EXPECT_EQ(plain.characters, 3U);
  EXPECT_EQ(traits("").characters, 0U);
  EXPECT_TRUE(traits(" a").leading_space);
  EXPECT_TRUE(traits("a\xC2\xA0").trailing_space);
  EXPECT_TRUE(traits("a\xC2\xA0").odd_space);
  EXPECT_FALSE(traits("  a  ").odd_space);
  EXPECT_TRUE(traits("a  b").odd_space);
  EXPECT_TRUE(traits("a\tb").odd_space);
  EXPECT_TRUE(traits("a\tb").control);
  EXPECT_TRUE(traits("a\x7F").control);
  EXPECT_TRUE(traits("a\xC2\x85").control);
  EXPECT_FALSE(traits("a\xC2\xA1").control);
  EXPECT_TRUE(traits("a\0b"sv).nul);
  EXPECT_TRUE(traits("\xC3\xA9").non_ascii);
  EXPECT_EQ(traits("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80").characters, 3U);
  for (const std::string& broken : {"\xC3"s, "\x80"s, "\xE2\x82"s, "\xED\xA0\x80"s,
                                    "\xF4\x90\x80\x80"s, "\xC0\x80"s, "\xFF"s}) {
    EXPECT_TRUE(traits(broken).invalid_utf8);
    EXPECT_EQ(traits(broken).characters, broken.size());
    EXPECT_FALSE(traits(broken).control);
  }
}

// However long the text and wherever it stands, whatever is odd is seen.
TEST(Text, TraitsOfEveryPlace) {
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string plain(size, '~');
    EXPECT_FALSE(traits(plain).odd_space || traits(plain).control) << size;
    EXPECT_EQ(traits(plain).characters, size);
    for (std::size_t place = 0; place < size; ++place) {
      const auto with = [&](std::string_view piece) {
        return traits(plain.substr(0, place) + std::string(piece) + plain.substr(place));
      };
      SCOPED_TRACE(testing::Message() << size << ", " << place);
      EXPECT_EQ(with(" ").leading_space, place == 0);
      EXPECT_FALSE(with(" ").odd_space || with(" ").trailing_space);
      EXPECT_EQ(with("  ").odd_space, place > 0);
      EXPECT_TRUE(with("\x1F").control && with("\x7F").control);
      EXPECT_TRUE(with("\0"sv).nul);
      EXPECT_TRUE(with("\t").odd_space);
      EXPECT_TRUE(with("\xC3\xA9").non_ascii);
      EXPECT_EQ(with("\xC3\xA9").characters, size + 1);
      EXPECT_TRUE(with("\x80").invalid_utf8);
    }
  }
}

TEST(Text, CleanTextIsReturnedAsItStands) {
  for (const char* text :
       {"", "a", "a b", "gr\xC3\xB6\xC3\x9F", "\xE6\x97\xA5\xE6\x9C\xAC", "\xFF", "a\x80 b"}) {
    std::string storage = "untouched";
    const std::string_view given = text;
    EXPECT_EQ(cleaned(given, storage).data(), given.data());
    EXPECT_EQ(storage, "untouched");
  }
}

TEST(Text, CleaningMendsSpacesAndDropsControls) {
  EXPECT_EQ(clean("  a   b  "), "a b");
  EXPECT_EQ(clean("a\t\r\nb"), "a b");
  EXPECT_EQ(clean("a\xC2\xA0 \xE2\x80\x89"
                  "b"),
            "a b");
  EXPECT_EQ(clean("a\x01\x02"
                  "b"),
            "ab");
  EXPECT_EQ(clean("a \x01 b"), "a b");
  EXPECT_EQ(clean("a\0b"sv), "ab");
  EXPECT_EQ(clean("a\xC2\x85"
                  "b\x7F"),
            "ab");
  EXPECT_EQ(clean(" \t\xC2\xA0 "), "");
  EXPECT_EQ(clean("\x01"), "");
}

TEST(Text, CleaningComposes) {
  EXPECT_EQ(clean("e\xCC\x81"), "\xC3\xA9");                     // e + U+0301
  EXPECT_EQ(clean("A\xCC\x8A"), "\xC3\x85");                     // A + U+030A
  EXPECT_EQ(clean("\xE2\x84\xAB"), "\xC3\x85");                  // the Angstrom sign
  EXPECT_EQ(clean("\xE1\x84\x80\xE1\x85\xA1"), "\xEA\xB0\x80");  // Hangul letters to a syllable
  EXPECT_EQ(clean("\xEF\xAC\x81"), "\xEF\xAC\x81");              // a ligature stays: NFC, not NFKC
}

TEST(Text, CleaningKeepsBrokenBytes) {
  EXPECT_EQ(clean("\xFF\xFE"
                  "e\xCC\x81\x80"),
            "\xFF\xFE\xC3\xA9\x80");
  EXPECT_EQ(clean(" \xE2\x82 a"), "\xE2\x82 a");
  // A control between two broken bytes: without it they would become a no-break space.
  EXPECT_EQ(clean("a\xC2\x01\xA0"
                  "b"),
            "a\xC2 \xA0"
            "b");
}

TEST(Text, CleaningTwiceIsCleaningOnce) {
  // All texts of three pieces out of those that interact.
  const std::vector<std::string> pieces = {
      "a",        " ",    "\t",          "\x01", "\0"s,  "e",    "\xCC\x81",
      "\xC2",     "\xA0", "\xC2\xA0",    "\xE2", "\x80", "\x8B", "\xEF\xBB\xBF",
      "\xC2\x85", "\xFF", "\xE2\x84\xAB"};
  for (const auto& a : pieces) {
    for (const auto& b : pieces) {
      for (const auto& c : pieces) {
        for (const auto& d : pieces) {
          const std::string once = clean(joined({a, b, c, d}));
          ASSERT_EQ(clean(once), once);
          const Traits left = traits(once);
          ASSERT_FALSE(left.leading_space || left.trailing_space || left.control || left.odd_space)
              << once;
        }
      }
    }
  }
}

TEST(Text, SnakeCase) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"AccountType", "account_type"},
      {"HTTP Server", "http_server"},
      {"HTTPServer", "http_server"},
      {"userID", "user_id"},
      {"Gr\xC3\xB6\xC3\x9F"
       "e (cm)",
       "gr\xC3\xB6\xC3\x9F"
       "e_cm"},
      {"\xC3\x84nderungsDatum", "\xC3\xA4nderungs_datum"},
      {"already_snake", "already_snake"},
      {"  spaced   out ", "spaced_out"},
      {"Address2", "address2"},
      {"2ndPlace", "2nd_place"},
      {"a.b-c/d", "a_b_c_d"},
      {"__x__", "x"},
      {"\xE6\x97\xA5\xE6\x9C\xAC", "\xE6\x97\xA5\xE6\x9C\xAC"},
      {"e\xCC\x81tat", "\xC3\xA9tat"},
      {"a\xFF"
       "b",
       "a_b"},
      {"a\0b"s, "ab"},
      {"\"; drop table x; --", "drop_table_x"},
      {"", "column"},
      {"  ", "column"},
      {"!?%", "column"},
      {"\xFF\xC3", "column"},
  };
  for (const auto& [name, expected] : cases) {
    EXPECT_EQ(snake_case(name), expected) << name;
    EXPECT_EQ(snake_case(expected), expected);
  }
}

TEST(Cased, FoldsLettersOfAnyScript) {
  const auto folded = [](std::string_view value, tamis::text::Casing casing) {
    std::string storage;
    return std::string(tamis::text::cased(value, casing, storage));
  };
  EXPECT_EQ(folded("ÉCOLE Straße ΑΒΓ", tamis::text::Casing::lower), "école straße αβγ");
  EXPECT_EQ(folded("école Straße я", tamis::text::Casing::upper), "ÉCOLE STRAẞE Я");
  EXPECT_EQ(folded("JEAN-LUC o'neil DON\u2019T 3rd éa", tamis::text::Casing::title),
            "Jean-Luc O'neil Don\u2019t 3rd Éa");
  EXPECT_EQ(folded("\xFF\xC3(A", tamis::text::Casing::lower), "\xFF\xC3(a");
  EXPECT_EQ(folded("As It Is", tamis::text::Casing::as_is), "As It Is");
  std::string storage;
  EXPECT_EQ(tamis::text::cased("same", tamis::text::Casing::lower, storage), "same");
  EXPECT_TRUE(storage.empty());
}

TEST(Cased, KnowsComposedText) {
  EXPECT_TRUE(tamis::text::is_composed("Zo\u00EB"));
  EXPECT_FALSE(tamis::text::is_composed("Zoe\u0308"));
  EXPECT_TRUE(tamis::text::is_composed("\xFF"));
}

}  // namespace
