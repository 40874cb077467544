// Block blobs of Azure Storage.
//
// A blob that is sent in blocks shows nothing before its block list is put. Blocks that no list
// names are forgotten by Azure after seven days, so there is nothing to abort.
#pragma once

#include <memory>
#include <string>

#include "core/storage/access.h"
#include "core/storage/remote/object_store.h"
#include "core/storage/remote/remote_options.h"
#include "core/storage/remote/remote_place.h"

namespace tamis::storage {

// Throws invalid_value for a name that is no container's, and insufficient_privilege where `access`
// holds nothing that fits or may not go to the endpoint that `options` name.
std::unique_ptr<ObjectStore> azure_store(const RemoteAddress& address, Access access,
                                         const RemoteOptions& options, std::function<void()> poll);

}  // namespace tamis::storage
