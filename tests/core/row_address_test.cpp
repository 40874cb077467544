// How a row is written for a reader, and asked for in SQL.
#include "core/profile/row_address.h"

#include <gtest/gtest.h>

#include <array>

namespace tamis::profile {
namespace {

using sketch::RowRef;

RowRef place(std::uint32_t table, std::uint32_t block, std::uint16_t offset) {
  return {.table = table, .row = sketch::pack_place(block, offset), .known = true};
}

TEST(RowAddress, APlaceComesBackFromItsNumber) {
  for (const std::uint32_t block : {0U, 1U, 70000U, 0xFFFFFFFFU}) {
    for (const std::uint16_t offset : std::to_array<std::uint16_t>({0, 1, 291, 0xFFFF})) {
      const std::int64_t packed = sketch::pack_place(block, offset);
      EXPECT_EQ(sketch::block_of_place(packed), block);
      EXPECT_EQ(sketch::offset_of_place(packed), offset);
    }
  }
}

TEST(RowAddress, PlacesSortAsInTheirTables) {
  EXPECT_LT(place(1, 0, 65535), place(1, 1, 0));
  EXPECT_LT(place(1, 9, 9), place(2, 0, 1));
  EXPECT_LT(place(1, 3, 1), place(1, 3, 2));
}

TEST(RowAddress, WritesNumbersAndPlaces) {
  EXPECT_EQ((RowNames{.address = RowAddress::key, .column = "id", .tables = {}})
                .text({.table = 0, .row = -17, .known = true}),
            "-17");
  const RowNames one{.address = RowAddress::ctid, .column = "ctid", .tables = {}};
  EXPECT_EQ(one.text(place(0, 4294967294, 65535)), "(4294967294,65535)");
}

TEST(RowAddress, NamesThePartition) {
  const RowNames several{.address = RowAddress::ctid,
                         .column = "ctid",
                         .tables = {{7, "public.a"}, {9, "public.\"B c\""}}};
  EXPECT_EQ(several.text(place(7, 0, 1)), "public.a (0,1)");
  EXPECT_EQ(several.text(place(9, 12, 4)), "public.\"B c\" (12,4)");
  // Dropped or made since: the place alone is still true.
  EXPECT_EQ(several.text(place(8, 12, 4)), "(12,4)");
}

TEST(RowAddress, AsksForRows) {
  const engine::Dialect& dialect = engine::postgresql_dialect(150000);
  EXPECT_EQ(RowNames{}.arguments(dialect), "");
  EXPECT_EQ(
      (RowNames{.address = RowAddress::key, .column = "a \"b\"", .tables = {}}).arguments(dialect),
      R"("a ""b""")");
  EXPECT_EQ(
      (RowNames{.address = RowAddress::ctid, .column = "ctid", .tables = {}}).arguments(dialect),
      "0::oid, ctid");
  EXPECT_EQ((RowNames{.address = RowAddress::ctid, .column = "ctid", .tables = {{7, "a"}}})
                .arguments(dialect),
            "tableoid, ctid");
}

}  // namespace
}  // namespace tamis::profile
