#include "core/sketch/first_rows.h"

#include <algorithm>
#include <bit>
#include <tuple>

namespace tamis::sketch {

void FirstRows::insert(std::uint64_t groups, const RowRef& at, const ShortText& text) {
  for (; groups != 0; groups &= groups - 1) {
    insert_into(static_cast<std::uint8_t>(std::countr_zero(groups)), at, text);
  }
}

void FirstRows::insert_into(std::uint8_t group, const RowRef& at, const ShortText& text) {
  const auto begin = std::lower_bound(entries_.begin(), entries_.end(), group,
                                      [](const Entry& e, std::uint8_t g) { return e.group < g; });
  auto end = begin;
  while (end != entries_.end() && end->group == group) ++end;
  const auto place =
      std::lower_bound(begin, end, at, [](const Entry& e, const RowRef& r) { return e.at < r; });
  // A row that is seen twice stands once, with the lesser of its values.
  if (place != end && place->at == at) {
    place->text = std::min(place->text, text);
    return;
  }
  if (end - begin < static_cast<std::ptrdiff_t>(kMost)) {
    const bool full = end - begin + 1 == static_cast<std::ptrdiff_t>(kMost);
    entries_.insert(place, {group, at, text});
    if (full) open_ &= ~(std::uint64_t{1} << group);
    return;
  }
  if (place == end) return;
  std::move_backward(place, end - 1, end);
  *place = {group, at, text};
}

void FirstRows::merge(const FirstRows& other) {
  last_ = std::max(last_, other.last_);
  for (const Entry& e : other.entries_) insert_into(e.group, e.at, e.text);
}

bool FirstRows::append(const Entry& entry) {
  const auto key = [](const Entry& e) { return std::tuple(e.group, e.at.table, e.at.row); };
  if (!entries_.empty() && !(key(entries_.back()) < key(entry))) return false;
  const std::size_t before = entries_.size();
  if (before >= kMost && entries_[before - kMost].group == entry.group) return false;
  last_ = std::max(last_, entry.at);
  insert_into(entry.group, entry.at, entry.text);
  return true;
}

}  // namespace tamis::sketch
