// Objects of Amazon S3, of servers that speak its language, and of Google Cloud Storage, whose XML
// interface is nearly the same.
#pragma once

#include <memory>
#include <string>

#include "core/storage/access.h"
#include "core/storage/remote/object_store.h"
#include "core/storage/remote/remote_options.h"

namespace tamis::storage {

// `store`: s3 or gcs. Throws invalid_value for a name that is no bucket's, and
// insufficient_privilege where `access` holds no key that fits or may not go to the endpoint that
// `options` name.
std::unique_ptr<ObjectStore> s3_store(Store store, std::string bucket, Access access,
                                      const RemoteOptions& options, std::function<void()> poll);

}  // namespace tamis::storage
