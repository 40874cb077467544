#include "core/storage/remote/remote_options.h"

#include "core/error/error.h"

namespace tamis::storage {
namespace {

// The stores refuse smaller parts, but for the last one; larger ones only cost time to repeat.
constexpr std::int64_t kSmallestPart = std::int64_t{5} << 20U;
constexpr std::int64_t kLargestPart = std::int64_t{1} << 30U;
constexpr double kLongestWait = 7.0 * 24 * 3600;

std::chrono::milliseconds seconds(document::Options& options, std::string_view key,
                                  std::chrono::milliseconds fallback) {
  const double value =
      options.number(key, static_cast<double>(fallback.count()) / 1000, 0.001, kLongestWait);
  return std::chrono::milliseconds(static_cast<std::int64_t>(value * 1000));
}

// These stand in headers.
std::string plain(document::Options& options, std::string_view key) {
  std::string value = options.string(key, "");
  for (const char c : value) {
    if (c <= 0x20 || c >= 0x7F) {
      throw Error(Code::invalid_option,
                  "option " + in_quotes(key) + " must be printable ASCII without spaces",
                  "Got " + in_quotes(value) + ".");
    }
  }
  return value;
}

}  // namespace

RemoteOptions read_remote_options(document::Options storage) {
  RemoteOptions out;
  out.endpoint = plain(storage, "endpoint");
  out.region = plain(storage, "region");
  if (storage.has("path_style")) out.path_style = storage.boolean("path_style", false);
  out.part_size = static_cast<std::uint64_t>(storage.integer(
      "part_size", static_cast<std::int64_t>(out.part_size), kSmallestPart, kLargestPart));
  if (storage.has("sse")) out.sse = storage.choice("sse", {"AES256", "aws:kms"}, "AES256");
  out.sse_key_id = plain(storage, "sse_key_id");
  if (!out.sse_key_id.empty() && out.sse != "aws:kms") {
    throw Error(Code::invalid_option, "option \"sse_key_id\" needs \"sse\": \"aws:kms\"");
  }
  out.encryption_scope = plain(storage, "encryption_scope");
  out.storage_class = plain(storage, "storage_class");
  out.spool = storage.string("spool", "");
  out.retry = read_retry_policy(storage.object("retry"), out.retry);
  out.connect_timeout = seconds(storage, "connect_timeout", out.connect_timeout);
  out.stall_timeout = seconds(storage, "stall_timeout", out.stall_timeout);
  out.publish_timeout = seconds(storage, "publish_timeout", out.publish_timeout);
  out.abandoned_after = seconds(storage, "abandoned_after", out.abandoned_after);
  storage.finish();
  return out;
}

}  // namespace tamis::storage
