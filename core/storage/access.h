// What opens a remote store: keys and tokens, and the endpoint that they belong to.
//
// Secrets live in an Access and in the headers of a request, nowhere else: no message, log, run
// row or manifest may show one, so an Access is never printed. A token that is sent as it is (a
// bearer token, a shared access signature) only goes to the endpoint that came with it; a key
// that merely signs may be used with the endpoint that an option names.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tamis::storage {

enum class Store : std::uint8_t { s3, gcs, azure };
// "s3", "gs", "az": the scheme of the store's addresses.
std::string_view scheme_of(Store store) noexcept;

struct Access {
  std::string endpoint;  // "https://host[:port]"; empty: the store's own
  std::string region;
  std::string access_key;  // S3, and HMAC keys of Google Cloud Storage
  std::string secret_key;
  std::string session_token;
  std::string bearer;   // OAuth 2.0 access token (Google Cloud Storage, Azure)
  std::string account;  // Azure
  std::string account_key;
  std::string sas;  // shared access signature, without "?"
};

// The access to an address such as "s3://bucket/folder"; nothing where none is known for it.
using AccessLookup = std::function<std::optional<Access>(Store store, std::string_view address)>;

// From the environment of the process:
//   S3     AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION or
//          AWS_DEFAULT_REGION, AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL
//   GCS    TAMIS_GCS_ACCESS_KEY and TAMIS_GCS_SECRET_KEY, or GOOGLE_ACCESS_TOKEN;
//          TAMIS_GCS_ENDPOINT
//   Azure  AZURE_STORAGE_ACCOUNT with AZURE_STORAGE_KEY, AZURE_STORAGE_SAS_TOKEN or
//          AZURE_STORAGE_ACCESS_TOKEN; AZURE_STORAGE_SERVICE_ENDPOINT
// Nothing where neither a key nor a token is set.
std::optional<Access> environment_access(Store store);

}  // namespace tamis::storage
