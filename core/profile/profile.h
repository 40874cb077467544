// The profile: what a column's values say about it.
//
// interpret() turns a sketch into a verdict: the type that explains the values, how sure that is,
// the exact number of exceptions, and the conventions (day-first or month-first, decimal mark) that
// the column's own evidence decides. profile_table() sketches all columns of a relation in one
// scan. Cleaning, scoring and the circuit breaker all start from here, so they agree.
//
// Rules of the verdict:
//   - missing values (NULL, '', blanks, markers) take no part in typing;
//   - a type holds when it explains at least kTypeThreshold of the other values; every exception
//     is counted; the narrowest type that holds wins, text explains everything;
//   - one code ('007', '+5', 19 digits) makes a number column text: nothing may be lost;
//   - dates and timestamps together are timestamps, integers and decimals decimals; with and
//   without
//     a zone, each stands for itself;
//   - dates of numbers whose order is open: the orders that every such value allows are left. One
//     -> decided; none -> conflict; several -> ambiguous. Likewise the decimal mark.
//     In a conflict of orders every numeric date that depends on it is an exception; in a conflict
//     of marks only the numbers that read both ways stay undecided.
//   - a text column may still lean to a type: one that was typed before it was spoiled. It stays
//     text, for nothing may be lost, but what stands against the leaning is counted. Impossible
//     dates are meant as dates, so they lean a column and stand against it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/json.h"
#include "core/engine/session.h"
#include "core/profile/row_address.h"
#include "core/sketch/sketch.h"
#include "core/types/types.h"

namespace tamis::profile {

inline constexpr double kTypeThreshold = 0.95;
inline constexpr double kDatesLean = 0.5;   // a text column leans to dates from this share on,
inline constexpr double kOthersLean = 0.8;  // and to numbers, booleans or uuids from this

enum class Evidence : std::uint8_t { none, decided, ambiguous, conflict };

inline constexpr std::size_t kOrders = 3;  // dmy, mdy, ymd: by the bits of dates::OrderBit

// What the dates of a column say about each other. Counts are exact.
struct DateEvidence {
  std::uint8_t candidates = 0;               // dates::OrderBit: what every value allows
  std::array<std::int64_t, kOrders> only{};  // values that no other order explains
  std::int64_t either = 0;                   // values that several orders explain, differently
  std::int64_t decided_by = 0;               // values that rule out an order which others allow
  std::int64_t calendar = 0;                 // in a year that may be of another calendar
  std::int64_t century = 0;                  // in a year of two digits that may be of either
  std::array<std::int64_t, sketch::kDateTypes> iso{};  // by type: written as ISO 8601
};

// The type that a text column would have but for too many exceptions.
struct Leaning {
  types::Type type = types::Type::text;  // text: to none
  std::int64_t count = 0;                // values that the type explains, in whatever order
  std::int64_t contradicting = 0;        // those of them that only one of several orders explains
  std::int64_t undecided = 0;            // those of them with two readings
  double confidence = 0;                 // as of a typed column, which takes no conflicting orders
};

// Another type that explains values of a column.
struct Rival {
  types::Type type = types::Type::text;
  std::int64_t count = 0;
};

// A word that stands among values of a kind and is none; most likely what this column says where it
// has no value.
struct SuspectedMarker {
  std::string text;
  std::int64_t count = 0;
};

// One column, interpreted. Counts are exact.
struct ColumnProfile {
  std::string name;
  std::string declared;
  engine::ColumnType declared_type = engine::ColumnType::unknown;

  types::Type type = types::Type::text;  // boolean, integer, decimal, real, date, timestamp,
                                         // timestamptz, uuid or text; empty: no values at all
  types::Convention convention;
  Evidence date_order = Evidence::none;    // of dates whose order is open
  Evidence decimal_mark = Evidence::none;  // of grouped numbers
  DateEvidence dates;
  double confidence = 0;  // lower bound of the 95% Wilson interval of conforming / present
  Leaning leaning;

  // What the values are at their most specific; the type, unless that is text (kind.h).
  types::Type kind = types::Type::text;
  std::int64_t kind_conforming = 0;
  std::int64_t kind_exceptions = 0;  // present less conforming
  std::int64_t kind_undecided = 0;
  double kind_confidence = 0;  // without the suspected markers
  std::vector<Rival> rivals;   // the most frequent first
  std::vector<SuspectedMarker> suspected;

  std::int64_t rows = 0;
  std::int64_t nulls = 0;
  std::int64_t empty = 0;
  std::int64_t blank = 0;
  std::int64_t missing = 0;  // markers
  std::int64_t present = 0;  // rows less the four above
  std::int64_t conforming = 0;
  std::int64_t exceptions = 0;  // present less conforming
  std::int64_t undecided = 0;   // ambiguous values that no evidence decides; not exceptions
  std::int64_t distinct = 0;
  bool distinct_exact = true;
  int max_digits = 0;  // significant digits of the widest number
  // The smallest and largest conforming value as canonical text of the type; for text and booleans
  // the first and last in byte order. Empty where there is none.
  std::string min;
  std::string max;

  document::Json document;  // all of the above and the rest; docs/documents.md, "profile"
};

struct TableProfile {
  std::int64_t rows = 0;
  RowNames row_names;  // how the sketches know the rows of their values
  std::vector<ColumnProfile> columns;
  const ColumnProfile* find(std::string_view column) const noexcept;
  // Where in `columns` the column stands that an option names. Throws invalid_option where it is
  // not among those profiled, undefined_column where the relation has none of that name.
  std::size_t place_of(const engine::Relation& relation, std::string_view column) const;
};

// What is known of a column besides its values.
struct Declaration {
  std::string name;
  std::string declared;  // in the engine's words
  engine::ColumnType type = engine::ColumnType::unknown;
  bool enforced = false;                // the engine sees to it that values are of that type
  const RowNames* row_names = nullptr;  // of the rows that the sketch knows; none: as numbers
};

// Interprets one sketch. A column declared boolean may say so with 0 and 1 alone, which else are
// integers. A declaration that is enforced leaves nothing to lean to, unless it is text.
ColumnProfile interpret(const sketch::ColumnSketch& sketch, const Declaration& declaration);
ColumnProfile interpret(const sketch::ColumnSketch& sketch,
                        engine::ColumnType declared = engine::ColumnType::unknown,
                        bool enforced = false);

// Lower bound of the 95% Wilson interval of good / all; 0 of nothing.
double confidence_of(std::int64_t good, std::int64_t all) noexcept;

// Sketches every column of `relation` (or those named) in one scan of the engine and interprets
// them. Memory: at most sketch::kMostBytes a column, whatever the rows.
TableProfile profile_table(engine::Session& session, const engine::Relation& relation,
                           const std::vector<std::string>& columns = {});

// The call that sketches a column; `row` is RowNames::arguments(), or empty.
std::string sketch_sql(const engine::Dialect& dialect, const engine::Column& column,
                       std::string_view row);

// Adds to the document of each of `keys`, one column each, how many rows repeat an earlier key, and
// how many have none; counted by the engine. Throws invalid_option for a column not profiled.
void count_duplicates(engine::Session& session, const engine::Relation& relation,
                      const std::vector<std::string>& keys, TableProfile& profile);

// The engine column type that holds every conforming value of a profile's type.
// Decimals of more than 15 digits, which SQLite would round, are text there.
engine::ColumnType storage_type(const ColumnProfile& column, engine::Dialect::Engine engine);

// The options of tamis_cast / tamis_try_cast that carry a convention, as canonical JSON text.
std::string cast_options(const types::Convention& convention);

}  // namespace tamis::profile
