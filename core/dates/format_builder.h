// Building a Format from a pattern: its letters become fields, and what they say together is
// checked.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/dates/pattern.h"

namespace tamis::dates {

// What is wrong with a pattern. It ends the building of it, and is thrown to spare every step the
// passing on; Format::compile makes an Error of it.
struct Problem {
  std::size_t at;  // a byte of the pattern
  std::string what;
  std::string hint;
};

// What a pattern says once: its year, its month and so on.
enum class Part {
  year,
  month,
  day,
  weekday,
  week,
  hour,
  minute,
  second,
  fraction,
  half,
  offset,
  zone,
  era,
  none
};

Part part_of(Field::Kind kind) noexcept;

class FormatBuilder {
 public:
  // Throws Problem.
  static Format build(std::string_view pattern);

 private:
  explicit FormatBuilder(std::string_view pattern) : text_(pattern) { format_.pattern_ = pattern; }

  // Where each field began, for messages.
  struct Place {
    std::size_t at;
    std::string_view letters;
  };

  void scan();
  void scan_quoted(std::size_t& at);
  void add_letters(std::size_t at, std::string_view run);
  void add_literal(std::string_view text);
  void add_run(std::string_view text);
  void add(const Field& field, std::size_t at, std::string_view letters) {
    format_.fields_.push_back(field);
    places_.push_back({at, letters});
  }

  bool has(Field::Kind kind) const noexcept { return find(kind) != nullptr; }
  const Place* find(Field::Kind kind) const noexcept {
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (format_.fields_[i].kind == kind) return &places_[i];
    }
    return nullptr;
  }
  const Place* find(Part part) const noexcept {
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (part_of(format_.fields_[i].kind) == part) return &places_[i];
    }
    return nullptr;
  }
  bool has(Part part) const noexcept { return find(part) != nullptr; }
  void check_week_year() const;
  void check_once(std::size_t index) const;
  void check_parts() const;
  void check_date() const;
  void check_time() const;
  void check_widths() const;
  void settle_widths();
  void settle_shape();
  void settle();
  Family family() const noexcept;

  std::string_view text_;
  Format format_;
  std::vector<Place> places_;  // one for each field
};

}  // namespace tamis::dates
