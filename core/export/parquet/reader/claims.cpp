#include "core/export/parquet/reader/claims.h"

#include <cmath>
#include <cstring>

#include "core/error/error.h"
#include "core/export/parquet/reader/value_maker.h"

namespace tamis::exports::parquet {
namespace {

[[noreturn]] void broken(const std::string& what) { throw Error(Code::corrupt_data, what); }

template <typename T>
T load(std::string_view plain) {
  T value;
  if (plain.size() != sizeof value) broken("a bound of another size than its type");
  std::memcpy(&value, plain.data(), sizeof value);
  return value;
}

bool is_unsigned(const Leaf& leaf) noexcept { return leaf.form == Form::unsigned_integer; }

__int128 number_of(const Leaf& leaf, std::int64_t n) noexcept {
  if (!is_unsigned(leaf)) return n;
  if (leaf.type == Type::INT32) return static_cast<std::uint32_t>(n);
  return static_cast<std::uint64_t>(n);
}

int sign_of(bool less, bool greater) noexcept { return less ? -1 : greater ? 1 : 0; }

int compare_reals(double a, double b) noexcept {
  if (a == b)
    return sign_of(std::signbit(a) && !std::signbit(b), !std::signbit(a) && std::signbit(b));
  return sign_of(a<b, a> b);
}

// Zeros of either sign are as good as each other where a bound is said to be exact.
bool same(const Bound& a, const Bound& b, Order order) noexcept {
  return order == Order::real ? a.real == b.real : compare(a, b, order) == 0;
}

}  // namespace

Order order_of(const Leaf& leaf) noexcept {
  switch (leaf.form) {
    case Form::real32:
    case Form::real64: return Order::real;
    case Form::text:
    case Form::uuid:
    case Form::bytes: return Order::bytes;
    default: return Order::number;
  }
}

int compare(const Bound& a, const Bound& b, Order order) noexcept {
  switch (order) {
    case Order::number: return sign_of(a.number<b.number, a.number> b.number);
    case Order::real: return compare_reals(a.real, b.real);
    case Order::bytes: return a.bytes.compare(b.bytes);
  }
  return 0;
}

Bound bound_of(const Leaf& leaf, std::string_view plain) {
  Bound out;
  switch (leaf.type) {
    case Type::BOOLEAN: out.number = load<std::uint8_t>(plain); break;
    case Type::INT32: out.number = number_of(leaf, load<std::int32_t>(plain)); break;
    case Type::INT64: out.number = number_of(leaf, load<std::int64_t>(plain)); break;
    case Type::FLOAT: out.real = load<float>(plain); break;
    case Type::DOUBLE: out.real = load<double>(plain); break;
    default:
      if (leaf.form == Form::decimal_bytes) {
        out.number = decimal_from_bytes(plain);
      } else {
        out.bytes = plain;
      }
  }
  if (std::isnan(out.real)) broken("a bound that is NaN");
  return out;
}

Claim claim_of(const Leaf& leaf, const ChunkStatistics& statistics) {
  Claim out;
  out.nulls = statistics.nulls;
  if (statistics.min) out.min = bound_of(leaf, *statistics.min);
  if (statistics.max) out.max = bound_of(leaf, *statistics.max);
  out.min_exact = statistics.min_exact;
  out.max_exact = statistics.max_exact;
  // The old ones were in signed order, which is that of signed numbers only.
  if (order_of(leaf) == Order::bytes || is_unsigned(leaf) || leaf.is_bytes()) return out;
  if (!out.min && statistics.old_min) out.min = bound_of(leaf, *statistics.old_min);
  if (!out.max && statistics.old_max) out.max = bound_of(leaf, *statistics.old_max);
  return out;
}

void Facts::add_number(__int128 n) noexcept {
  if (!any_ || n < min_.number) min_.number = n;
  if (!any_ || n > max_.number) max_.number = n;
  any_ = true;
}

void Facts::add_real(double r) noexcept {
  if (std::isnan(r)) return;
  if (!any_ || compare_reals(r, min_.real) < 0) min_.real = r;
  if (!any_ || compare_reals(r, max_.real) > 0) max_.real = r;
  any_ = true;
}

void Facts::add_bytes(std::string_view bytes) {
  if (!any_ || bytes < min_.bytes) min_.bytes = bytes;
  if (!any_ || bytes > max_.bytes) max_.bytes = bytes;
  any_ = true;
}

void Facts::add_value(const ChunkReader& at) {
  ++values_;
  if (leaf_->type == Type::BYTE_ARRAY) bytes_ += static_cast<std::int64_t>(at.bytes().size());
  switch (order_) {
    case Order::number:
      return add_number(leaf_->is_bytes() ? decimal_from_bytes(at.bytes())
                                          : number_of(*leaf_, at.integer()));
    case Order::real: return add_real(at.real());
    case Order::bytes: return add_bytes(at.bytes());
  }
}

void Facts::add(const Facts& part) {
  nulls_ += part.nulls_;
  values_ += part.values_;
  bytes_ += part.bytes_;
  if (!part.any_) return;
  if (!any_ || compare(part.min_, min_, order_) < 0) min_ = part.min_;
  if (!any_ || compare(part.max_, max_, order_) > 0) max_ = part.max_;
  any_ = true;
}

void Facts::clear() noexcept {
  any_ = false;
  nulls_ = values_ = bytes_ = 0;
}

std::string Facts::fault(const Claim& claim) const {
  if (claim.nulls && *claim.nulls != nulls_) {
    return "statistics say " + std::to_string(*claim.nulls) + " NULLs, there are " +
           std::to_string(nulls_);
  }
  if (!any_) return {};
  if (claim.min && compare(*claim.min, min_, order_) > 0) {
    return "a value is less than the minimum of the statistics";
  }
  if (claim.max && compare(*claim.max, max_, order_) < 0) {
    return "a value is greater than the maximum of the statistics";
  }
  if (claim.min && claim.min_exact && !same(*claim.min, min_, order_)) {
    return "no value is the minimum that the statistics call exact";
  }
  if (claim.max && claim.max_exact && !same(*claim.max, max_, order_)) {
    return "no value is the maximum that the statistics call exact";
  }
  return {};
}

std::string Facts::value_fault() const {
  if (!any_ || order_ != Order::number) return {};
  const bool decimal = leaf_->form == Form::decimal_integer || leaf_->form == Form::decimal_bytes;
  if (decimal) {
    __int128 beyond = 1;
    for (int i = 0; i < leaf_->field.precision; ++i) beyond *= 10;
    if (min_.number <= -beyond || max_.number >= beyond) {
      return "a decimal has more digits than its type";
    }
  }
  constexpr std::int64_t kSecondsPerDay = 86'400;
  if (leaf_->form == Form::time &&
      (min_.number < 0 || max_.number > kSecondsPerDay * leaf_->units_per_second)) {
    return "a time of day is beyond its day";
  }
  return {};
}

}  // namespace tamis::exports::parquet
