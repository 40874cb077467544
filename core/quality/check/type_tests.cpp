// Tests of what a value means: its type, its form, whether it has one meaning.
#include <algorithm>
#include <array>
#include <span>

#include "core/error/error.h"
#include "core/quality/check/formats.h"
#include "core/quality/check/manner.h"
#include "core/quality/check/value_set.h"
#include "core/quality/check/value_tests.h"

namespace tamis::quality {
namespace {

using engine::Kind;
using types::Type;

bool is_date_type(Type type) noexcept {
  return type == Type::date || type == Type::timestamp || type == Type::timestamptz;
}

// What a type asks of a moment. ODCS has one word for timestamps with an offset and without.
bool is_of(const Moment& moment, Type type, bool any_timestamp) noexcept {
  switch (type) {
    case Type::date: return !moment.has_offset && moment.midnight;
    case Type::timestamp: return any_timestamp || !moment.has_offset;
    default: return moment.has_offset;
  }
}

bool casts(std::string_view text, Type type, const types::Convention& convention) noexcept {
  std::array<char, types::kCanonicalBytes> buffer;
  std::string_view result;
  return types::try_cast(text, type, convention, buffer, result);
}

bool is_whole_number(Cell& cell) noexcept {
  if (!cell.is_number()) return false;
  if (cell.is_native()) {  // also one of more digits than a text of a number may have
    const std::size_t point = std::min(cell.text().find('.'), cell.text().size() - 1);
    return cell.text().find_first_not_of('0', point + 1) == std::string_view::npos;
  }
  const types::Reading& reading = cell.reading();
  return reading.type == Type::integer || (reading.type == Type::decimal && reading.scale == 0);
}

// Without any help of the caller's.
bool reads_plainly_as(Cell& cell, Type type) noexcept {
  switch (type) {
    case Type::text:
    case Type::code: return true;
    case Type::boolean: return boolean_of(cell).has_value();
    case Type::integer: return cell.value().kind() == Kind::integer || is_whole_number(cell);
    case Type::decimal:
      return cell.is_number() && (cell.is_native() || cell.reading().type != Type::real);
    case Type::date:
    case Type::timestamp:
    case Type::timestamptz:
      return cell.is_moment() && is_of(cell.moment(), type, type == Type::timestamp);
    default: break;
  }
  return cell.reading().type == type || casts(cell.trimmed(), type, {});
}

// By the order, mark or formats given.
bool reads_as(Cell& cell, Type type, const Manner& manner) noexcept {
  if (is_date_type(type)) {
    Moment moment;
    return moment_in(cell, manner, moment) && is_of(moment, type, type == Type::timestamp);
  }
  if (cell.is_native()) return reads_plainly_as(cell, type);
  return casts(cell.trimmed(), type, manner.convention);
}

// The types of ODCS and ours: its words first, as two of them mean more than ours of that name.
bool type_named(std::string_view name, Type& type, bool& number) noexcept {
  number = name == "number";
  if (name == "string" || number) {
    type = Type::text;
    return true;
  }
  return types::from_name(name, type);
}

Test type_test(const Rule& rule, const std::string& name) {
  Type type{};
  bool number = false;
  if (!type_named(name, type, number)) {
    throw Error(Code::invalid_value, "there is no type " + in_quotes(name), {},
                "Types are string, integer, number, boolean, date, timestamp, time, and those of "
                "tamis_type().");
  }
  Manner manner = manner_of(rule);
  if (number) {
    if (!manner.is_given()) return test_of([](Cell& cell) { return passed_if(cell.is_number()); });
    return test_of([manner = std::move(manner)](Cell& cell) {
      if (cell.is_native()) return passed_if(cell.is_number());
      return passed_if(casts(cell.trimmed(), Type::decimal, manner.convention) ||
                       casts(cell.trimmed(), Type::real, manner.convention));
    });
  }
  if (type == Type::binary) return test_of([](Cell& cell) { return passed_if(cell.is_blob()); });
  if (!manner.is_given()) {
    return test_of(
        [type](Cell& cell) { return passed_if(!cell.is_blob() && reads_plainly_as(cell, type)); });
  }
  return test_of([type, manner = std::move(manner)](Cell& cell) {
    return passed_if(!cell.is_blob() && reads_as(cell, type, manner));
  });
}

// Where an order is given, the dates that it makes impossible are the other order's.
Test ambiguity_test(const Rule& rule) {
  const dates::Order order = order_of(rule);
  return test_of([order](Cell& cell) {
    if (cell.value().kind() != Kind::text) return Outcome::skipped;
    dates::Reading date = cell.reading().date;
    if (date.verdict == dates::Verdict::not_date) return Outcome::skipped;
    if (order != dates::Order::none && date.family == dates::Family::numeric) {
      dates::Options options;
      options.order = order;
      const bool was_date = date.verdict != dates::Verdict::invalid;
      date = types::read_trimmed(cell.trimmed(), {options, nullptr}).reading.date;
      if (was_date && date.verdict == dates::Verdict::invalid) return Outcome::failed;
    }
    if (date.verdict == dates::Verdict::invalid) return Outcome::skipped;
    return passed_if(date.verdict != dates::Verdict::ambiguous);
  });
}

// Types whose values have one plain form.
bool has_canonical_form(Type type) noexcept {
  switch (type) {
    case Type::boolean:
    case Type::integer:
    case Type::decimal:
    case Type::real:
    case Type::date:
    case Type::timestamp:
    case Type::timestamptz:
    case Type::time:
    case Type::duration:
    case Type::uuid:
    case Type::url:
    case Type::email:
    case Type::ipv4:
    case Type::ipv6:
    case Type::cidr:
    case Type::mac:
    case Type::hex: return true;
    default: return false;
  }
}

Test canonical_test(const Rule& rule) {
  Type asked{};
  bool number = false;
  const bool given = !rule.logical_type.empty() && type_named(rule.logical_type, asked, number) &&
                     has_canonical_form(asked);
  return test_of([given, asked](Cell& cell) {
    if (cell.is_native()) return Outcome::passed;
    if (cell.is_blob()) return Outcome::skipped;
    const Type type = given ? asked : cell.reading().type;
    if (!has_canonical_form(type)) return Outcome::skipped;
    std::array<char, types::kCanonicalBytes> buffer;
    std::string_view result;
    // What can't be that type is its type's fault, not its form's.
    if (!types::try_cast(cell.trimmed(), type, {}, buffer, result)) return Outcome::skipped;
    return passed_if(result == cell.text());
  });
}

Test native_test() {
  return test_of([](Cell& cell) {
    if (cell.value().kind() != Kind::text) return Outcome::passed;
    const Type type = cell.reading().type;
    return passed_if(type != Type::integer && type != Type::decimal && type != Type::real);
  });
}

Test format_test(const Rule& rule) {
  std::vector<const NamedFormat*> formats;
  for (const std::string& name : texts_argument(rule, "formats")) {
    const NamedFormat* const format = find_format(name);
    if (format == nullptr) {
      throw Error(Code::invalid_value, "there is no format " + in_quotes(name), {},
                  "Valid formats are " + listed_formats() + ".");
    }
    formats.push_back(format);
  }
  return test_of([formats = std::move(formats)](Cell& cell) {
    if (cell.is_blob()) return Outcome::failed;
    return passed_if(std::any_of(formats.begin(), formats.end(),
                                 [&](const NamedFormat* format) { return format->has(cell); }));
  });
}

Test conforming_test(const Rule& rule) {
  if (rule.logical_type.empty()) {
    throw Error(Code::invalid_value,
                "check \"conforming\" needs the type that the column's values agree on", {},
                "Give the column a logicalType, or check \"type\".");
  }
  return type_test(rule, rule.logical_type);
}

}  // namespace

Test make_type_test(const Rule& rule) {
  switch (rule.check) {
    case Check::format: return format_test(rule);
    case Check::unambiguous: return ambiguity_test(rule);
    case Check::conforming: return conforming_test(rule);
    case Check::canonical: return canonical_test(rule);
    case Check::native: return native_test();
    default: break;
  }
  // A contract's logicalType comes as the rule's own type.
  const std::string name = text_argument(rule, "type", rule.logical_type);
  if (name.empty()) wrong_argument(rule, "type", "the name of a type");
  return type_test(rule, name);
}

}  // namespace tamis::quality
