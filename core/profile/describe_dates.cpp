#include "core/profile/describe_dates.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <vector>

#include "core/dates/reason_names.h"
#include "core/profile/dates.h"
#include "core/profile/describe.h"
#include "core/profile/describe_spread.h"
#include "core/sketch/count_dates.h"

namespace tamis::profile {
namespace {

using dates::Reason;
using document::Json;
using sketch::DateFormats;
using types::Type;

constexpr double kNearlyAll = 0.99;

// Sentinels are told by their days.
constexpr auto kNoteNames = [] {
  std::array<std::string_view, sketch::kDateNotes> names = dates::kNoteNames;
  names[std::countr_zero(unsigned{dates::kSentinel})] = {};
  return names;
}();

std::string_view word_of(Reason reason, Type type) noexcept {
  if (reason == Reason::none) return type == Type::text ? "partial" : "order";
  return dates::name_of(reason);
}

double share(std::uint64_t part, std::uint64_t all) noexcept {
  return document::rounded(static_cast<double>(part) / static_cast<double>(all));
}

std::uint64_t all_dates(const sketch::Facts& facts) noexcept {
  return facts.of(Type::date) + facts.of(Type::timestamp) + facts.of(Type::timestamptz);
}

// Counts and examples under one word, gathered from several formats.
class Bucket {
 public:
  void add(std::uint64_t count) { count_ += count; }
  void add_example(const sketch::ShortText& text) { examples_.push_back(text.shown()); }
  bool empty() const noexcept { return count_ == 0; }
  Json json() {
    std::sort(examples_.begin(), examples_.end());
    if (examples_.size() > sketch::Examples::kEach) examples_.resize(sketch::Examples::kEach);
    return {{"count", count_}, {"examples", examples_}};
  }

 private:
  std::uint64_t count_ = 0;
  std::vector<std::string> examples_;
};

// By the reason, what is about a date and of that type.
Json reasons_of(const DateFormats& formats, Type type) {
  std::array<Bucket, static_cast<std::size_t>(Reason::month_name) + 1> buckets;
  for (const DateFormats::Entry& entry : formats.entries()) {
    if (entry.format.type != type) continue;
    Bucket& bucket = buckets[static_cast<std::size_t>(entry.format.reason)];
    bucket.add(entry.count());
    for (const DateFormats::Example& e : entry.examples) bucket.add_example(e.text);
  }
  Json out = Json::object();
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (!buckets[i].empty()) out[word_of(static_cast<Reason>(i), type)] = buckets[i].json();
  }
  return out;
}

// What nothing in the column decides: by its order, its calendar, its century.
Json undecided_of(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  Bucket calendar;
  Bucket century;
  for (const DateFormats::Entry& entry : sketch.formats().entries()) {
    if (!sketch::is_date(entry.format.type) || entry.format.reason == Reason::none) continue;
    Bucket& bucket = entry.format.reason == Reason::calendar ? calendar : century;
    bucket.add(entry.count());
    for (const DateFormats::Example& e : entry.examples) bucket.add_example(e.text);
  }
  Json out = Json::object();
  if (column.date_order != Evidence::decided && column.dates.either > 0) {
    out["order"] = {{"count", column.dates.either}, {"examples", examples_of_open_order(sketch)}};
  }
  if (!calendar.empty()) out["calendar"] = calendar.json();
  if (!century.empty()) out["century"] = century.json();
  return out;
}

// The values that only one order explains: what decides, and what contradicts.
Json proofs_of(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  Json out = Json::object();
  for (std::size_t i = 0; i < kOrders; ++i) {
    if (column.dates.only[i] == 0) continue;
    const auto bit = static_cast<dates::OrderBit>(1U << i);
    out[kOrderNames[i]] = {{"count", column.dates.only[i]},
                           {"examples", examples_of(sketch, sketch::example_group(bit))}};
  }
  return out;
}

Json candidates_of(const ColumnProfile& column) {
  Json out = Json::array();
  for (std::size_t i = 0; i < kOrders; ++i) {
    if ((column.dates.candidates & (1U << i)) != 0) out.push_back(kOrderNames[i]);
  }
  return out;
}

Json order_of(const ColumnProfile& column) {
  for (std::size_t i = 0; i < kOrders; ++i) {
    if (column.convention.order == kOrdersByBit[i]) return kOrderNames[i];
  }
  return nullptr;
}

template <std::size_t N>
Json named_counts(const std::array<std::string_view, N>& names,
                  const std::array<std::uint64_t, N>& counts) {
  Json out = Json::object();
  for (std::size_t i = 0; i < N; ++i) {
    if (counts[i] > 0 && !names[i].empty()) out[names[i]] = counts[i];
  }
  return out;
}

Json text_or_null(const std::string& text, bool known) {
  return known && !text.empty() ? Json(text) : Json(nullptr);
}

}  // namespace

