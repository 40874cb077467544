#include "core/quality/suggest/shapes.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

#include "core/profile/profile.h"

namespace tamis::quality {
namespace {

constexpr std::int64_t kLeastPresent = 100;
constexpr double kShareOfShape = 0.02;   // of the values, for a shape that belongs
constexpr double kShareOfValue = 0.005;  // for a value that belongs whatever its shape
constexpr std::int64_t kTimesOfValue = 5;
constexpr double kFixed = 0.95;  // share of one length, or one word, among the runs of a shape
constexpr double kConfident = 0.93;
constexpr double kRareOther = 0.002;  // of a shape: another word or length that is an error
constexpr std::int64_t kFewOthers = 4;
constexpr double kLeads = 0.6;
constexpr std::size_t kMostShapes = 8;

enum class Sign : char { digits = '9', capitals = 'A', small = 'a', other = '\x01' };

bool is_run(char sign) noexcept { return sign == '9' || sign == 'A' || sign == 'a'; }

char sign_of(unsigned char c) noexcept {
  if (c >= '0' && c <= '9') return static_cast<char>(Sign::digits);
  if (c >= 'A' && c <= 'Z') return static_cast<char>(Sign::capitals);
  if (c >= 'a' && c <= 'z') return static_cast<char>(Sign::small);
  if (c >= 0x80 || c < 0x20) return static_cast<char>(Sign::other);
  return static_cast<char>(c);
}

// Calls f(sign, text) for each run and each other character.
template <typename F>
void each_run(std::string_view text, F f) {
  std::size_t at = 0;
  while (at < text.size()) {
    const char sign = sign_of(static_cast<unsigned char>(text[at]));
    std::size_t end = at + 1;
    const bool runs = is_run(sign);
    while (runs && end < text.size() && sign_of(static_cast<unsigned char>(text[end])) == sign) {
      ++end;
    }
    f(sign, text.substr(at, end - at));
    at = end;
  }
}

std::string shape_of(std::string_view text) {
  std::string out;
  each_run(text, [&](char sign, std::string_view) { out += sign; });
  return out;
}

// How often the most frequent of several comes, and the one after it.
struct Ranked {
  std::int64_t count = 0;
  std::int64_t next = 0;
};

// One run of a shape, over all values of that shape.
struct Run {
  char sign = 0;
  std::unordered_map<std::string_view, std::int64_t> words;
  std::map<std::size_t, std::int64_t> lengths;

  // Misspellings of the first are not the next.
  std::pair<std::string_view, Ranked> word() const {
    auto best = first_two(words);
    best.second.next = 0;
    for (const auto& [text, count] : words) {
      if (!resembles(text, best.first)) best.second.next = std::max(best.second.next, count);
    }
    return best;
  }
  std::pair<std::size_t, Ranked> length() const { return first_two(lengths); }

 private:
  static bool resembles(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return a == b;
    std::size_t same = 0;
    for (std::size_t i = 0; i < a.size(); ++i) same += a[i] == b[i] ? 1 : 0;
    return 2 * same > a.size();
  }

  template <typename Counts>
  static std::pair<typename Counts::key_type, Ranked> first_two(const Counts& counts) {
    std::pair<typename Counts::key_type, Ranked> best;
    for (const auto& [key, count] : counts) {
      const bool first = count > best.second.count ||
                         (count == best.second.count && best.second.count > 0 && key < best.first);
      best.second.next = std::max(best.second.next, first ? best.second.count : count);
      if (first) {
        best.first = key;
        best.second.count = count;
      }
    }
    return best;
  }
};

struct Shape {
  std::string signs;
  std::int64_t count = 0;
  std::vector<Code32> values;
};

std::vector<Shape> shapes_of(const CodedColumn& column) {
  std::map<std::string, Shape> by_signs;
  for (std::size_t code = 1; code < column.texts.size(); ++code) {
    const std::string signs = shape_of(column.texts[code]);
    Shape& shape = by_signs[signs];
    shape.count += column.counts[code];
    shape.values.push_back(static_cast<Code32>(code));
  }
  std::vector<Shape> out;
  for (auto& [signs, shape] : by_signs) {
    shape.signs = signs;
    out.push_back(std::move(shape));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Shape& a, const Shape& b) { return a.count > b.count; });
  return out;
}

std::string_view class_of(char sign) noexcept {
  if (sign == '9') return "[0-9]";
  return sign == 'A' ? "[A-Z]" : "[a-z]";
}

// A shape as an expression, and as a test of its own values.
class Writer {
 public:
  Writer(const CodedColumn& column, const Shape& shape) : column_(column), shape_(shape) {
    runs_.resize(shape.signs.size());
    for (const Code32 code : shape.values) {
      std::size_t i = 0;
      each_run(column.texts[code], [&](char sign, std::string_view text) {
        runs_[i].sign = sign;
        runs_[i].words[text] += column.counts[code];
        runs_[i++].lengths[text.size()] += column.counts[code];
      });
    }
  }

  // Whether all its letters are words or lengths that hardly change.
  bool is_fixed() const {
    return std::all_of(runs_.begin(), runs_.end(), [&](const Run& run) {
      if (run.sign == static_cast<char>(Sign::other)) return false;
      return run.sign == '9' || !is_run(run.sign) || common(run.length().second);
    });
  }

