// The straight path for dates with a month's name must say what the grammar says; the grammar is
// asked by wanting the layout too.
#include "core/dates/named_shapes.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "core/dates/dates.h"
#include "core/dates/layout.h"

namespace {

using tamis::dates::Layout;
using tamis::dates::Options;
using tamis::dates::Reading;

bool same(const Reading& a, const Reading& b) {
  return a.verdict == b.verdict && a.reason == b.reason && a.family == b.family &&
         a.orders == b.orders && a.separator == b.separator && a.notes == b.notes &&
         (a.verdict == tamis::dates::Verdict::not_date || a.civil == b.civil);
}

class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  std::string text() {
    std::string out;
    if (one_in(3))
      out += any({"Tue", "tuesday", "Mon", "mar", "mardi", "Di", "dom", "sab"}) +
             any({", ", " ", ",", ". "});
    const std::string day = any({"5", "05", "31", "32", "0", "1st", "22", "7."});
    const std::string month =
        any({"Mar", "March", "MAR", "mars", "sept", "Sept.", "Dezember", "luglio", "maio", "lis",
             "list", "juni", "X", "May", "august", "foo", "Decembers", "abcdefghijklmnopq"});
    const std::string year =
        any({"2024", "1999", "24", "'24", "20244", "0000", "9999", "1402", "2567"});
    const std::string joint = any({" ", "-", "/", ", ", ".", "  ", " de ", ""});
    out += one_in(2) ? day + joint + month + (one_in(5) ? " " : joint) + year
                     : month + joint + day + any({", ", " ", ",", joint}) + year;
    if (one_in(2)) {
      out += any({" ", "  ", ":", "T", ", ", " at "}) +
             any({"14:30", "2:30", "14:30:45", "24:00", "25:00", "14:30:60", "4:5", "14:30:45.5",
                  "12:00", "14:30:455", "14:30:45:123", "2.30"});
      out += any({"", "", " PM", "AM", " p.m.", " +0000", " -0830", " +0560", " GMT", " UTC",
                  " EST", "Z", " +05", " Uhr", " (Tue)"});
    }
    if (one_in(20)) out += any({".", ";", "x", " "});
    return out;
  }

 private:
  bool one_in(unsigned n) { return random_() % n == 0; }
  std::string any(const std::vector<std::string>& options) {
    return options[random_() % options.size()];
  }

  std::mt19937 random_;
};

TEST(NamedShapes, SayWhatTheGrammarSays) {
  Writer writer(20240305);
  Options spanish;
  spanish.languages = tamis::dates::language_of("es");
  int dates = 0;
  for (int i = 0; i < 300'000; ++i) {
    const std::string text = writer.text();
    for (const Options& options : {Options{}, spanish}) {
      Layout layout;
      const Reading by_grammar = tamis::dates::read(text, options, &layout);
      const Reading straight = tamis::dates::read(text, options);
      ASSERT_TRUE(same(by_grammar, straight)) << text;
      dates += straight.verdict == tamis::dates::Verdict::date ? 1 : 0;
    }
  }
  EXPECT_GT(dates, 20'000);
}

}  // namespace
