#include "core/storage/remote/object_store.h"

#include <algorithm>
#include <charconv>

#include "core/error/error.h"
#include "core/storage/http/digest.h"

namespace tamis::storage {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20U;

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t size) {
  if (text.size() < at + size) return std::nullopt;
  int out = 0;
  const char* begin = text.data() + at;
  const auto [end, fault] = std::from_chars(begin, begin + size, out);
  if (fault != std::errc() || end != begin + size || out < 0) return std::nullopt;
  return out;
}

// "2024-03-01T12:00:00", whatever follows.
std::optional<std::int64_t> iso_seconds(std::string_view text) {
  constexpr std::size_t kAt[] = {0, 5, 8, 11, 14, 17};
  int field[6]{};
  for (std::size_t i = 0; i < 6; ++i) {
    const auto value = number_at(text, kAt[i], i == 0 ? 4 : 2);
    if (!value) return std::nullopt;
    field[i] = *value;
  }
  const std::chrono::year_month_day day(std::chrono::year(field[0]),
                                        std::chrono::month(static_cast<unsigned>(field[1])),
                                        std::chrono::day(static_cast<unsigned>(field[2])));
  if (!day.ok()) return std::nullopt;
  return std::int64_t{std::chrono::sys_days(day).time_since_epoch().count()} * 86400 +
         field[3] * 3600 + field[4] * 60 + field[5];
}

}  // namespace

BodyDigests digests_of(const Body& body, const std::function<void()>& poll) {
  Digest sha(Digest::Kind::sha256);
  Digest md(Digest::Kind::md5);
  std::string piece(static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, body.size())), '\0');
  for (std::uint64_t at = 0; at < body.size();) {
    const std::size_t size = body.read_at(at, piece);
    if (size == 0) throw Error(Code::io_error, "a file shrank while it was uploaded");
    sha.update({piece.data(), size});
    md.update({piece.data(), size});
    at += size;
    if (poll) poll();
  }
  return {hex(sha.finish()), md.finish()};
}

std::optional<std::chrono::seconds> age_at(std::string_view time, std::string_view date) {
  const auto then = time.find('T') == 10 ? iso_seconds(time) : http_date(time);
  const auto now = http_date(date);
  if (!then || !now) return std::nullopt;
  return std::chrono::seconds(*now - *then);
}

}  // namespace tamis::storage
