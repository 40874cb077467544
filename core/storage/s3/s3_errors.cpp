#include "core/storage/s3/s3_errors.h"

#include <algorithm>

#include "core/storage/http/caller.h"
#include "core/storage/http/xml.h"

namespace tamis::storage {
namespace {

// By name whatever the status; statuses alone decide where no name is known. A digest that does
// not fit means that bytes were damaged under way, so sending them again is right.
constexpr std::string_view kTransient[] = {"BadDigest",
                                           "InternalError",
                                           "OperationAborted",
                                           "RequestTimeout",
                                           "RequestThrottled",
                                           "ServerBusy",
                                           "ServiceUnavailable",
                                           "SlowDown",
                                           "Throttling",
                                           "ThrottlingException",
                                           "ConditionalRequestConflict",
                                           "XAmzContentSHA256Mismatch"};

bool is_transient(std::string_view word, int status) noexcept {
  return std::find(std::begin(kTransient), std::end(kTransient), word) != std::end(kTransient) ||
         is_transient_status(status);
}

std::string hint_for(std::string_view word, std::string_view region, int status) {
  if (!region.empty() && (status == 301 || status == 307 || status == 400)) {
    return "The bucket is in the region \"" + std::string(region) +
           "\": say so with \"storage\": {\"region\": ...}.";
  }
  if (word == "SignatureDoesNotMatch") return "Check the secret key and the region.";
  if (word == "InvalidAccessKeyId") return "Check the access key and the endpoint.";
  if (word == "ExpiredToken") return "Get new credentials: the session token is too old.";
  if (word == "RequestTimeTooSkewed") return "Set this machine's clock.";
  if (word == "NoSuchUpload") {
    return "Another export to this place, or a rule of the bucket, has removed the upload.";
  }
  if (word == "NoSuchBucket") return "Make the bucket first, or check its name and the endpoint.";
  if (status == 501) {
    return "The server does not know this request. Exports need one that can create an object only "
           "where none is (If-None-Match: *), so that two of them do not mix.";
  }
  if (status == 401 || status == 403) return "Check the keys and what they are allowed to do.";
  if (status >= 300 && status < 400) return "Give the endpoint that serves the bucket.";
  return {};
}

}  // namespace

std::optional<Failure> s3_failure(const std::string& deed, const Response& response,
                                  const Access& access) {
  const auto root = parse_xml(response.body);
  const bool is_error = root && root->name == "Error";
  const bool good = response.status >= 200 && response.status < 300;
  if (good && !is_error) return std::nullopt;
  std::string word = is_error ? fit_for_message(root->text_of("Code"), access) : std::string();
  const std::string said =
      is_error ? fit_for_message(root->text_of("Message"), access) : std::string();
  std::string region = fit_for_message(is_error && root->child("Region") != nullptr
                                           ? root->text_of("Region")
                                           : response.header("x-amz-bucket-region"),
                                       access);
  const bool transient = good || is_transient(word, response.status);
  std::string hint = hint_for(word, region, response.status);
  return answer_failure(deed, response, std::move(word), said, transient, std::move(hint));
}

}  // namespace tamis::storage
