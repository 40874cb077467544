#include "core/sketch/spread.h"

#include <utility>

namespace tamis::sketch {
namespace {

template <std::size_t... I>
std::array<Ranks, sizeof...(I)> make(Ranks::Keys keys, std::pmr::memory_resource* memory,
                                     std::index_sequence<I...>) {
  return {((void)I, Ranks(keys, memory))...};
}

}  // namespace

NumberSpread::NumberSpread(std::pmr::memory_resource* memory)
    : ranks_(make(Ranks::Keys::numbers, memory, std::make_index_sequence<kReadings>())),
      memory_(memory) {}

bool NumberSpread::is_open(NumberReading reading, const Facts& facts) noexcept {
  switch (reading) {
    case NumberReading::as_point:
    case NumberReading::adorned_as_point:
      return facts.of(MarkForm::only_comma) + facts.adorned(MarkForm::only_comma) == 0;
    case NumberReading::as_comma:
    case NumberReading::adorned_as_comma:
      return facts.of(MarkForm::only_point) + facts.adorned(MarkForm::only_point) == 0;
    default: return true;
  }
}

void NumberSpread::add(NumberReading reading, double number, std::uint64_t weight,
                       const Facts& facts) {
  if (is_open(reading, facts)) of(reading).add(number, weight);
}

void NumberSpread::narrow(const Facts& facts) {
  for (const NumberReading reading :
       {NumberReading::as_point, NumberReading::as_comma, NumberReading::adorned_as_point,
        NumberReading::adorned_as_comma}) {
    if (!is_open(reading, facts)) of(reading) = Ranks(Ranks::Keys::numbers, memory_);
  }
}

void NumberSpread::merge(const NumberSpread& other) {
  for (std::size_t i = 0; i < kReadings; ++i) ranks_[i].merge(other.ranks_[i]);
}

DateSpread::DateSpread(std::pmr::memory_resource* memory)
    : ranks_(make(Ranks::Keys::integers, memory, std::make_index_sequence<kAll>())),
      memory_(memory) {}

bool DateSpread::is_open(DateReading reading) const noexcept {
  if (reading == DateReading::firm) return true;
  return (orders_ & (1U << (static_cast<unsigned>(reading) - 1))) != 0;
}

void DateSpread::allow(std::uint8_t orders) {
  if ((orders_ & orders) == orders_) return;
  orders_ &= orders;
  for (const bool zoned : {false, true}) {
    for (const DateReading reading :
         {DateReading::day_first, DateReading::month_first, DateReading::year_first}) {
      if (is_open(reading)) continue;
      ranks_[index(zoned, reading)] = Ranks(Ranks::Keys::integers, memory_);
    }
  }
}

void DateSpread::add(bool zoned, DateReading reading, std::int64_t at, std::uint64_t weight) {
  if (is_open(reading)) ranks_[index(zoned, reading)].add(at, weight);
}

void DateSpread::merge(const DateSpread& other) {
  allow(other.orders_);
  for (std::size_t i = 0; i < kAll; ++i) {
    if (is_open(static_cast<DateReading>(i % kDateReadings))) ranks_[i].merge(other.ranks_[i]);
  }
}

}  // namespace tamis::sketch
