// What a column's profile says about the form of its values: how many cleaning would rewrite.
//
// All counts come from the exact counters of the column's sketch, as its profile document shows
// them (docs/documents.md, "Profile"); nothing here scans.
#pragma once

#include <cstdint>
#include <string>

#include "core/document/json.h"
#include "core/profile/profile.h"

namespace tamis::quality {

// Values that already have the one plain form of the column's type: ISO dates, ungrouped numbers,
// the pair of boolean words that most have; without spaces around. A value with two faults counts
// for both, so this is a lower bound where faults coincide.
std::int64_t canonical_values(const profile::ColumnProfile& column);

// The type the column would have if its numeric dates did not contradict each other; its type,
// where they don't.
types::Type intended_type(const profile::ColumnProfile& column);

// The type that a column is judged by, and what stands against it: its own, or what a text column
// leans to.
struct Judged {
  types::Type type = types::Type::text;
  double confidence = 0;
  std::int64_t exceptions = 0;
  std::int64_t undecided = 0;

  std::int64_t doubtful() const noexcept { return exceptions + undecided; }
};
Judged judged(const profile::ColumnProfile& column) noexcept;

// Values neither missing nor sure: exceptions and undecided ones, of the type the column is judged
// by; and, in a column that is text only because too little of it is what its declaration says,
// what is not.
std::int64_t corrupt_values(const profile::ColumnProfile& column);

// Numeric dates by what decides their order, for a message: "12 day-first, 3 month-first".
std::string date_evidence(const profile::ColumnProfile& column);

// What cleaning to `type` changes, counted by rule; only counts above 0. Missing values are not
// among them.
document::Json change_counts(const profile::ColumnProfile& column, types::Type type);

}  // namespace tamis::quality
