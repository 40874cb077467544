#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "core/catalog/reading_options.h"
#include "core/catalog/tables.h"
#include "core/error/error.h"
#include "core/text/text.h"
#include "core/types/types.h"

namespace tamis::catalog {
namespace {

using LogicalType = types::Type;

struct NumberPlan {
  types::Convention convention;
  bool ratio = false;  // 12.5% is 0.125
  bool strict = false;
};

NumberPlan compile_number(std::string_view text) {
  document::Options options = document::Options::from_text(text, "tamis_to_numeric");
  NumberPlan plan;
  plan.convention.mark = decimal_mark_option(options);
  plan.ratio = options.choice("percent", {"number", "ratio"}, "number") == "ratio";
  plan.strict = options.boolean("strict", false);
  options.finish();
  return plan;
}

bool is_nothing(std::string_view text) noexcept {
  return text.empty() || text::is_missing_marker(text);
}

// The same digits with the point two places further left, in place; `out` has room for three more.
std::string_view hundredth(std::string_view number, std::span<char> out) noexcept {
  std::array<char, types::kCanonicalBytes + 3> digits;  // behind a point
  const bool negative = number.starts_with('-');
  if (negative) number.remove_prefix(1);
  const std::size_t point = std::min(number.find('.'), number.size());
  std::size_t count = 0;
  for (std::size_t i = point; i < 2; ++i) digits[count++] = '0';
  const std::size_t padded = std::max<std::size_t>(point, 2);
  for (const char c : number) {
    if (c != '.') digits[count++] = c;
  }
  while (count > padded - 2 && digits[count - 1] == '0') --count;
  char* at = out.data();
  const std::size_t whole = padded - 2;
  if (negative && count > 0) *at++ = '-';
  if (whole == 0) *at++ = '0';
  at = std::copy_n(digits.begin(), std::min(whole, count), at);
  if (count > whole) {
    *at++ = '.';
    at = std::copy(digits.begin() + whole, digits.begin() + count, at);
  }
  return {out.data(), static_cast<std::size_t>(at - out.data())};
}

// Whether what the marks mean depends on the convention, as 1,234 does.
bool is_open(const types::Reading& reading, types::DecimalMark mark) noexcept {
  return mark == types::DecimalMark::none && reading.grouped && reading.point_possible &&
         reading.comma_possible;
}

[[noreturn]] void refuse_number(std::string_view text, const NumberPlan& plan) {
  const types::Reading reading = types::read(text);
  const std::string message = in_quotes(text) + " is not a number";
  if (types::has_number(reading.type) && is_open(reading, plan.convention.mark)) {
    throw Error(Code::ambiguous_value, in_quotes(text) + " is an ambiguous number",
                "Its comma can group digits or mark decimals.",
                R"(Say which with the option "decimal_mark": "point" or "comma".)");
  }
  if (types::has_number(reading.type)) {
    const bool comma = plan.convention.mark == types::DecimalMark::comma;
    throw Error(Code::invalid_value, message,
                std::string("Its marks contradict the decimal ") + (comma ? "comma." : "point."),
                R"(Leave the option "decimal_mark" out where values differ.)");
  }
  if (reading.type == LogicalType::code) {
    throw Error(
        Code::invalid_value, message,
        "It is a code: a number would lose a leading zero, a plus sign or digits beyond the "
        "18th, or has an exponent without a decimal mark or a sign.");
  }
  throw Error(Code::invalid_value, message);
}

// Integers travel as such, so that SQLite keeps all their digits.
Value number_value(std::string_view digits) noexcept {
  std::int64_t whole = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
  if (error == std::errc{} && end == digits.data() + digits.size()) return Value::integer(whole);
  return Value::decimal(digits);
}

Value to_numeric(CallContext& context, Arguments arguments) {
  const NumberPlan& plan = context.site().compiled(arguments[1].bytes(), compile_number);
  const std::string_view text = text::trimmed(arguments[0].bytes());
  const std::span<char> out = context.buffer(types::kCanonicalBytes + 4);
  std::string_view result;
  if (!types::plain_number(text, plan.convention, out.first(types::kCanonicalBytes), result)) {
    if (plan.strict && !is_nothing(text)) refuse_number(text, plan);
    return {};
  }
  if (plan.ratio && text.ends_with('%')) result = hundredth(result, out);
  return number_value(result);
}

struct BooleanPlan {
  // Given: nothing else is true or false. In lower case.
  bool listed = false;
  std::vector<std::string> yes;
  std::vector<std::string> no;
  bool strict = false;
};

std::string folded(std::string_view text) {
  std::string out(text::trimmed(text));
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return out;
}

std::vector<std::string> words_option(document::Options& options, const std::string& key) {
  std::vector<std::string> words = options.strings(key);
  std::transform(words.begin(), words.end(), words.begin(),
                 [](const std::string& word) { return folded(word); });
  return words;
}

bool holds(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

BooleanPlan compile_boolean(std::string_view text) {
  document::Options options = document::Options::from_text(text, "tamis_to_boolean");
  BooleanPlan plan;
  plan.yes = words_option(options, "true");
  plan.no = words_option(options, "false");
  plan.strict = options.boolean("strict", false);
  options.finish();
  for (const std::string& word : plan.yes) {
    if (!holds(plan.no, word)) continue;
    throw Error(Code::invalid_option, in_quotes(word) + " is listed as both true and false");
  }
  return plan;
}

// 1 true, 0 false, -1 neither. A list replaces the words of its side; the other side keeps its own.
int boolean_by(const BooleanPlan& plan, std::string_view text) {
  if (!plan.yes.empty() || !plan.no.empty()) {
    const std::string word = folded(text);
    if (holds(plan.yes, word)) return 1;
    if (holds(plan.no, word)) return 0;
  }
  std::array<char, types::kCanonicalBytes> out;
  std::string_view result;
  if (!types::try_cast(text, LogicalType::boolean, {}, out, result)) return -1;
  const bool yes = result == "true";
  return (yes ? plan.yes : plan.no).empty() ? (yes ? 1 : 0) : -1;
}

Value to_boolean(CallContext& context, Arguments arguments) {
  const BooleanPlan& plan = context.site().compiled(arguments[1].bytes(), compile_boolean);
  const std::string_view text = text::trimmed(arguments[0].bytes());
  const int answer = boolean_by(plan, text);
  if (answer >= 0) return Value::boolean(answer == 1);
  if (plan.strict && !is_nothing(text)) {
    throw Error(Code::invalid_value, in_quotes(text) + " is neither true nor false", {},
                R"(List more words with the options "true" and "false".)");
  }
  return {};
}

}  // namespace

std::vector<Function> number_functions() {
  return {
      reading_function("tamis_to_numeric", Type::number, Scalar{to_numeric},
                       "The number that a text says; NULL where it says none"),
      reading_function("tamis_to_boolean", Type::boolean, Scalar{to_boolean},
                       "The truth that a text says; NULL where it says none"),
  };
}

}  // namespace tamis::catalog
