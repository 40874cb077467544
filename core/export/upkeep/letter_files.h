// A dead letter as files, for who watches a folder or a bucket and not a database:
//   failed_exports/<letter>/   export_request.json, error_details.json, retry_history.json
//   poison_messages/<letter>/  the same and failure_reason.txt, once it will not be tried again
// Written whole or not at all, and anew with each attempt; error_details.json says how it stands.
#pragma once

#include "core/export/upkeep/dead_letter.h"
#include "core/storage/storage.h"

namespace tamis::exports {

// Does nothing where the letter names no folder.
void write_letter_files(const DeadLetter& letter, const storage::Context& context);

}  // namespace tamis::exports
