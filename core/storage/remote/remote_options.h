// What a user may say about a remote store in a logged option: nothing secret.
//
//   "storage": {"endpoint": "https://minio.example:9000", "region": "eu-central-1",
//               "path_style": true, "part_size": 33554432, "sse": "aws:kms", "sse_key_id": "..."}
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/document/options.h"
#include "core/storage/http/retry.h"

namespace tamis::storage {

struct RemoteOptions {
  std::string endpoint;  // "https://host[:port]"; empty: as the access says, or the store's own
  std::string region;
  std::optional<bool> path_style;  // nothing: only where the endpoint is not the store's own
  std::uint64_t part_size = std::uint64_t{16} << 20U;
  std::string sse;               // "AES256" or "aws:kms"; empty: as the bucket is set
  std::string sse_key_id;        // of the key service: AWS's id or ARN, Google's resource name
  std::string encryption_scope;  // Azure
  std::string storage_class;     // "STANDARD_IA", "NEARLINE", "Cool", ...
  std::string spool;             // folder for files on their way; empty: of the environment
  RetryPolicy retry;             // of a single request
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds stall_timeout{60'000};  // no byte for that long
  // How long an export that is being published may stay silent before others take it for dead.
  std::chrono::milliseconds publish_timeout{600'000};
  // Unfinished uploads by other machines that are older than this are taken for dead.
  std::chrono::milliseconds abandoned_after{24LL * 3600 * 1000};
};

// Reads the object and finishes it: an unknown key is an error. `storage` is what
// options.object("storage") gives.
RemoteOptions read_remote_options(document::Options storage);

}  // namespace tamis::storage
