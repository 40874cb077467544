#include <algorithm>

#include "core/catalog/tables.h"
#include "core/document/options.h"
#include "core/error/error.h"
#include "core/text/fold.h"
#include "core/text/text.h"

namespace tamis::catalog {
namespace {

struct Cleaning {
  std::vector<std::string> missing;  // cleaned, ASCII in lower case
  bool keep_missing = false;
  text::Casing casing = text::Casing::as_is;
};

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

Cleaning compile_cleaning(std::string_view text) {
  document::Options options = document::Options::from_text(text, "tamis_clean");
  Cleaning plan;
  std::string storage;
  for (const std::string& marker : options.strings("missing")) {
    plan.missing.push_back(lowered(text::cleaned(marker, storage)));
  }
  plan.keep_missing = options.boolean("keep_missing", false);
  const std::string casing = options.choice("case", {"lower", "upper", "title"}, "");
  plan.casing = casing == "lower"   ? text::Casing::lower
                : casing == "upper" ? text::Casing::upper
                : casing == "title" ? text::Casing::title
                                    : text::Casing::as_is;
  options.finish();
  return plan;
}

bool is_missing(std::string_view text, const Cleaning& plan) {
  if (text.empty()) return true;
  if (!plan.keep_missing && text::is_missing_marker(text)) return true;
  if (plan.missing.empty()) return false;
  const auto found = std::find(plan.missing.begin(), plan.missing.end(), lowered(text));
  return found != plan.missing.end();
}

Value in_buffer(CallContext& context, std::string_view text) {
  const std::span<char> out = context.buffer(text.size());
  std::copy(text.begin(), text.end(), out.begin());
  return Value::text({out.data(), text.size()});
}

Value clean(CallContext& context, Arguments arguments) {
  const Cleaning& plan = context.site().compiled(arguments[1].bytes(), compile_cleaning);
  std::string storage;
  std::string_view text = text::cleaned(arguments[0].bytes(), storage);
  if (is_missing(text, plan)) return {};
  std::string folded;
  text = text::cased(text, plan.casing, folded);
  // Text that was clean points into the argument and needs no copy.
  return storage.empty() && folded.empty() ? Value::text(text) : in_buffer(context, text);
}

text::Folding compile_folding(std::string_view given) {
  static const std::vector<std::string> kAll = {"case", "spaces", "unicode"};
  document::Options options = document::Options::from_text(given, "tamis_fold");
  const bool all = !options.has("ignore");
  const std::vector<std::string> ignored = all ? kAll : options.strings("ignore");
  options.finish();
  for (const std::string& word : ignored) {
    if (std::find(kAll.begin(), kAll.end(), word) != kAll.end()) continue;
    throw Error(Code::invalid_option, "option \"ignore\" of tamis_fold has " + in_quotes(word), {},
                "Valid are \"case\", \"spaces\" and \"unicode\".");
  }
  const auto has = [&](const char* word) {
    return std::find(ignored.begin(), ignored.end(), word) != ignored.end();
  };
  return {.letter_case = has("case"), .spaces = has("spaces"), .form = has("unicode")};
}

Value fold(CallContext& context, Arguments arguments) {
  const text::Folding& folding = context.site().compiled(arguments[1].bytes(), compile_folding);
  return in_buffer(context, text::folded(arguments[0].bytes(), folding));
}

Value snake_case(CallContext& context, Arguments arguments) {
  return in_buffer(context, text::snake_case(arguments[0].bytes()));
}

}  // namespace

std::vector<Function> text_functions() {
  using Arity = Parameter::Arity;
  return {
      {.name = "tamis_clean",
       .parameters = {{"value", Type::text}, {"options", Type::json, Arity::optional}},
       .result = Type::text,
       .columns = {},
       .callable = Scalar{clean},
       .doc = "The text without stray spaces and control characters; NULL where it says nothing",
       .cost = 5},
      {.name = "tamis_fold",
       .parameters = {{"value", Type::text}, {"options", Type::json, Arity::optional}},
       .result = Type::text,
       .columns = {},
       .callable = Scalar{fold},
       .doc = "The text folded for comparing: without case, spaces and differences of Unicode form",
       .cost = 10},
      {.name = "tamis_snake_case",
       .parameters = {{"name", Type::text}},
       .result = Type::text,
       .columns = {},
       .callable = Scalar{snake_case},
       .doc = "A name in lower case with underscores between its words",
       .cost = 10},
  };
}

}  // namespace tamis::catalog
