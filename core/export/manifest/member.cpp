#include "core/export/manifest/member.h"

#include "core/export/output/checksum.h"

namespace tamis::exports {

using document::Json;

Json parse_document(std::string_view text, std::string_view what) {
  try {
    return document::parse(text, what);
  } catch (const Error& e) {
    // document::parse() speaks of arguments and quotes them; this is a file, perhaps any file.
    throw Error(Code::corrupt_data, e.message());
  }
}

void Member::fail(std::string_view problem) const {
  throw Error(Code::corrupt_data,
              std::string(document_) + " is not valid: " + (where_.empty() ? "it" : where_) + " " +
                  std::string(problem),
              {}, "It is not what tamis_export wrote, or it has been changed since.");
}

Member Member::operator[](std::string_view key) const {
  if (!value_.is_object()) fail("is not an object");
  std::string below = where_.empty() ? std::string(key) : where_ + "." + std::string(key);
  const auto found = value_.find(key);
  if (found == value_.end()) Member(document_, value_, below).fail("is missing");
  return {document_, *found, std::move(below)};
}

bool Member::has(std::string_view key) const {
  if (!value_.is_object()) fail("is not an object");
  const auto found = value_.find(key);
  return found != value_.end() && !found->is_null();
}

const std::string& Member::text() const {
  if (!value_.is_string()) fail("is not a string");
  return value_.get_ref<const std::string&>();
}

bool Member::boolean() const {
  if (!value_.is_boolean()) fail("is not true or false");
  return value_.get<bool>();
}

std::int64_t Member::count() const {
  constexpr std::int64_t kMost = std::int64_t{1} << 53U;
  if (!value_.is_number_integer() || value_ < 0 || value_ > kMost) fail("is not a count");
  return value_.get<std::int64_t>();
}

std::string Member::checksum() const {
  if (!is_checksum(text())) fail("is not sha256: and 64 hex digits");
  return text();
}

}  // namespace tamis::exports
