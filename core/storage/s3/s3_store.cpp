#include "core/storage/s3/s3_store.h"

#include <algorithm>
#include <charconv>

#include "core/error/error.h"
#include "core/storage/http/caller.h"
#include "core/storage/http/digest.h"
#include "core/storage/http/xml.h"
#include "core/storage/s3/s3_errors.h"
#include "core/storage/s3/s3_requests.h"

namespace tamis::storage {
namespace {

constexpr unsigned kMostParts = 10'000;
constexpr std::size_t kLargestList = std::size_t{16} << 20U;

std::string unquoted(std::string_view etag) {
  if (etag.starts_with('"') && etag.ends_with('"') && etag.size() > 1) {
    etag = etag.substr(1, etag.size() - 2);
  }
  return std::string(etag);
}

std::uint64_t number_of(std::string_view text) {
  std::uint64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

// A name in a list: escaped where the list says so, as any byte can stand in a key. Spaces may be
// plus signs then, plus signs never are.
std::string decoded(const XmlElement& list, std::string_view text) {
  if (list.text_of("EncodingType") != "url") return std::string(text);
  std::string escaped(text);
  std::replace(escaped.begin(), escaped.end(), '+', ' ');
  return percent_decoded(escaped).value_or(std::string(text));
}

// What the store makes of the parts' digests.
std::string multipart_etag(std::span<const Part> parts) {
  std::string all;
  for (const Part& part : parts) all += part.md5;
  return hex(md5(all)) + "-" + std::to_string(parts.size());
}

bool is_md5(std::string_view etag) noexcept {
  const std::string_view digits = etag.substr(0, etag.find('-'));
  return digits.size() == 32 && digits.find_first_not_of("0123456789abcdef") == digits.npos;
}

class S3Store final : public ObjectStore {
 public:
  S3Store(S3Requests requests, const RemoteOptions& options, std::function<void()> poll)
      : requests_(std::move(requests)),
        caller_({options.connect_timeout, options.stall_timeout}, options.retry, std::move(poll)) {}

  std::string address(std::string_view key) const override { return requests_.address(key); }
  unsigned most_parts() const noexcept override { return kMostParts; }

  std::optional<Object> head(std::string_view key) override;
  std::string get(std::string_view key, std::uint64_t offset, std::size_t size,
                  std::string_view etag) override;
  void list(std::string_view prefix, const std::function<bool(Object)>& take) override;
  PutResult put(std::string_view key, const Body& body, bool create_only) override;
  Upload begin(std::string_view key) override;
  Part upload(const Upload& upload, unsigned number, const Body& body) override;
  void complete(const Upload& upload, std::span<const Part> parts) override;
  void abort(const Upload& upload) override;
  std::vector<Upload> uploads(std::string_view prefix) override;
  void remove(std::string_view key) override;

 private:
  // Sends until it is answered with 2xx or one of the statuses that `also` lists.
  Response call(const S3Call& call, std::initializer_list<int> also = {}, int* attempts = nullptr);
  XmlElement parsed(const Response& response, const std::string& deed) const;
  // The answer to a completion; a status of 0 where its answer was lost but the object stands.
  Response finished(const S3Call& finish, std::string_view etag, std::uint64_t size);
  void abort_twins(const Upload& kept, std::chrono::steady_clock::duration within);
  // Whether an attempt whose answer was lost did its work after all.
  bool stands(std::string_view key, std::string_view etag, std::uint64_t size, int attempts);

  S3Requests requests_;
  Caller caller_;
};

Response S3Store::call(const S3Call& call, std::initializer_list<int> also, int* attempts) {
  Caller::Task task;
  task.deed = call.deed + " " + in_quotes_whole(address(call.key));
  task.request = std::string(call.method) + " " + address(call.key);
  task.most = call.most;
  task.make = [&] { return requests_.make(call, caller_.clock().now()); };
  task.judge = [&](const Response& response) -> std::optional<Failure> {
    const bool fine = std::find(also.begin(), also.end(), response.status) != also.end();
    if (fine) return std::nullopt;
    return s3_failure(task.deed, response, requests_.access());
  };
  return caller_.call(task, attempts);
}

XmlElement S3Store::parsed(const Response& response, const std::string& deed) const {
  auto root = parse_xml(response.body);
  if (!root) {
    throw Error(Code::io_error, "could not " + deed + " " + in_quotes_whole(address("")),
                "The server's answer is no XML that is known.");
  }
  return std::move(*root);
}

std::optional<Object> S3Store::head(std::string_view key) {
  const Response response = call({.method = "HEAD", .key = key, .deed = "look up"}, {404});
  if (response.status == 404) return std::nullopt;
  return Object{std::string(key), number_of(response.header("content-length")),
                unquoted(response.header("etag")),
                age_at(response.header("last-modified"), response.header("date"))};
}

std::string S3Store::get(std::string_view key, std::uint64_t offset, std::size_t size,
                         std::string_view etag) {
  if (size == 0) return {};
  const Headers range{
      {"range", "bytes=" + std::to_string(offset) + "-" + std::to_string(offset + size - 1)}};
  Response response =
      call({.method = "GET", .key = key, .headers = range, .deed = "read", .most = size});
  const bool partial = response.status == 206 || offset == 0;
  if (!partial || response.body.size() != size || unquoted(response.header("etag")) != etag) {
    throw Error(Code::io_error, "could not read " + in_quotes_whole(address(key)),
                "It was replaced meanwhile, or the server does not serve ranges.");
  }
  return std::move(response.body);
}

void S3Store::list(std::string_view prefix, const std::function<bool(Object)>& take) {
  Query query{{"list-type", "2"}, {"encoding-type", "url"}, {"prefix", std::string(prefix)}};
  for (;;) {
    const Response response =
        call({.method = "GET", .query = query, .deed = "list", .most = kLargestList});
    const XmlElement root = parsed(response, "list");
    for (const XmlElement& entry : root.children) {
      if (entry.name != "Contents") continue;
      Object object{decoded(root, entry.text_of("Key")),
                    number_of(entry.text_of("Size")),
                    unquoted(entry.text_of("ETag")),
                    {}};
      if (!object.key.starts_with(prefix) || !take(std::move(object))) return;
    }
    const std::string_view token = root.text_of("NextContinuationToken");
    if (root.text_of("IsTruncated") != "true" || token.empty()) return;
    if (query.size() > 3) query.pop_back();
    query.emplace_back("continuation-token", token);
  }
}

bool S3Store::stands(std::string_view key, std::string_view etag, std::uint64_t size,
                     int attempts) {
  if (attempts < 2) return false;
  const auto found = head(key);
  return found && found->size == size && (found->etag == etag || !requests_.etags_are_md5());
}

PutResult S3Store::put(std::string_view key, const Body& body, bool create_only) {
  const BodyDigests digests = digests_of(body, caller_.poll());
  S3Call put{.method = "PUT", .key = key, .deed = "write", .body = &body};
  put.digests = &digests;
  put.headers = requests_.object_headers();
  if (create_only) put.headers.push_back(requests_.create_only_header());
  int attempts = 0;
  const Response response = create_only ? call(put, {412}, &attempts) : call(put);
  if (response.status != 412 || stands(key, hex(digests.md5), body.size(), attempts))
    return PutResult::done;
  return PutResult::exists;
}

Upload S3Store::begin(std::string_view key) {
  S3Call begin{.method = "POST", .key = key, .query = {{"uploads", ""}}, .deed = "write"};
  begin.headers = requests_.object_headers();
  const auto started = std::chrono::steady_clock::now();
  int attempts = 0;
  const Response response = call(begin, {}, &attempts);
  Upload out{std::string(key), std::string(parsed(response, "write").text_of("UploadId")), {}};
  if (out.id.empty()) {
    throw Error(Code::io_error, "could not write " + in_quotes_whole(address(key)),
                "The server began an upload without giving its id.");
  }
  if (attempts > 1) abort_twins(out, std::chrono::steady_clock::now() - started);
  return out;
}

// Tries whose answers were lost may have begun uploads too.
void S3Store::abort_twins(const Upload& kept, std::chrono::steady_clock::duration within) {
  for (const Upload& other : uploads(kept.key)) {
    const bool twin = other.key == kept.key && other.id != kept.id && other.age &&
                      *other.age <= within + std::chrono::seconds(2);
    if (twin) abort(other);
  }
}

Part S3Store::upload(const Upload& upload, unsigned number, const Body& body) {
  const BodyDigests digests = digests_of(body, caller_.poll());
  S3Call put{.method = "PUT",
             .key = upload.key,
             .query = {{"partNumber", std::to_string(number)}, {"uploadId", upload.id}},
             .deed = "write",
             .body = &body};
  put.digests = &digests;
  const Response response = call(put);
  return {std::string(response.header("etag")), digests.md5, body.size()};
}

// Servers answer a second completion in several ways: no such upload, or an error of their own.
Response S3Store::finished(const S3Call& finish, std::string_view etag, std::uint64_t size) {
  int attempts = 0;
  try {
    return call(finish, {}, &attempts);
  } catch (const TransferError&) {
    if (stands(finish.key, etag, size, attempts)) return {};
    throw;
  }
}

void S3Store::complete(const Upload& upload, std::span<const Part> parts) {
  std::string list = "<CompleteMultipartUpload>";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    list += "<Part><PartNumber>" + std::to_string(i + 1) + "</PartNumber><ETag>" +
            xml_escaped(parts[i].tag) + "</ETag></Part>";
  }
  list += "</CompleteMultipartUpload>";
  const MemoryBody body(list);
  const BodyDigests digests = digests_of(body, {});
  const std::string expected = multipart_etag(parts);
  std::uint64_t total = 0;
  for (const Part& part : parts) total += part.size;
  S3Call finish{.method = "POST",
                .key = upload.key,
                .query = {{"uploadId", upload.id}},
                .headers = {{"content-type", "application/xml"}},
                .deed = "complete the upload of",
                .body = &body};
  finish.digests = &digests;
  const Response response = finished(finish, expected, total);
  if (response.status != 200) return;
  const std::string etag = unquoted(parsed(response, "write").text_of("ETag"));
  if (requests_.etags_are_md5() && is_md5(etag) && etag != expected &&
      response.header("x-amz-server-side-encryption") != "aws:kms") {
    throw Error(
        Code::corrupt_data, "could not write " + in_quotes_whole(address(upload.key)),
        "The server stored something else: its checksum is " + etag + ", not " + expected + ".");
  }
}

void S3Store::abort(const Upload& upload) {
  call({.method = "DELETE",
        .key = upload.key,
        .query = {{"uploadId", upload.id}},
        .deed = "abort the upload of"},
       {404});
}

std::vector<Upload> S3Store::uploads(std::string_view prefix) {
  std::vector<Upload> out;
  // Not asked for escaped names: some servers escape them then without saying so.
  Query query{{"uploads", ""}, {"prefix", std::string(prefix)}};
  const std::size_t fixed = query.size();
  for (;;) {
    const Response response =
        call({.method = "GET", .query = query, .deed = "list", .most = kLargestList});
    const XmlElement root = parsed(response, "list");
    for (const XmlElement& entry : root.children) {
      if (entry.name != "Upload") continue;
      out.push_back({decoded(root, entry.text_of("Key")), std::string(entry.text_of("UploadId")),
                     age_at(entry.text_of("Initiated"), response.header("date"))});
    }
    const std::string_view key = root.text_of("NextKeyMarker");
    if (root.text_of("IsTruncated") != "true" || key.empty()) return out;
    query.resize(fixed);
    query.emplace_back("key-marker", decoded(root, key));
    query.emplace_back("upload-id-marker", root.text_of("NextUploadIdMarker"));
  }
}

void S3Store::remove(std::string_view key) {
  call({.method = "DELETE", .key = key, .deed = "delete"}, {404});
}

}  // namespace

std::unique_ptr<ObjectStore> s3_store(Store store, std::string bucket, Access access,
                                      const RemoteOptions& options, std::function<void()> poll) {
  return std::make_unique<S3Store>(S3Requests(store, std::move(bucket), std::move(access), options),
                                   options, std::move(poll));
}

}  // namespace tamis::storage
