// What a column is at its most specific: addresses, amounts of money, times of day.
//
// The type of a column is what cleaning converts to; the kind says more where the type is text, and
// tells what stands against it. A kind holds when it explains kTypeThreshold of the values present.
// It also holds when it explains as many of them without the words that most likely stand for a
// missing value in this very column: "unknown" among numbers, or a third answer among yes and no.
// Such words are named, and stay exceptions.
//
// A kind may take in values that read as something simpler: numbers without the sign among amounts
// of money, 10115 among codes like 01067. It needs a few of its own to do so, and those that any
// digits would resemble (phone, hex) need as many as there are others.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/profile/profile.h"
#include "core/sketch/sketch.h"

namespace tamis::profile {

// Whether values of that type conform to a column of type or kind `column`, as far as the type says
// it: 0 and 1 are booleans too, and dates may contradict each other.
bool fits(types::Type value, types::Type column) noexcept;

// The values that `type` explains, the conventions being known.
std::uint64_t explained(const sketch::ColumnSketch& sketch, types::Type type,
                        Evidence order) noexcept;

// The narrowest type of plain numbers that explains all of them.
types::Type number_type(const sketch::Facts& facts) noexcept;
// The same of dates without a zone.
types::Type plain_date_type(const sketch::Facts& facts) noexcept;

bool may_be_boolean(const sketch::Facts& facts, engine::ColumnType declared) noexcept;

// Fills the kind of `column`, already judged, its rivals and suspected markers.
void judge_kind(const sketch::ColumnSketch& sketch, ColumnProfile& column);

// Whether a text says that there is no answer, in some way that is no missing marker everywhere:
// unknown, don't know, not reported, n.d., *.
bool says_no_answer(std::string_view text);

}  // namespace tamis::profile
