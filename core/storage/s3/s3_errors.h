// What an S3-like store says when it will not do something, and whether asking again may help.
#pragma once

#include <optional>
#include <string>

#include "core/storage/access.h"
#include "core/storage/http/retry.h"
#include "core/storage/http/transport.h"

namespace tamis::storage {

// Nothing for an answer that is fine: 2xx without an error in its body, which the completion of an
// upload can have.
std::optional<Failure> s3_failure(const std::string& deed, const Response& response,
                                  const Access& access);

}  // namespace tamis::storage
