// Remote places behind the interfaces of storage.h.
#pragma once

#include <memory>

#include "core/storage/remote/remote_place.h"
#include "core/storage/storage.h"

namespace tamis::storage {

std::unique_ptr<Destination> remote_destination(const RemoteAddress& address, Context context);
// Throws io_error where neither an object nor a folder of that name is there.
Place existing_remote_place(const RemoteAddress& address, const Context& context);

}  // namespace tamis::storage
