// Parts of a table: the days, months or years of a column, its values, or PostgreSQL's partitions.
//
// A profile that is kept by part needs only the parts that are new. What stands here is the SQL of
// that: which part a row is of, and the condition that reads some parts and nothing else, so that
// an index on the column or the pruning of partitions serves it.
//
// No row is lost: what has no date, or none between the years 1 and 9999, is of the part "none",
// which every update reads again, as it does the parts of days to come. A sentinel such as
// 9999-12-31 would else be the newest part for good.
//
// Dates that are text are read by tamis_normalize_date, row by row: no index knows their order.
// Where the caller promises that the column is ISO 8601 alone, its texts sort as their dates do,
// and the condition is one on the column itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"

namespace tamis::profile {

enum class Grain : std::uint8_t { day, month, year, value, partition };
std::string_view name_of(Grain grain) noexcept;

inline constexpr std::string_view kNoPart = "none";

// Which parts to read. `from` is the first of them; nothing: all.
struct Selection {
  std::optional<std::string> from;
  bool behind = false;             // `from` itself is left out
  std::vector<std::string> parts;  // and these, wherever they stand
  bool all = false;
};

class PartColumn {
 public:
  // `order` as in the options of tamis_normalize_date; empty: none. Throws unsupported for a column
  // whose values are no dates, or can't be grouped.
  PartColumn(const engine::Dialect& dialect, const engine::Column& column, Grain grain, bool iso,
             std::string_view order);

  // The part of a row, as text, never NULL.
  const std::string& part() const noexcept { return part_; }
  // Whether a row is of the parts selected, those without a date included. Empty: every row.
  std::string condition(const Selection& selection) const;
  // Of a column that is promised to be ISO 8601: whether a row breaks the promise. Else empty.
  std::string broken_promise() const;

  // Whether that names a part of this grain. Of values, every text does.
  bool is_part(std::string_view part) const noexcept;

 private:
  enum class Form : std::uint8_t { native, iso, text, value };

  std::string range(const std::string& part) const;
  std::string from(const Selection& selection) const;
  std::string bound(const std::string& day) const;

  const engine::Dialect& dialect_;
  engine::Column column_;
  std::string name_;
  Grain grain_;
  Form form_;
  std::string part_;
};

// The first day of a part, 2024-03-01 of 2024-03, and the first behind it.
std::string first_day(Grain grain, std::string_view part);
std::string day_behind(Grain grain, std::string_view part);

}  // namespace tamis::profile
