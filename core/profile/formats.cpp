#include <algorithm>
#include <bit>
#include <map>

#include "core/dates/pattern.h"
#include "core/profile/dates.h"
#include "core/sketch/count_dates.h"

namespace tamis::profile {
namespace {

using dates::Item;
using dates::Layout;
using sketch::DateFormats;

constexpr Item item_of(char byte) noexcept {
  return static_cast<Item>(static_cast<unsigned char>(byte));
}

// The item for a number without a leading zero.
constexpr Item unpadded(Item item) noexcept {
  switch (item) {
    case Item::month2: return Item::month1;
    case Item::day2: return Item::day1;
    case Item::number2: return Item::number1;
    case Item::hour24_2: return Item::hour24_1;
    case Item::hour12_2: return Item::hour12_1;
    case Item::minute2: return Item::minute1;
    case Item::second2: return Item::second1;
    default: return item;
  }
}

// What the layouts of one format share. ISO stands for itself: 2024-3-5 is not written like it.
std::string family_key(const sketch::DateFormat& format) {
  std::string key(format.layout.bytes());
  if (format.iso) return "=" + key;
  std::transform(key.begin(), key.end(), key.begin(),
                 [](char byte) { return static_cast<char>(unpadded(item_of(byte))); });
  return key;
}

// The entries that differ only in leading zeros, and how they are written at the least.
struct Group {
  std::string layout;
  std::vector<const DateFormats::Entry*> entries;

  void add(const DateFormats::Entry& entry) {
    const std::string_view bytes = entry.format.layout.bytes();
    if (entries.empty()) layout = bytes;
    for (std::size_t i = 0; i < layout.size(); ++i) {
      if (item_of(bytes[i]) == unpadded(item_of(layout[i]))) layout[i] = bytes[i];
    }
    entries.push_back(&entry);
  }
};

using Groups = std::map<std::string, Group>;

std::uint64_t count_of(const Group& group) noexcept {
  std::uint64_t sum = 0;
  for (const DateFormats::Entry* entry : group.entries) sum += entry->count();
  return sum;
}

// May is short among Mar and Apr, and whole among March and April: its dates join those that are
// written so, where there are both the more frequent.
void join_months(Groups& groups) {
  for (auto it = groups.begin(); it != groups.end();) {
    const std::size_t month = it->first.find(static_cast<char>(Item::month_either));
    Group* into = nullptr;
    for (const Item item : {Item::month_short, Item::month_long}) {
      if (month == std::string::npos) break;
      std::string key = it->first;
      key[month] = static_cast<char>(item);
      const auto found = groups.find(key);
      if (found == groups.end()) continue;
      if (into == nullptr || count_of(found->second) > count_of(*into)) into = &found->second;
    }
    if (into == nullptr) {
      ++it;
      continue;
    }
    for (const DateFormats::Entry* entry : it->second.entries) into->add(*entry);
    it = groups.erase(it);
  }
}

bool has_open_numbers(std::string_view layout) noexcept {
  return std::any_of(layout.begin(), layout.end(), [](char byte) {
    return item_of(byte) == Item::number1 || item_of(byte) == Item::number2;
  });
}

// 05/05/2024 satisfies every order that its layout has room for.
std::uint8_t orders_in(std::string_view layout) noexcept {
  const bool year_last = layout.find(static_cast<char>(Item::number4)) != std::string_view::npos;
  return year_last ? dates::kDayFirst | dates::kMonthFirst
                   : dates::kDayFirst | dates::kMonthFirst | dates::kYearFirst;
}

std::string pattern_of(std::string_view layout, std::uint8_t orders) {
  dates::Reading reading;
  reading.orders = orders;
  std::string all;
  for (const std::string& pattern : dates::patterns_of(reading, Layout::from_bytes(layout))) {
    all += (all.empty() ? "" : " | ") + pattern;
  }
  return all;
}

class Formats {
 public:
  Formats(const sketch::ColumnSketch& sketch, const ColumnProfile& column)
      : sketch_(sketch), column_(column) {}

  void add(const Group& group) {
    if (!has_open_numbers(group.layout)) return add_whole(group, 0);
    if (column_.date_order == Evidence::decided) return add_whole(group, column_.dates.candidates);
    for (std::uint8_t mask = 0; mask < sketch::kOrderMasks; ++mask) add_part(group, mask);
  }

  std::vector<FormatCount> take() {
    std::vector<FormatCount> list;
    for (auto& [format, found] : formats_) {
      std::sort(found.examples.begin(), found.examples.end());
      const auto end = std::unique(found.examples.begin(), found.examples.end());
      found.examples.erase(end, found.examples.end());
      if (found.examples.size() > DateFormats::kExamples) {
        found.examples.resize(DateFormats::kExamples);
      }
      found.format = format;
      list.push_back(std::move(found));
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const FormatCount& a, const FormatCount& b) { return a.count > b.count; });
    return list;
  }

 private:
  void add_whole(const Group& group, std::uint8_t orders) {
    FormatCount& found = formats_[pattern_of(group.layout, orders)];
    for (const DateFormats::Entry* entry : group.entries) {
      found.count += entry->count();
      for (const auto& e : entry->examples) found.examples.push_back(e.text.shown());
    }
  }

  // The values of the group with just those orders.
  void add_part(const Group& group, std::uint8_t mask) {
    std::uint64_t count = 0;
    for (const DateFormats::Entry* entry : group.entries) count += entry->by_orders[mask];
    if (count == 0) return;
    const std::uint8_t orders = mask != 0 ? mask : orders_in(group.layout);
    FormatCount& found = formats_[pattern_of(group.layout, orders)];
    found.count += count;
    for (const DateFormats::Entry* entry : group.entries) {
      for (const auto& e : entry->examples) add_example(*entry, mask, e.text, found);
      if (!std::has_single_bit(mask)) continue;
      const std::uint8_t only = sketch::example_group(static_cast<dates::OrderBit>(mask));
      for (const auto& e : sketch_.examples().entries()) {
        if (e.group == only) add_example(*entry, mask, e.text, found);
      }
    }
  }

  static void add_example(const DateFormats::Entry& entry, std::uint8_t mask,
                          const sketch::ShortText& text, FormatCount& found) {
    if (text.cut) return;
    Layout layout;
    layout.clear();
    const types::Reading reading = types::read(text.bytes(), &layout);
    if (layout == entry.format.layout && sketch::orders_of(reading.date) == mask) {
      found.examples.push_back(text.shown());
    }
  }

  const sketch::ColumnSketch& sketch_;
  const ColumnProfile& column_;
  std::map<std::string, FormatCount> formats_;
};

}  // namespace

std::vector<FormatCount> formats_of(const sketch::ColumnSketch& sketch,
                                    const ColumnProfile& column) {
  Groups groups;
  for (const DateFormats::Entry& entry : sketch.formats().entries()) {
    if (!sketch::is_date(entry.format.type) || entry.format.layout.bytes().empty()) continue;
    groups[family_key(entry.format)].add(entry);
  }
  join_months(groups);
  Formats formats(sketch, column);
  for (const auto& [key, group] : groups) formats.add(group);
  return formats.take();
}

}  // namespace tamis::profile
