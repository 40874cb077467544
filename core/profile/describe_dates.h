// The dates of a column as a part of its profile document.
#pragma once

#include "core/document/json.h"
#include "core/profile/profile.h"
#include "core/sketch/sketch.h"

namespace tamis::profile {

// null without dates and what is close to them.
document::Json describe_dates(const sketch::ColumnSketch& sketch, const ColumnProfile& column);

// What nearly all integers of a column could be besides numbers; never applied.
document::Json describe_counted_dates(const sketch::Facts& facts, const ColumnProfile& column);

// Sentences for a column of dates, or one of which as many values are about dates as would lean it.
void warn_dates(const sketch::ColumnSketch& sketch, const ColumnProfile& column,
                document::Json& out);

// Of the dates that several orders explain.
document::Json examples_of_open_order(const sketch::ColumnSketch& sketch);

// The word for it in documents.
std::string_view word_of(Evidence evidence) noexcept;

}  // namespace tamis::profile
