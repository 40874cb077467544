#include "core/sketch/spread.h"

#include <gtest/gtest.h>

#include <memory_resource>

namespace tamis::sketch {
namespace {

// 25/12 rules out the month first; 01/05 from elsewhere, where it may still be, must not bring it
// back: in whatever order the two are merged.
TEST(DateSpread, WhatIsRuledOutStaysSo) {
  auto* const memory = std::pmr::new_delete_resource();
  const auto decided = [&] {
    DateSpread spread(memory);
    spread.allow(dates::kDayFirst);
    spread.add(false, DateReading::day_first, 25, 1);
    return spread;
  };
  const auto open = [&] {
    DateSpread spread(memory);
    spread.allow(dates::kDayFirst | dates::kMonthFirst);
    spread.add(false, DateReading::day_first, 1, 1);
    spread.add(false, DateReading::month_first, 5, 1);
    return spread;
  };
  DateSpread first = decided();
  first.merge(open());
  DateSpread last = open();
  last.merge(decided());
  for (const DateSpread* spread : {&first, &last}) {
    EXPECT_EQ(spread->of(false, DateReading::day_first).count(), 2U);
    EXPECT_EQ(spread->of(false, DateReading::month_first).count(), 0U);
  }
}

}  // namespace
}  // namespace tamis::sketch
