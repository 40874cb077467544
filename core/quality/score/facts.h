// What a column's profile says about the form of its values: how many cleaning would rewrite, how
// many it could not read.
//
// All counts come from the exact counters of the column's sketch, as its profile document shows
// them (docs/documents.md, "Profile"); nothing here scans.
#pragma once

#include <cstdint>
#include <string>

#include "core/document/json.h"
#include "core/profile/profile.h"

namespace tamis::quality {

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

// How the values of a column stand to a type that it has, or should have; exact counts. Whether the
// type is the column's own or one that somebody decided on makes no difference, so the source and
// the target of a cleaning can be held to the same.
struct Standing {
  types::Type type = types::Type::text;
  std::int64_t rows = 0;
  std::int64_t nulls = 0;
  std::int64_t present = 0;   // neither NULL nor '', blank or a missing marker
  std::int64_t readable = 0;  // of those: they read as the type, in one way only
  // Written in the one plain form of the type: ISO dates, ungrouped numbers, true and false;
  // without spaces around. A value with two faults counts for both, so this is a lower bound where
  // faults coincide.
  std::int64_t canonical = 0;
  // Whether the engine holds the column as the type, each of its values: numbers and booleans as
  // such, dates in a column of dates that has nothing else in it, '' included. SQLite's labels
  // alone promise nothing.
  bool native = false;
};
Standing standing_of(const profile::ColumnProfile& column, types::Type type);

// Numeric dates by what decides their order, for a message: "12 day-first, 3 month-first".
std::string date_evidence(const profile::ColumnProfile& column);

// What cleaning to `type` changes, counted by rule; only counts above 0. Missing values are not
// among them.
document::Json change_counts(const profile::ColumnProfile& column, types::Type type);

}  // namespace tamis::quality