  // Digits vary by their nature, 9 among 10 and 99; so only what never varies is fixed of them.
  std::string expression() {
    std::string out;
    broken_.assign(shape_.values.size(), false);
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      const Run& run = runs_[i];
      const auto [word, times] = run.word();
      const auto [length, as_long] = run.length();
      if (!is_run(run.sign)) {
        out += escaped(word);
      } else if (run.sign != '9' && common(times)) {
        out += escaped(word);
        mark(i, [&](std::string_view text) { return text != word; });
      } else if (run.sign == '9' ? as_long.count == shape_.count : common(as_long)) {
        out.append(class_of(run.sign)).append("{").append(std::to_string(length)).append("}");
        mark(i, [&](std::string_view text) { return text.size() != length; });
      } else {
        out.append(class_of(run.sign)).append("+");
      }
    }
    return out;
  }

  // Values of the shape that the expression does not match.
  std::vector<Code32> broken() const {
    std::vector<Code32> out;
    for (std::size_t i = 0; i < broken_.size(); ++i) {
      if (broken_[i]) out.push_back(shape_.values[i]);
    }
    return out;
  }

 private:
  bool common(Ranked ranked) const noexcept {
    const auto all = static_cast<double>(shape_.count);
    const double rare = std::max(static_cast<double>(kFewOthers), kRareOther * all);
    return static_cast<double>(ranked.count) >= kFixed * all &&
           static_cast<double>(ranked.next) <= rare;
  }

  template <typename Breaks>
  void mark(std::size_t at, Breaks breaks) {
    for (std::size_t v = 0; v < shape_.values.size(); ++v) {
      std::size_t i = 0;
      each_run(column_.texts[shape_.values[v]], [&](char, std::string_view text) {
        if (i++ == at && breaks(text)) broken_[v] = true;
      });
    }
  }

  const CodedColumn& column_;
  const Shape& shape_;
  std::vector<Run> runs_;
  std::vector<bool> broken_;
};

class Builder {
 public:
  explicit Builder(const CodedColumn& column) : column_(column), present_(column.present()) {}

  ShapePattern common() {
    ShapePattern out;
    if (present_ < kLeastPresent) return out;
    const std::vector<Shape> shapes = shapes_of(column_);
    std::vector<std::string> parts;
    for (const Shape& shape : shapes) {
      if (belongs(shape)) {
        Writer writer(column_, shape);
        if (!writer.is_fixed() || parts.size() == kMostShapes) return out;
        parts.push_back(writer.expression());
        for (const Code32 code : writer.broken()) set_aside(code, parts);
      } else {
        for (const Code32 code : shape.values) set_aside(code, parts);
      }
    }
    return finish(std::move(parts), kConfident);
  }

  ShapePattern leading() {
    ShapePattern out;
    if (present_ < kLeastPresent) return out;
    const std::vector<Shape> shapes = shapes_of(column_);
    const Shape& first = shapes.front();
    if (first.count == present_ || shapes.size() > kMostShapes ||
        static_cast<double>(first.count) < kLeads * static_cast<double>(present_)) {
      return out;
    }
    std::string expression;
    for (const char sign : first.signs) {
      if (sign == static_cast<char>(Sign::other)) return out;
      expression += is_run(sign) ? std::string(class_of(sign)) + "+" : escaped({&sign, 1});
    }
    out.judged = present_;
    out.broken = present_ - first.count;
    out.shapes = 1;
    out.expression = "^" + expression + "$";
    return out;
  }

 private:
  bool belongs(const Shape& shape) const noexcept {
    return static_cast<double>(shape.count) >= kShareOfShape * static_cast<double>(present_);
  }

  // A value that comes often enough is right as it is; the others break the pattern.
  void set_aside(Code32 code, std::vector<std::string>& parts) {
    const std::int64_t count = column_.counts[code];
    const double often =
        std::max(static_cast<double>(kTimesOfValue), kShareOfValue * static_cast<double>(present_));
    if (static_cast<double>(count) >= often) {
      parts.push_back(escaped(column_.texts[code]));
    } else {
      broken_ += count;
    }
  }

  ShapePattern finish(std::vector<std::string> parts, double least) const {
    ShapePattern out;
    if (parts.empty() || parts.size() > 2 * kMostShapes ||
        profile::confidence_of(present_ - broken_, present_) < least) {
      return out;
    }
    out.judged = present_;
    out.broken = broken_;
    out.shapes = parts.size();
    std::sort(parts.begin(), parts.end());
    for (const std::string& part : parts) {
      out.expression.append(out.expression.empty() ? "^(?:" : "|").append(part);
    }
    out.expression += ")$";
    return out;
  }

  const CodedColumn& column_;
  std::int64_t present_;
  std::int64_t broken_ = 0;
};

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}/").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

ShapePattern common_pattern(const CodedColumn& column) { return Builder(column).common(); }

ShapePattern leading_notation(const CodedColumn& column) { return Builder(column).leading(); }

}  // namespace tamis::quality
