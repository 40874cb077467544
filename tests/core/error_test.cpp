#include "core/error/error.h"

#include <gtest/gtest.h>

namespace tamis {
namespace {

TEST(InQuotes, CannotFloodOrBreakALog) {
  EXPECT_EQ(in_quotes("abc"), "\"abc\"");
  EXPECT_EQ(in_quotes("a\nb\xFF"), "\"a?b?\"");
  EXPECT_EQ(in_quotes(std::string(70, 'x')), "\"" + std::string(64, 'x') + "...\"");
  // Cut at a character, never inside one.
  const std::string long_umlauts = std::string(63, 'x') + "ä";
  EXPECT_EQ(in_quotes(long_umlauts), "\"" + std::string(63, 'x') + "...\"");
}

TEST(Sqlstate, IsFiveCharactersForEveryCode) {
  for (int code = 0; code <= static_cast<int>(Code::internal_error); ++code) {
    EXPECT_EQ(sqlstate(static_cast<Code>(code)).size(), 5U);
  }
}

}  // namespace
}  // namespace tamis
