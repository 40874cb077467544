// Tests of what a type of the target can hold: PostgreSQL's types and their ranges.
//
// A value fits where the cast would neither fail nor change it: 12.345 does not fit numeric(10,2),
// which would round it. A real keeps the digits it can, as always; only its range counts.
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "core/error/error.h"
#include "core/quality/check/value_set.h"
#include "core/quality/check/value_tests.h"

namespace tamis::quality {
namespace {

using types::Type;

struct Declared {
  std::string name;  // in lower case, single blanks
  std::optional<std::int64_t> first;
  std::optional<std::int64_t> second;
};

bool is_digits(std::string_view text) noexcept {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<std::int64_t> number_in(std::string_view text) noexcept {
  text = text::trimmed(text);
  std::int64_t out = 0;
  if (!is_digits(text) || text.size() > 9) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

// "numeric(10,2)", "character varying (20)", "timestamp(3) without time zone"
Declared parsed(const Rule& rule, std::string_view text) {
  Declared out;
  std::string room;
  const std::size_t open = text.find('(');
  std::string words(text.substr(0, open));
  if (open != std::string_view::npos) {
    const std::size_t close = text.find(')', open);
    if (close == std::string_view::npos) wrong_argument(rule, "type", "a type with both brackets");
    const std::string_view inner = text.substr(open + 1, close - open - 1);
    const std::size_t comma = inner.find(',');
    out.first = number_in(inner.substr(0, comma));
    if (comma != std::string_view::npos) out.second = number_in(inner.substr(comma + 1));
    if (!out.first || (comma != std::string_view::npos && !out.second)) {
      wrong_argument(rule, "type", "a type with numbers in its brackets");
    }
    words += text.substr(close + 1);
  }
  for (const char c : folded_case(text::trimmed(words), room)) {
    if (c == ' ' && (out.name.empty() || out.name.back() == ' ')) continue;
    out.name += c;
  }
  if (out.name.ends_with(' ')) out.name.pop_back();
  return out;
}

// Any 64-bit integer, also one of more digits than a text of a number may have elsewhere.
bool integer_of(Cell& cell, std::int64_t& out) noexcept {
  if (cell.value().kind() == engine::Kind::integer) {
    out = cell.value().as_integer();
    return true;
  }
  std::array<char, types::kCanonicalBytes> buffer;
  std::string_view digits = cell.is_number() ? cell.plain_number(buffer) : cell.trimmed();
  const std::size_t point = digits.find('.');
  if (point != std::string_view::npos) {
    if (digits.find_first_not_of('0', point + 1) != std::string_view::npos) return false;
    digits = digits.substr(0, point);
  }
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return error == std::errc{} && end == digits.data() + digits.size() && !digits.empty();
}

template <typename Integer>
Test integer_test() {
  return test_of([](Cell& cell) {
    std::int64_t number = 0;
    using Limits = std::numeric_limits<Integer>;
    return passed_if(!cell.is_blob() && integer_of(cell, number) && number >= Limits::min() &&
                     number <= Limits::max());
  });
}

Test real_test(double largest) {
  return test_of([largest](Cell& cell) {
    return passed_if(cell.is_number() && std::abs(cell.number()) <= largest);
  });
}

Test numeric_test(const Rule& rule, const Declared& type) {
  if (!type.first) return test_of([](Cell& cell) { return passed_if(cell.is_number()); });
  const std::int64_t scale = type.second.value_or(0);
  const std::int64_t whole = *type.first - scale;
  if (*type.first == 0 || whole < 0) wrong_argument(rule, "type", "numeric(digits,scale)");
  return test_of([whole, scale](Cell& cell) {
    if (!cell.is_number()) return Outcome::failed;
    std::array<char, types::kCanonicalBytes> buffer;
    std::string_view digits = cell.plain_number(buffer);
    if (digits.starts_with('-')) digits.remove_prefix(1);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    std::string_view front = digits.substr(0, point);
    front.remove_prefix(std::min(front.find_first_not_of('0'), front.size()));
    std::string_view behind = digits.substr(std::min(point + 1, digits.size()));
    behind = behind.substr(0, behind.find_last_not_of('0') + 1);
    return passed_if(!digits.empty() && static_cast<std::int64_t>(front.size()) <= whole &&
                     static_cast<std::int64_t>(behind.size()) <= scale);
  });
}

Test text_test(const Declared& type, std::int64_t otherwise) {
  const std::int64_t most = type.first.value_or(otherwise);
  return test_of([most](Cell& cell) {
    if (cell.is_blob()) return Outcome::failed;
    // PostgreSQL's text can hold neither a NUL byte nor broken UTF-8.
    const text::Traits& traits = cell.traits();
    return passed_if(!traits.nul && !traits.invalid_utf8 &&
                     (most < 0 || static_cast<std::int64_t>(traits.characters) <= most));
  });
}

// All years that are read here are within PostgreSQL's range.
Test moment_test(Type type) {
  return test_of([type](Cell& cell) {
    if (!cell.is_moment()) return Outcome::failed;
    const Moment& moment = cell.moment();
    switch (type) {
      case Type::date: return passed_if(!moment.has_offset && moment.midnight);
      case Type::timestamp: return passed_if(!moment.has_offset);
      default: return Outcome::passed;
    }
  });
}

Test typed_test(Type type) {
  return test_of([type](Cell& cell) {
    std::array<char, types::kCanonicalBytes> buffer;
    std::string_view result;
    return passed_if(
        !cell.is_blob() &&
        (cell.reading().type == type || types::try_cast(cell.trimmed(), type, {}, buffer, result)));
  });
}

}  // namespace

Test make_fits_test(const Rule& rule) {
  constexpr std::int64_t kUnbounded = -1;
  const Declared type = parsed(rule, text_argument(rule, "type"));
  const auto named = [&](auto... names) { return ((type.name == names) || ...); };
  if (named("smallint", "int2")) return integer_test<std::int16_t>();
  if (named("integer", "int", "int4")) return integer_test<std::int32_t>();
  if (named("bigint", "int8")) return integer_test<std::int64_t>();
  if (named("real", "float4")) return real_test(std::numeric_limits<float>::max());
  if (named("double precision", "float8")) return real_test(std::numeric_limits<double>::max());
  if (named("numeric", "decimal")) return numeric_test(rule, type);
  if (named("varchar", "character varying")) return text_test(type, kUnbounded);
  if (named("char", "character", "bpchar")) return text_test(type, 1);
  if (named("text")) return text_test(type, kUnbounded);
  if (named("date")) return moment_test(Type::date);
  if (named("timestamp", "timestamp without time zone")) return moment_test(Type::timestamp);
  if (named("timestamptz", "timestamp with time zone")) return moment_test(Type::timestamptz);
  if (named("boolean", "bool")) {
    return test_of([](Cell& cell) { return passed_if(boolean_of(cell).has_value()); });
  }
  if (named("uuid")) return typed_test(Type::uuid);
  if (named("time", "time without time zone")) return typed_test(Type::time);
  if (named("json", "jsonb")) return typed_test(Type::json);
  wrong_argument(rule, "type",
                 "smallint, integer, bigint, real, double precision, numeric(p,s), varchar(n), "
                 "char(n), text, date, timestamp, timestamptz, time, boolean, uuid or json");
}

}  // namespace tamis::quality
