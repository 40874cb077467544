// One column on two sides, and the SQL by which both are compared by what they mean.
//
// Where both sides are declared alike, values are compared as the engine holds them: 1.0 is 1, and
// texts are compared by their bytes, whatever their collation. Where they are not, both are brought
// to the canonical text of the one type that is not text (tamis_try_cast), and what can't be of
// that type stays the text it is: '1.50' of a text column is the 1.5 of a numeric one, and a date
// written in any way that has one meaning is that date. SQLite's dates are texts, so there this
// goes for dates that are declared alike too.
//
// tamis_row_hash() is equal for exactly the values that are equal here, so the hash of all rows and
// the comparison of single ones can't disagree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/engine/session.h"

namespace tamis::quality {

// What a caller may ask to be overlooked in texts.
struct Ignored {
  bool case_of_letters = false;  // of ASCII, which both engines fold alike
  bool spaces = false;           // as tamis_clean() mends them
  bool empty = false;            // '' is NULL
};

struct PairedColumn {
  std::string name;
  engine::Column a;  // as the comparison sees it: its type is the one of `a_sql`
  engine::Column b;
  std::string a_sql;  // over the columns of its side
  std::string b_sql;
  std::string compared_as;  // "number", "text", "timestamp", ...
  bool native = false;      // the engine's own equality serves
};

PairedColumn paired_column(const engine::Dialect& dialect, const engine::Column& a,
                           const engine::Column& b, const Ignored& ignored);

// Whether two values of the pair differ, NULLs being equal: over expressions of both sides.
std::string differs_sql(const engine::Dialect& dialect, const PairedColumn& pair,
                        const std::string& a, const std::string& b);

// tamis_row_hash() of all of these, in groups where they are more than a call takes.
std::string hash_sql(std::vector<std::string> expressions);

// The expression, compared and sorted by bytes where it is a text.
std::string by_bytes(const engine::Dialect& dialect, std::string_view expression,
                     engine::ColumnType type);

}  // namespace tamis::quality