std::string_view word_of(Evidence evidence) noexcept {
  switch (evidence) {
    case Evidence::none: return "none";
    case Evidence::decided: return "decided";
    case Evidence::ambiguous: return "ambiguous";
    case Evidence::conflict: return "conflict";
  }
  return "none";
}

Json examples_of_open_order(const sketch::ColumnSketch& sketch) {
  std::vector<std::string> texts;
  for (const DateFormats::Entry& entry : sketch.formats().entries()) {
    if (!sketch::is_date(entry.format.type)) continue;
    for (const DateFormats::Example& e : entry.examples) {
      if (e.text.cut || types::read(e.text.bytes()).date.reason != Reason::order) continue;
      texts.push_back(e.text.shown());
    }
  }
  std::sort(texts.begin(), texts.end());
  if (texts.size() > sketch::Examples::kEach) texts.resize(sketch::Examples::kEach);
  return texts;
}

Json describe_dates(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  const DateFormats& formats = sketch.formats();
  if (formats.entries().empty()) return nullptr;
  const sketch::Facts& facts = sketch.facts();
  const std::uint64_t all = all_dates(facts);
  Json list = Json::object();
  Json dominant = nullptr;
  std::uint64_t unlisted = all;
  for (const FormatCount& found : formats_of(sketch, column)) {
    unlisted -= found.count;
    if (dominant.is_null()) dominant = found.format;
    list[found.format] = {
        {"count", found.count}, {"share", share(found.count, all)}, {"examples", found.examples}};
  }
  const bool ranged = sketch::is_date(column.type);
  Json date = {{"min", text_or_null(column.min, ranged)},
               {"max", text_or_null(column.max, ranged)},
               {"dominant", std::move(dominant)},
               {"formats", std::move(list)},
               {"unlisted", unlisted},
               {"order", order_of(column)},
               {"evidence", word_of(column.date_order)},
               {"candidates", candidates_of(column)},
               {"decided_by", column.dates.decided_by},
               {"proofs", proofs_of(sketch, column)},
               {"undecided", undecided_of(sketch, column)},
               {"impossible", facts.of(Type::invalid_date)},
               {"reasons", reasons_of(formats, Type::invalid_date)},
               {"incomplete", reasons_of(formats, Type::text)},
               {"sentinels", named_counts(kSentinelNames, facts.sentinels)},
               {"notes", named_counts(kNoteNames, facts.notes)}};
  describe_spread_of_dates(ranks_of_dates(sketch, column), column.kind, date);
  return date;
}

Json describe_counted_dates(const sketch::Facts& facts, const ColumnProfile& column) {
  struct Meaning {
    std::string_view name;
    std::string_view option;
    Json value;
  };
  const std::array<Meaning, sketch::kCountedDates> meanings = {
      {{"compact_date", "format", "yyyyMMdd"},
       {"compact_timestamp", "format", "yyyyMMddHHmmss"},
       {"epoch_seconds", "epoch", "s"},
       {"epoch_milliseconds", "epoch", "ms"},
       {"excel_days", "excel", 1900}}};
  Json out = Json::array();
  if (column.type != Type::integer) return out;
  for (std::size_t i = 0; i < meanings.size(); ++i) {
    const std::uint64_t count = facts.counted_dates[i];
    if (static_cast<double>(count) < kNearlyAll * static_cast<double>(column.present)) continue;
    out.push_back({{"reading", meanings[i].name},
                   {"count", count},
                   {"share", share(count, facts.present())},
                   {"options", {{meanings[i].option, meanings[i].value}}}});
  }
  return out;
}

}  // namespace tamis::profile
