// How the numbers and the dates of a column are spread: ranks (ranks.h) of each reading that the
// column's evidence may still choose.
//
// 1,234 has two readings and 03/04/2024 up to three, and only the whole column decides. Ranks of a
// reading are kept while no value contradicts it: a value that only a decimal point explains ends
// the readings with a comma, and one that only day-first explains those with the month first. That
// depends on the values alone, so what is kept in the end does not depend on their order. Values
// without a choice stand under `firm`.
#pragma once

#include <array>
#include <cstdint>
#include <memory_resource>

#include "core/sketch/facts.h"
#include "core/sketch/ranks.h"

namespace tamis::sketch {

class NumberSpread {
 public:
  // Plain numbers and adorned ones, each: firm, as_point, as_comma.
  static constexpr std::size_t kReadings = 6;
  static constexpr std::size_t index(NumberReading reading) noexcept {
    return reading <= NumberReading::firm ? 0 : static_cast<std::size_t>(reading) - 1;
  }

  explicit NumberSpread(std::pmr::memory_resource* memory);
  // Numbers of that reading; integers count as firm.
  const Ranks& of(NumberReading reading) const noexcept { return ranks_[index(reading)]; }
  Ranks& of(NumberReading reading) noexcept { return ranks_[index(reading)]; }
  const std::array<Ranks, kReadings>& all() const noexcept { return ranks_; }

  // Whether no value of the column contradicts that reading.
  static bool is_open(NumberReading reading, const Facts& facts) noexcept;

  // Adds nothing to a reading that is ruled out.
  void add(NumberReading reading, double number, std::uint64_t weight, const Facts& facts);
  // Drops what the values have decided against.
  void narrow(const Facts& facts);
  void merge(const NumberSpread& other);

 private:
  std::array<Ranks, kReadings> ranks_;
  std::pmr::memory_resource* memory_;
};

class DateSpread {
 public:
  // Without a zone and with one, each by DateReading.
  static constexpr std::size_t kAll = 2 * kDateReadings;
  static constexpr std::size_t index(bool zoned, DateReading reading) noexcept {
    return (zoned ? kDateReadings : 0) + static_cast<std::size_t>(reading);
  }

  explicit DateSpread(std::pmr::memory_resource* memory);
  const Ranks& of(bool zoned, DateReading reading) const noexcept {
    return ranks_[index(zoned, reading)];
  }
  const std::array<Ranks, kAll>& all() const noexcept { return ranks_; }
  std::array<Ranks, kAll>& all() noexcept { return ranks_; }

  // The orders (dates::OrderBit) that every value so far allows.
  std::uint8_t orders() const noexcept { return orders_; }
  // A value, or values, of which the meaning depends on the order, and the orders they allow.
  void allow(std::uint8_t orders);
  // `at`: microseconds since 1970. Nothing is added to a reading that is ruled out.
  void add(bool zoned, DateReading reading, std::int64_t at, std::uint64_t weight);
  void merge(const DateSpread& other);
  // Whether no value of the column contradicts that reading.
  bool is_open(DateReading reading) const noexcept;

 private:
  std::array<Ranks, kAll> ranks_;
  std::pmr::memory_resource* memory_;
  std::uint8_t orders_ = dates::kDayFirst | dates::kMonthFirst | dates::kYearFirst;
};

}  // namespace tamis::sketch
