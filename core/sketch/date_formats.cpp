#include "core/sketch/date_formats.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace tamis::sketch {

bool operator<(const DateFormat& a, const DateFormat& b) noexcept {
  const auto key = [](const DateFormat& f) {
    const std::string_view layout = f.layout.bytes();
    return std::tuple(!layout.empty(), !f.iso, f.type, f.reason, layout.size(), layout);
  };
  return key(a) < key(b);
}

std::uint64_t DateFormats::Entry::count() const noexcept {
  return std::accumulate(by_orders.begin(), by_orders.end(), std::uint64_t{0});
}

void DateFormats::Entry::add_example(std::uint64_t hash, const ShortText& text) {
  if (examples.size() == kExamples && examples.back().hash <= hash) return;
  const auto at = std::lower_bound(examples.begin(), examples.end(), hash,
                                   [](const Example& e, std::uint64_t h) { return e.hash < h; });
  if (at != examples.end() && at->hash == hash) return;
  if (examples.size() < kExamples) {
    if (examples.size() == examples.capacity()) {
      examples.reserve(std::min(kExamples, 2 * examples.size() + 1));
      return add_example(hash, text);
    }
    examples.insert(at, {hash, text});
    return;
  }
  std::move_backward(at, examples.end() - 1, examples.end());
  *at = {hash, text};
}

DateFormats::Entry& DateFormats::add(const DateFormat& format, std::uint8_t orders,
                                     std::uint64_t weight) {
  Entry& entry = entry_of(format);
  entry.by_orders[orders] += weight;
  return entry;
}

void DateFormats::merge(const DateFormats& other) {
  for (const Entry& theirs : other.entries_) {
    Entry& mine = entry_of(theirs.format);
    for (std::size_t i = 0; i < kOrderMasks; ++i) mine.by_orders[i] += theirs.by_orders[i];
    for (const Example& e : theirs.examples) mine.add_example(e.hash, e.text);
  }
}

bool DateFormats::append(Entry&& entry) {
  if (!entries_.empty() && !(entries_.back().format < entry.format)) return false;
  if (!entry.format.layout.bytes().empty() && layouts_++ == kMost) return false;
  entries_.push_back(std::move(entry));
  return true;
}

DateFormats::Entry& DateFormats::entry_of(const DateFormat& format) {
  if (latest_ < entries_.size() && entries_[latest_].format == format) return entries_[latest_];
  const auto at =
      std::lower_bound(entries_.begin(), entries_.end(), format,
                       [](const Entry& e, const DateFormat& f) { return e.format < f; });
  if (at == entries_.end() || !(at->format == format)) return inserted(format);
  latest_ = static_cast<std::size_t>(at - entries_.begin());
  return *at;
}

DateFormats::Entry& DateFormats::inserted(const DateFormat& format) {
  if (!format.layout.bytes().empty()) {
    if (layouts_ == kMost && entries_.back().format < format) {
      DateFormat rest = format;
      rest.layout.clear();
      return entry_of(rest);
    }
    if (layouts_ == kMost) push_out_last();
    ++layouts_;
  }
  const auto at =
      std::lower_bound(entries_.begin(), entries_.end(), format,
                       [](const Entry& e, const DateFormat& f) { return e.format < f; });
  return *entries_.emplace(at, format, entries_.get_allocator().resource());
}

// Its counts and examples go to those without a layout.
void DateFormats::push_out_last() {
  const Entry last = std::move(entries_.back());
  entries_.pop_back();
  --layouts_;
  DateFormat rest = last.format;
  rest.layout.clear();
  Entry& into = entry_of(rest);
  for (std::size_t i = 0; i < kOrderMasks; ++i) into.by_orders[i] += last.by_orders[i];
  for (const Example& e : last.examples) into.add_example(e.hash, e.text);
}

}  // namespace tamis::sketch
