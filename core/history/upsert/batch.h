// Batch tokens: the same batch is merged once, however often it is sent.
//
// A token names a batch of one target. The checksum of its rows is kept with it: under a token that
// is known, the same rows are skipped and others refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/document/json.h"
#include "core/engine/session.h"

namespace tamis::history {

struct BatchName {
  std::string schema;
  std::string table;
  std::string token;
};

struct Batch {
  std::string checksum;
  std::string run_id;
  std::string loaded_at;
};

std::optional<Batch> find_batch(engine::Session& session, const BatchName& name);
void store_batch(engine::Session& session, const BatchName& name, const Batch& batch,
                 const document::Json& counts);
// A table that is made anew has had no batches.
void forget_batches(engine::Session& session, std::string_view schema, std::string_view table);

// Of a multiset of rows whose row hash is `hash`: their order does not matter.
std::string checksum_of_rows(engine::Session& session, std::string_view hash,
                             std::string_view from);

}  // namespace tamis::history
