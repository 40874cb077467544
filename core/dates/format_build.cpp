#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "core/dates/field_spellings.h"
#include "core/dates/fold.h"
#include "core/dates/format_builder.h"
#include "core/text/space.h"

namespace tamis::dates {
namespace {

using Kind = Field::Kind;

constexpr bool is_letter(char c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
constexpr bool is_ascii(char c) noexcept { return static_cast<unsigned char>(c) < 0x80; }

}  // namespace

Format FormatBuilder::build(std::string_view pattern) {
  FormatBuilder builder(pattern);
  builder.scan();
  builder.check_parts();
  builder.check_widths();
  builder.settle();
  return std::move(builder.format_);
}

void FormatBuilder::scan() {
  if (text_.find_first_not_of(' ') == std::string_view::npos) {
    throw Problem{0, "it is empty", std::string(kFields)};
  }
  constexpr std::size_t kLongest = 255;
  if (text_.size() > kLongest) throw Problem{kLongest, "it is longer than 255 bytes", {}};
  for (std::size_t at = 0; at < text_.size();) {
    const char c = text_[at];
    if (c == '\'') {
      scan_quoted(at);
    } else if (is_letter(c)) {
      const std::size_t end = std::min(text_.find_first_not_of(c, at), text_.size());
      add_letters(at, text_.substr(at, end - at));
      at = end;
    } else {
      std::size_t end = at;
      while (end < text_.size() && !is_letter(text_[end]) && text_[end] != '\'') ++end;
      add_literal(text_.substr(at, end - at));
      at = end;
    }
  }
}

// 'T', 'o''clock', '' for a quote itself.
void FormatBuilder::scan_quoted(std::size_t& at) {
  const std::size_t open = at++;
  std::string inside;
  if (text_.substr(at).starts_with('\'')) inside = "'";
  for (bool closed = false; !closed; ++at) {
    if (at == text_.size()) {
      throw Problem{open, "the quote is not closed", "Write '' for a quote itself."};
    }
    const bool quote = text_[at] == '\'';
    const bool doubled = quote && at > open + 1 && text_.substr(at + 1).starts_with('\'');
    closed = quote && !doubled;
    if (doubled) ++at;
    if (!closed) inside += text_[at];
  }
  const bool behind_day = !format_.fields_.empty() && format_.fields_.back().kind == Kind::day;
  if (inside == "th" && behind_day) return add({.kind = Kind::ordinal_suffix}, open, {});
  if (inside == "of" || inside == "at" || inside == "Uhr") {
    return add({.kind = Kind::small_word}, open, {});
  }
  if (inside == "Z" && has(Part::hour)) {
    throw Problem{open, "the quoted Z would be read as a letter, not as the zone it is",
                  "Write X for Z."};
  }
  constexpr std::string_view kComment = "(...)";
  for (std::string_view rest = inside; !rest.empty();) {
    const std::size_t comment = rest.find(kComment);
    add_literal(rest.substr(0, comment));
    if (comment == std::string_view::npos) break;
    add({.kind = Kind::comment}, open, {});
    rest.remove_prefix(comment + kComment.size());
  }
}

void FormatBuilder::add_letters(std::size_t at, std::string_view run) {
  const char letter = run.front();
  if (letter == 'S' && run.size() <= 9) {
    const auto digits = static_cast<std::uint8_t>(run.size());
    add({.kind = Kind::fraction, .least = digits, .most = digits}, at, run);
    return check_once(places_.size() - 1);
  }
  const auto* const found =
      std::find_if(std::begin(kSpellings), std::end(kSpellings),
                   [&](const Spelling& s) { return s.letter == letter && s.count == run.size(); });
  if (found != std::end(kSpellings)) {
    add({.kind = found->kind, .least = found->least, .most = found->most, .takes_z = letter == 'X'},
        at, run);
    return check_once(places_.size() - 1);
  }
  std::string what(run);
  what += letter == 'Y'   ? " is the year of ISO weeks"
          : letter == 'D' ? " is the day of the year"
                          : " is no field";
  throw Problem{at, std::move(what), std::string(advice_for(letter))};
}

// Blanks part it; characters beyond ASCII make a word one run, which folds as a whole.
void FormatBuilder::add_literal(std::string_view text) {
  while (!text.empty()) {
    if (const std::size_t space = text::space_length(text); space > 0) {
      const bool more = !format_.fields_.empty() && format_.fields_.back().kind == Kind::blanks;
      if (!more) add({.kind = Kind::blanks}, 0, {});
      text.remove_prefix(space);
      continue;
    }
    std::size_t end = 0;
    while (end < text.size() && text::space_length(text.substr(end)) == 0) ++end;
    const std::string_view word = text.substr(0, end);
    if (std::all_of(word.begin(), word.end(), is_ascii)) {
      for (const char c : word) add({.kind = Kind::character, .character = c}, 0, {});
    } else {
      add_run(word);
    }
    text.remove_prefix(end);
  }
}

void FormatBuilder::add_run(std::string_view text) {
  std::array<char, kLongestDate> folded;
  const std::size_t folded_size = fold(text, 0, folded);
  Field field{.kind = Kind::run};
  field.at = static_cast<std::uint16_t>(format_.literals_.size());
  field.size = static_cast<std::uint16_t>(text.size());
  field.folded_size = static_cast<std::uint16_t>(folded_size);
  format_.literals_.append(text).append(folded.data(), folded_size);
  add(field, 0, {});
}

void FormatBuilder::settle_widths() {
  std::vector<Field>& fields = format_.fields_;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    // Before a unit minutes and seconds are not padded: 14時5分.
    const bool unit = i + 1 < fields.size() && fields[i + 1].kind == Kind::run;
    const bool clock = fields[i].kind == Kind::minute || fields[i].kind == Kind::second;
    if (unit && clock) fields[i].least = 1;
  }
}

// The bytes of a field whose width is fixed, a blank being one; 0 of others.
std::size_t fixed_width(const Field& field) noexcept {
  switch (field.kind) {
    case Kind::character:
    case Kind::blanks: return 1;
    case Kind::fraction: return field.most < 9 ? field.most : 0;
    default: return field.kind <= Kind::second && field.least == field.most ? field.most : 0;
  }
}

void FormatBuilder::settle_shape() {
  Shape& shape = format_.shape_;
  std::array<char, Shape::kMost> literals{};
  std::array<char, Shape::kMost> digits{};
  std::size_t size = 0;
  for (const Field& field : format_.fields_) {
    const std::size_t width = fixed_width(field);
    if (width == 0 || size + width > Shape::kMost) break;
    if (field.kind == Kind::character || field.kind == Kind::blanks) {
      literals[size] = field.kind == Kind::blanks ? ' ' : field.character;
    } else {
      std::fill_n(&digits[size], width, '\xFF');
      shape.numbers[shape.number_count++] = {field.kind, static_cast<std::uint8_t>(size),
                                             static_cast<std::uint8_t>(width)};
    }
    size += width;
    ++shape.field_count;
  }
  // Blanks at its end may be followed by more, which a shape doesn't take.
  if (shape.field_count > 0 && format_.fields_[shape.field_count - 1U].kind == Kind::blanks) {
    --shape.field_count;
    --size;
  }
  constexpr std::size_t kChunk = sizeof(std::uint64_t);
  if (size < kChunk) return;
  shape.size = static_cast<std::uint8_t>(size);
  for (std::size_t at = 0; at < size; at += kChunk) {
    Shape::Chunk& chunk = shape.chunks[shape.chunk_count++];
    // The last may overlap the one before.
    chunk.at = static_cast<std::uint8_t>(std::min(at, size - kChunk));
    std::memcpy(&chunk.literals, &literals[chunk.at], kChunk);
    std::memcpy(&chunk.digit_mask, &digits[chunk.at], kChunk);
    chunk.literal_mask = ~chunk.digit_mask;
  }
}

void FormatBuilder::settle() {
  settle_widths();
  settle_shape();
  format_.has_day_ = has(Part::day);
  format_.has_time_ = has(Part::hour);
  format_.has_month_name_ = has(Kind::month_name);
  for (const Field& field : format_.fields_) {
    if (part_of(field.kind) == Part::year) format_.year_ = field.kind;
    if (part_of(field.kind) == Part::hour) format_.hour_ = field.kind;
  }
  const std::vector<Field>& fields = format_.fields_;
  const auto first = std::find_if(fields.begin(), fields.end(), [](const Field& f) {
    return f.kind == Kind::day || part_of(f.kind) == Part::month || part_of(f.kind) == Part::year;
  });
  const auto next = first + 1;
  if (next != fields.end() && next->kind == Kind::character) format_.separator_ = next->character;
  if (has(Kind::month) && has(Kind::day)) {
    format_.order_ = first->kind == Kind::day     ? Order::dmy
                     : first->kind == Kind::month ? Order::mdy
                                                  : Order::ymd;
  }
  format_.family_ = family();
}

// As read() names the family of the same text.
Family FormatBuilder::family() const noexcept {
  if (!has(Part::day)) return Family::partial;
  if (has(Kind::week)) return Family::week;
  if (has(Kind::day_of_year)) return Family::ordinal;
  if (has(Kind::month_name)) return Family::named_month;
  if (format_.order_ != Order::ymd || has(Kind::year2)) return Family::numeric;
  const std::string_view pattern = text_;
  if (pattern.starts_with("yyyyMMdd")) return Family::iso_basic;
  constexpr std::string_view kDate = "yyyy-MM-dd";
  if (!pattern.starts_with(kDate)) return Family::year_first;
  if (!format_.has_time_) return Family::iso_date;
  const std::string_view behind = pattern.substr(kDate.size());
  const bool iso = behind.starts_with(" HH:mm") || behind.starts_with("'T'HH:mm");
  return iso && !has(Kind::half) ? Family::iso_timestamp : Family::year_first;
}

}  // namespace tamis::dates
