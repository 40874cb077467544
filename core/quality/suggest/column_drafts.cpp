#include "core/quality/suggest/column_drafts.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>

#include "core/profile/profile.h"
#include "core/quality/suggest/quantities.h"
#include "core/quality/suggest/shapes.h"
#include "core/text/text.h"

namespace tamis::quality {
namespace {

using document::Json;
using profile::ColumnProfile;
using types::Type;

constexpr double kLeastConfidence = 0.9;
constexpr double kFormatConfidence = 0.95;
constexpr double kMostSpaces = 0.2;
constexpr std::int64_t kSeveralSpaces = 3;
constexpr double kOneCase = 0.97;
constexpr std::size_t kCasedValues = 10;
constexpr double kMostVariants = 0.02;
constexpr std::size_t kSeveralVariants = 3;
constexpr std::int64_t kFarOftener = 10;
constexpr double kOneLength = 0.99;
constexpr double kFarLengths = 0.002;
constexpr std::int64_t kRoundLengths[] = {10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10'000};

std::string_view word_of(dates::Order order) noexcept {
  if (order == dates::Order::dmy) return "dmy";
  return order == dates::Order::mdy ? "mdy" : "ymd";
}

class ColumnDrafter {
 public:
  ColumnDrafter(const CodedColumn& column, Drafts& drafts)
      : column_(column), profile_(*column.profile), drafts_(drafts) {}

  void run() {
    draft_absence();
    if (profile_.present == 0) return;
    const bool is_text = profile_.type == Type::text && !draft_quantities();
    if (profile_.type != Type::text) draft_type();
    if (profile_.present < kLeastSupport) return;
    draft_spaces();
    if (!is_text) {
      draft_notation();
      return;
    }
    if (draft_format()) {
      draft_notation();
      return;
    }
    if (column_.coded) draft_shape();
    draft_length();
    if (column_.coded) {
      draft_case();
      draft_variants();
    }
  }

 private:
  Draft& add(Check check, Json arguments, std::string reason) {
    return add_draft(drafts_, check, {profile_.name}, std::move(arguments), std::move(reason));
  }

  // What is missing here and there may be known to be missing; only what says so in words, where a
  // number, a date or '' should be, can't be right.
  void draft_absence() {
    const std::int64_t absent = profile_.rows - profile_.present;
    if (absent == 0) {
      if (profile_.rows >= kLeastSupport) {
        add(Check::not_missing, Json::object(), "No value is missing");
      }
      return;
    }
    if (profile_.missing == 0 || profile_.present < kLeastSupport) return;
    const bool mixed = profile_.missing < profile_.nulls + profile_.empty;
    if (profile_.type == Type::text && !mixed) return;
    std::string markers;
    for (const auto& [marker, count] : profile_.document["missing_tokens"].items()) {
      markers.append(markers.empty() ? "" : ", ").append(marker);
    }
    Draft& draft = add(Check::one_absence, {{"as", ""}},
                       profile_.type == Type::text
                           ? "Most absent values are empty; some are written as " + markers
                           : "Among values that are " + std::string(types::name_of(profile_.type)) +
                                 ", " + markers + " stands for an absent one");
    draft.backing = {
        profile_.type == Type::text ? profile_.nulls + profile_.empty : profile_.conforming,
        profile_.type == Type::text ? absent : profile_.present};
  }

  void draft_type() {
    const bool certain = profile_.exceptions == 0 || profile_.confidence >= kLeastConfidence;
    if (!certain || logical_type_of(profile_) == "string") return;
    Json arguments = {{"type", logical_type_of(profile_)}};
    if (profile_.date_order == profile::Evidence::decided) {
      arguments["order"] = word_of(profile_.convention.order);
    }
    if (profile_.decimal_mark == profile::Evidence::decided) {
      arguments["decimal_mark"] =
          profile_.convention.mark == types::DecimalMark::comma ? "comma" : "point";
    }
    add(Check::type, std::move(arguments),
        "The values are " + std::string(types::name_of(profile_.type)));
  }

  bool draft_quantities() {
    if (!column_.coded || profile_.present < kLeastSupport) return false;
    const Quantities found = find_quantities(column_);
    if (found.leads == Writing::none) return false;
    std::int64_t speaking = found.plain + found.percent;
    for (const auto& [unit, count] : found.units) speaking += count;
    if (found.leads == Writing::percent) {
      add(Check::pattern, {{"patterns", {R"(^[+-]?[0-9]+(?:\.[0-9]+)? ?%$)"}}},
          "Most numbers have a percent sign")
          .backing = {speaking, found.judged};
      return true;
    }
    std::string reason = "Most values are plain numbers";
    if (found.leads == Writing::several) {
      reason = "Each value is a number with a unit, which is written in several ways:";
      std::size_t shown = 0;
      for (const auto& [unit, count] : found.units) {
        if (shown++ == 4) break;
        reason.append(shown > 1 ? ", " : " ").append(unit);
      }
    }
    add(Check::type, {{"type", found.whole ? "integer" : "number"}}, std::move(reason)).backing = {
        speaking, found.judged};
    return true;
  }

  // Of types that the standard has no word for, and of kinds of text.
  bool draft_format() {
    const Type kind = profile_.kind;
    const bool named = kind == Type::uuid || kind == Type::email || kind == Type::url ||
                       kind == Type::ipv4 || kind == Type::ipv6 || kind == Type::cidr ||
                       kind == Type::mac || kind == Type::time || kind == Type::phone ||
                       kind == Type::json || kind == Type::xml || kind == Type::duration;
    if (!named || profile_.kind_confidence < kFormatConfidence) return false;
    add(Check::format, {{"formats", {types::name_of(kind)}}},
        "The values are of the format " + std::string(types::name_of(kind)));
    return true;
  }

  // Dates, times and telephone numbers that are right, but not written as the others are.
  void draft_notation() {
    const Type kind = profile_.kind;
    const bool written = kind == Type::date || kind == Type::timestamp ||
                         kind == Type::timestamptz || kind == Type::time || kind == Type::phone;
    if (!written || !column_.coded) return;
    const ShapePattern found = leading_notation(column_);
    if (found.expression.empty()) return;
    add(Check::pattern, {{"patterns", {found.expression}}},
        "Most values are written in one way, and others mean the same in another")
        .backing = {found.judged, found.judged};
  }

  void draft_shape() {
    const ShapePattern found = common_pattern(column_);
    if (found.expression.empty()) return;
    add(Check::pattern, {{"patterns", {found.expression}}},
        "The values are written in " + std::to_string(found.shapes) +
            (found.shapes == 1 ? " way" : " ways"));
  }

  void draft_length() {
    const Json& length = profile_.document["length"];
    if (!length.is_object() || !length["max"].is_number_integer()) return;
    const auto longest = length["max"].get<std::int64_t>();
    if (length["min"] == length["max"] && column_.distinct() > 1) {
      add(Check::min_length, {{"length", longest}}, "All values have this length");
      add(Check::max_length, {{"length", longest}}, "All values have this length");
      return;
    }
    if (draft_common_length()) return;
    const auto* const round = std::find_if(std::begin(kRoundLengths), std::end(kRoundLengths),
                                           [&](std::int64_t limit) { return limit >= longest; });
    if (round == std::end(kRoundLengths)) return;
    add(Check::max_length, {{"length", *round}},
        "The longest value has " + std::to_string(longest) + " characters");
  }

  // Codes of one length: no spaces, and hardly another length among them.
  bool draft_common_length() {
    if (!column_.coded) return false;
    std::map<std::int64_t, std::int64_t> lengths;
    for (std::size_t code = 1; code < column_.texts.size(); ++code) {
      const std::string_view text = column_.texts[code];
      if (text.find(' ') != std::string_view::npos) return false;
      lengths[text::traits(text).characters] += column_.counts[code];
    }
    const auto most =
        std::max_element(lengths.begin(), lengths.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most == lengths.end() || column_.distinct() < 5 ||
        profile::confidence_of(most->second, column_.present()) < kOneLength) {
      return false;
    }
    std::int64_t far = 0;  // no keystroke makes it one of these
    for (const auto& [length, count] : lengths) {
      if (std::abs(length - most->first) > 1) far += count;
    }
    if (static_cast<double>(far) > kFarLengths * static_cast<double>(column_.present())) {
      return false;
    }
    const std::string reason = "Nearly all values have this length";
    add(Check::min_length, {{"length", most->first}}, reason);
    add(Check::max_length, {{"length", most->first}}, reason);
    return true;
  }

  void draft_spaces() {
    const Json& text = profile_.document["text"];
    if (!text.is_object()) return;
    const auto count = [&](const char* key) { return text.value(key, std::int64_t{0}); };
    const std::int64_t spaces = count("leading_space") + count("trailing_space");
    if (spaces >= kSeveralSpaces &&
        static_cast<double>(spaces) <= kMostSpaces * static_cast<double>(profile_.present)) {
      // Two spaces between words may be how a name is written; around it they are none of it.
      add(Check::not_pattern, {{"patterns", {"^\\s|\\s$"}}}, "Few values have spaces around them");
    }
    if (count("control") > 0) {
      add(Check::no_control, Json::object(), "Control characters are no part of a value");
    }
    if (count("invalid_utf8") > 0) {
      add(Check::utf8, Json::object(), "Some values are not valid UTF-8");
    }
  }

  void draft_case() {
    std::int64_t lower = 0;
    std::int64_t upper = 0;
    std::int64_t cased = 0;
    for (std::size_t code = 1; code < column_.texts.size(); ++code) {
      bool small = false;
      bool capital = false;
      for (const char c : column_.texts[code]) {
        small = small || (c >= 'a' && c <= 'z');
        capital = capital || (c >= 'A' && c <= 'Z');
      }
      if (small && !capital) lower += column_.counts[code];
      if (capital && !small) upper += column_.counts[code];
      if (small || capital) cased += column_.counts[code];
    }
    const std::int64_t most = std::max(lower, upper);
    if (most == cased || column_.distinct() < kCasedValues ||
        profile::confidence_of(most, cased) < kOneCase) {
      return;
    }
    add(Check::casing, {{"case", lower > upper ? "lower" : "upper"}},
        "Nearly all values are in one case");
  }

  void draft_variants() {
    struct Spellings {
      std::int64_t all = 0;
      std::int64_t most = 0;
      std::size_t count = 0;
    };
    std::map<std::string, Spellings> by_letters;
    for (std::size_t code = 1; code < column_.texts.size(); ++code) {
      std::string folded;
      for (const char c : column_.texts[code]) {
        if (c != ' ') folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
      }
      Spellings& spellings = by_letters[folded];
      spellings.all += column_.counts[code];
      spellings.most = std::max(spellings.most, column_.counts[code]);
      ++spellings.count;
    }
    std::int64_t broken = 0;
    std::size_t groups = 0;
    bool clear = false;
    for (const auto& [folded, spellings] : by_letters) {
      if (spellings.count < 2) continue;
      ++groups;
      broken += spellings.all - spellings.most;
      clear = clear || spellings.most >= kFarOftener * (spellings.all - spellings.most);
    }
    if (groups == 0 || (groups < kSeveralVariants && !clear) ||
        static_cast<double>(broken) > kMostVariants * static_cast<double>(column_.present())) {
      return;
    }
    add(Check::variants, Json::object(), "Few values differ from another only in case or spaces");
  }

  const CodedColumn& column_;
  const ColumnProfile& profile_;
  Drafts& drafts_;
};

}  // namespace

std::string_view logical_type_of(const ColumnProfile& column) noexcept {
  switch (column.type) {
    case Type::boolean: return "boolean";
    case Type::integer: return "integer";
    case Type::decimal:
    case Type::real: return "number";
    case Type::date: return "date";
    case Type::timestamp:
    case Type::timestamptz: return "timestamp";
    default: return "string";
  }
}

void draft_column(const CodedColumn& column, Drafts& drafts) {
  ColumnDrafter(column, drafts).run();
}

}  // namespace tamis::quality
