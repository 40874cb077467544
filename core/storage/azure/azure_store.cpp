#include "core/storage/azure/azure_store.h"

#include <openssl/rand.h>

#include <algorithm>
#include <charconv>

#include "core/error/error.h"
#include "core/storage/azure/azure_requests.h"
#include "core/storage/http/caller.h"
#include "core/storage/http/digest.h"
#include "core/storage/http/xml.h"

namespace tamis::storage {
namespace {

constexpr unsigned kMostBlocks = 50'000;
constexpr std::size_t kLargestList = std::size_t{16} << 20U;
constexpr std::size_t kIdBytes = 8;

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

// All of one blob must be of one length. The upload's own id keeps two exports' blocks apart.
std::string block_id(const Upload& upload, unsigned number) {
  const std::string digits = std::to_string(number);
  return base64(upload.id + std::string(8 - digits.size(), '0') + digits);
}

class AzureStore final : public ObjectStore {
 public:
  AzureStore(AzureRequests requests, const RemoteOptions& options, std::function<void()> poll)
      : requests_(std::move(requests)),
        caller_({options.connect_timeout, options.stall_timeout}, options.retry, std::move(poll)) {}

  std::string address(std::string_view key) const override { return requests_.address(key); }
  unsigned most_parts() const noexcept override { return kMostBlocks; }

  std::optional<Object> head(std::string_view key) override;
  std::string get(std::string_view key, std::uint64_t offset, std::size_t size,
                  std::string_view etag) override;
  void list(std::string_view prefix, const std::function<bool(Object)>& take) override;
  PutResult put(std::string_view key, const Body& body, bool create_only) override;
  Upload begin(std::string_view key) override;
  Part upload(const Upload& upload, unsigned number, const Body& body) override;
  void complete(const Upload& upload, std::span<const Part> parts) override;
  void abort(const Upload&) override {}
  std::vector<Upload> uploads(std::string_view) override { return {}; }
  void remove(std::string_view key) override;

 private:
  Response call(const AzureCall& call, std::initializer_list<int> also = {});

  AzureRequests requests_;
  Caller caller_;
};

Response AzureStore::call(const AzureCall& call, std::initializer_list<int> also) {
  Caller::Task task;
  task.deed = call.deed + " \"" + address(call.key) + "\"";
  task.request = std::string(call.method) + " " + address(call.key);
  task.most = call.most;
  task.make = [&] { return requests_.make(call, caller_.clock().now()); };
  task.judge = [&](const Response& response) -> std::optional<Failure> {
    if (std::find(also.begin(), also.end(), response.status) != also.end()) return std::nullopt;
    return azure_failure(task.deed, response, requests_.access());
  };
  return caller_.call(task);
}

std::optional<Object> AzureStore::head(std::string_view key) {
  const Response response = call({.method = "HEAD", .key = key, .deed = "look up"}, {404});
  if (response.status == 404) return std::nullopt;
  return Object{std::string(key), number_of(response.header("content-length")),
                unquoted(response.header("etag")),
                age_at(response.header("last-modified"), response.header("date"))};
}

std::string AzureStore::get(std::string_view key, std::uint64_t offset, std::size_t size,
                            std::string_view etag) {
  if (size == 0) return {};
  const Headers range{
      {"x-ms-range", "bytes=" + std::to_string(offset) + "-" + std::to_string(offset + size - 1)}};
  Response response =
      call({.method = "GET", .key = key, .headers = range, .deed = "read", .most = size});
  const bool partial = response.status == 206 || offset == 0;
  if (!partial || response.body.size() != size || unquoted(response.header("etag")) != etag) {
    throw Error(Code::io_error, "could not read \"" + address(key) + "\"",
                "It was replaced meanwhile, or the server does not serve ranges.");
  }
  return std::move(response.body);
}

void AzureStore::list(std::string_view prefix, const std::function<bool(Object)>& take) {
  const Query query{{"restype", "container"}, {"comp", "list"}, {"prefix", std::string(prefix)}};
  std::string marker;
  do {
    Query page = query;
    if (!marker.empty()) page.emplace_back("marker", marker);
    const Response response =
        call({.method = "GET", .query = page, .deed = "list", .most = kLargestList});
    const auto root = parse_xml(response.body);
    const XmlElement* blobs = root ? root->child("Blobs") : nullptr;
    if (blobs == nullptr) {
      throw Error(Code::io_error, "could not list \"" + address("") + "\"",
                  "The server's answer is no XML that is known.");
    }
    for (const XmlElement& blob : blobs->children) {
      const XmlElement* properties = blob.child("Properties");
      if (properties == nullptr) continue;
      Object object{std::string(blob.text_of("Name")),
                    number_of(properties->text_of("Content-Length")),
                    unquoted(properties->text_of("Etag")),
                    {}};
      if (!object.key.starts_with(prefix) || !take(std::move(object))) return;
    }
    marker = root->text_of("NextMarker");
  } while (!marker.empty());
}

PutResult AzureStore::put(std::string_view key, const Body& body, bool create_only) {
  AzureCall put{.method = "PUT", .key = key, .deed = "write", .body = &body};
  put.md5 = digests_of(body, caller_.poll()).md5;
  put.headers = requests_.blob_headers();
  put.headers.push_back({"x-ms-blob-type", "BlockBlob"});
  put.headers.push_back({"content-type", "application/octet-stream"});
  if (!create_only) {
    call(put);
    return PutResult::done;
  }
  put.headers.push_back({"if-none-match", "*"});
  const Response response = call(put, {409, 412});
  return response.status == 201 ? PutResult::done : PutResult::exists;
}

Upload AzureStore::begin(std::string_view key) {
  unsigned char bytes[kIdBytes];
  if (RAND_bytes(bytes, kIdBytes) != 1) {
    throw Error(Code::internal_error, "the random number generator failed");
  }
  const std::string id(bytes, bytes + kIdBytes);
  return {std::string(key), hex(id), {}};
}

Part AzureStore::upload(const Upload& upload, unsigned number, const Body& body) {
  const std::string id = block_id(upload, number);
  AzureCall put{.method = "PUT",
                .key = upload.key,
                .query = {{"comp", "block"}, {"blockid", id}},
                .headers = requests_.block_headers(),
                .deed = "write",
                .body = &body};
  put.md5 = digests_of(body, caller_.poll()).md5;
  call(put);
  return {id, put.md5, body.size()};
}

// "Latest" holds for a block whether its list has been put or not, so that a completion whose
// answer was lost can be repeated.
void AzureStore::complete(const Upload& upload, std::span<const Part> parts) {
  std::string list = "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>";
  for (const Part& part : parts) list += "<Latest>" + xml_escaped(part.tag) + "</Latest>";
  list += "</BlockList>";
  const MemoryBody body(list);
  AzureCall finish{.method = "PUT",
                   .key = upload.key,
                   .query = {{"comp", "blocklist"}},
                   .headers = requests_.blob_headers(),
                   .deed = "complete the upload of",
                   .body = &body};
  finish.headers.push_back({"x-ms-blob-content-type", "application/octet-stream"});
  finish.headers.push_back({"content-type", "application/xml"});
  finish.md5 = md5(list);
  call(finish);
}

void AzureStore::remove(std::string_view key) {
  call({.method = "DELETE", .key = key, .deed = "delete"}, {404});
}

}  // namespace

std::unique_ptr<ObjectStore> azure_store(const RemoteAddress& address, Access access,
                                         const RemoteOptions& options, std::function<void()> poll) {
  return std::make_unique<AzureStore>(AzureRequests(address, std::move(access), options), options,
                                      std::move(poll));
}

}  // namespace tamis::storage
