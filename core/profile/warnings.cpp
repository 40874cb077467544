#include <array>
#include <string>
#include <string_view>

#include "core/profile/describe.h"
#include "core/profile/describe_dates.h"
#include "core/profile/sentences.h"

namespace tamis::profile {
namespace {

using document::Json;
using sketch::Facts;
using sketch::MarkForm;
using sketch::Trait;
using types::Type;

void warn_numbers(const Facts& facts, const ColumnProfile& column, Json& out) {
  const bool adorned = column.kind == Type::currency || column.kind == Type::percent;
  const auto of = [&](MarkForm form) {
    return facts.of(form) + (adorned ? facts.adorned(form) : 0);
  };
  const std::uint64_t open = of(MarkForm::open);
  if (column.decimal_mark == Evidence::ambiguous) {
    out.push_back(values(open, "reads", "read") +
                  " both with a decimal comma and with grouped thousands, and nothing in the "
                  "column decides");
  } else if (column.decimal_mark == Evidence::conflict) {
    out.push_back(values(of(MarkForm::only_point), "has", "have") + " a decimal point and " +
                  std::to_string(of(MarkForm::only_comma)) + " a decimal comma");
  }
  const std::uint64_t doubtful = of(MarkForm::point_or_group);
  if (doubtful > 0 && column.decimal_mark != Evidence::decided && of(MarkForm::only_point) == 0) {
    out.push_back(values(doubtful, "is", "are") +
                  " read with a decimal point, but could be grouped thousands");
  }
  const std::uint64_t numbers =
      facts.of(Type::integer) + facts.of(Type::decimal) + facts.of(Type::real);
  if (const std::uint64_t codes = facts.of(Type::code); codes > 0 && numbers > 0) {
    out.push_back(values(codes, "is a code", "are codes") + " that a number would spoil, among " +
                  counted(numbers, "number", "numbers"));
  }
}

std::string_view plural(Type type) noexcept {
  switch (type) {
    case Type::boolean: return "booleans";
    case Type::integer: return "integers";
    case Type::decimal:
    case Type::real: return "numbers";
    case Type::date: return "dates";
    case Type::timestamp: return "dates or timestamps";
    case Type::timestamptz: return "timestamps with a time zone";
    case Type::uuid: return "uuids";
    default: return "texts";
  }
}

// In counts: a share that rounds to nothing would deny what it tells.
void warn_leaning(const ColumnProfile& column, Json& out) {
  const bool nothing = column.leaning.count == 0;  // impossible dates only, told by themselves
  if (column.kind != Type::text || column.leaning.type == Type::text || nothing) return;
  out.push_back("text, but " + std::to_string(column.leaning.count) + " of " +
                std::to_string(column.present) + " values are " +
                std::string(plural(column.leaning.type)));
}

void warn_suspected(const ColumnProfile& column, Json& out) {
  for (const SuspectedMarker& marker : column.suspected) {
    const auto count = static_cast<std::uint64_t>(marker.count);
    out.push_back(values(count, "is", "are") + " \"" + marker.text +
                  "\", most likely for a missing value, among values of type " +
                  std::string(types::name_of(column.kind)));
  }
}

// NA is Namibia, and a country code of two letters looks like it.
void warn_markers(const sketch::ColumnSketch& sketch, const ColumnProfile& column, Json& out) {
  constexpr std::uint32_t kCodeLength = 3;
  if (column.type != Type::text || sketch.facts().max_length > kCodeLength) return;
  for (const auto& entry : sketch.markers().entries()) {
    if (entry.text.bytes() != "NA") continue;
    out.push_back("the marker NA stands beside codes of at most " +
                  counted(sketch.facts().max_length, "letter", "letters") +
                  " and may be one of them");
  }
}

// What an engine keeps as numbers differs, so numbers count as one class.
void warn_storage(const Facts& facts, Json& out) {
  const auto of = [&](engine::Kind kind) { return facts.kinds[static_cast<std::size_t>(kind)]; };
  struct Class {
    std::string_view name;
    std::uint64_t count;
  };
  const std::array<Class, 4> classes = {
      {{"numbers", of(engine::Kind::integer) + of(engine::Kind::real) + of(engine::Kind::decimal)},
       {"booleans", of(engine::Kind::boolean)},
       {"texts", of(engine::Kind::text)},
       {"blobs", of(engine::Kind::blob)}}};
  std::string list;
  int found = 0;
  for (const Class& c : classes) {
    if (c.count == 0) continue;
    ++found;
    list += (list.empty() ? "" : ", ") + std::to_string(c.count) + " " + std::string(c.name);
  }
  if (found > 1) out.push_back("storage classes are mixed: " + list);
}

void warn_texts(const Facts& facts, Json& out) {
  if (const std::uint64_t nul = facts.of(Trait::nul); nul > 0) {
    out.push_back(values(nul, "has a NUL byte", "have NUL bytes") +
                  ", which PostgreSQL can't hold");
  }
  if (const std::uint64_t broken = facts.of(Trait::invalid_utf8); broken > 0) {
    out.push_back(values(broken, "is", "are") + " no valid UTF-8");
  }
}

}  // namespace

Json warnings(const sketch::ColumnSketch& sketch, const ColumnProfile& column) {
  const Facts& facts = sketch.facts();
  Json out = Json::array();
  warn_leaning(column, out);
  warn_suspected(column, out);
  warn_dates(sketch, column, out);
  warn_numbers(facts, column, out);
  warn_markers(sketch, column, out);
  warn_storage(facts, out);
  warn_texts(facts, out);
  return out;
}

}  // namespace tamis::profile
