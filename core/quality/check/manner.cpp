#include "core/quality/check/manner.h"

#include <charconv>

#include "core/quality/check/value_tests.h"

namespace tamis::quality {

dates::Order order_of(const Rule& rule) {
  const std::string word = text_argument(rule, "order", "");
  if (word.empty()) return dates::Order::none;
  if (word == "dmy") return dates::Order::dmy;
  if (word == "mdy") return dates::Order::mdy;
  if (word == "ymd") return dates::Order::ymd;
  wrong_argument(rule, "order", "\"dmy\", \"mdy\" or \"ymd\"");
}

Manner manner_of(const Rule& rule) {
  Manner out;
  out.convention.order = order_of(rule);
  const std::string mark = text_argument(rule, "decimal_mark", "");
  if (mark == "point") out.convention.mark = types::DecimalMark::point;
  if (mark == "comma") out.convention.mark = types::DecimalMark::comma;
  if (!mark.empty() && out.convention.mark == types::DecimalMark::none) {
    wrong_argument(rule, "decimal_mark", "\"point\" or \"comma\"");
  }
  if (!rule.argument("formats").is_null()) {
    for (const std::string& pattern : texts_argument(rule, "formats")) {
      out.formats.push_back(dates::Format::compile(pattern));
    }
  }
  return out;
}

bool moment_in(Cell& cell, const Manner& manner, Moment& out) noexcept {
  const bool is_open = cell.value().kind() == engine::Kind::text &&
                       (manner.convention.order != dates::Order::none || !manner.formats.empty());
  const auto is_iso = [&] {
    const dates::Family family = cell.reading().date.family;
    return family == dates::Family::iso_date || family == dates::Family::iso_timestamp;
  };
  if (!is_open || (manner.formats.empty() && is_iso())) {
    if (!cell.is_moment()) return false;
    out = cell.moment();
    return true;
  }
  dates::Options options;
  options.order = manner.convention.order;
  if (!manner.formats.empty()) {
    return moment_of(dates::read_as(cell.trimmed(), manner.formats, options), out);
  }
  return moment_of(types::read_trimmed(cell.trimmed(), {options, nullptr}).reading.date, out);
}

bool number_in(Cell& cell, const Manner& manner, std::span<char, types::kCanonicalBytes> buffer,
               double& number, std::string_view& plain) noexcept {
  if (manner.convention.mark == types::DecimalMark::none ||
      cell.value().kind() != engine::Kind::text) {
    if (!cell.is_number()) return false;
    number = cell.number();
    plain = cell.plain_number(buffer);
    return true;
  }
  if (!types::plain_number(cell.trimmed(), manner.convention, buffer, plain)) return false;
  std::from_chars(plain.data(), plain.data() + plain.size(), number);
  return true;
}

}  // namespace tamis::quality
