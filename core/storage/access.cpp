#include "core/storage/access.h"

#include <cstdlib>
#include <initializer_list>

namespace tamis::storage {
namespace {

// The first of the variables that is set and not empty.
std::string variable(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

}  // namespace

std::string_view scheme_of(Store store) noexcept {
  switch (store) {
    case Store::s3: return "s3";
    case Store::gcs: return "gs";
    case Store::azure: return "az";
  }
  return "s3";
}

std::optional<Access> environment_access(Store store) {
  Access access;
  switch (store) {
    case Store::s3:
      access.access_key = variable({"AWS_ACCESS_KEY_ID"});
      access.secret_key = variable({"AWS_SECRET_ACCESS_KEY"});
      access.session_token = variable({"AWS_SESSION_TOKEN"});
      access.region = variable({"AWS_REGION", "AWS_DEFAULT_REGION"});
      access.endpoint = variable({"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"});
      break;
    case Store::gcs:
      access.access_key = variable({"TAMIS_GCS_ACCESS_KEY"});
      access.secret_key = variable({"TAMIS_GCS_SECRET_KEY"});
      access.bearer = variable({"GOOGLE_ACCESS_TOKEN"});
      access.endpoint = variable({"TAMIS_GCS_ENDPOINT"});
      break;
    case Store::azure:
      access.account = variable({"AZURE_STORAGE_ACCOUNT"});
      access.account_key = variable({"AZURE_STORAGE_KEY"});
      access.sas = variable({"AZURE_STORAGE_SAS_TOKEN"});
      access.bearer = variable({"AZURE_STORAGE_ACCESS_TOKEN"});
      access.endpoint = variable({"AZURE_STORAGE_SERVICE_ENDPOINT"});
      if (access.sas.starts_with('?')) access.sas.erase(0, 1);
      break;
  }
  const bool keyed = !access.access_key.empty() && !access.secret_key.empty();
  if (!keyed && access.bearer.empty() && access.account_key.empty() && access.sas.empty()) {
    return std::nullopt;
  }
  return access;
}

}  // namespace tamis::storage
