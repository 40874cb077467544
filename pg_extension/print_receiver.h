// Row prints of a query, made from each row where the executor has it: no copy, no Value.
#pragma once

#include "core/engine/row_print.h"

namespace tamis::pg {

// engine::Session::read_prints().
bool receive_prints(std::string_view sql, std::size_t keys, std::uint64_t seed,
                    engine::PrintSink& sink);

}  // namespace tamis::pg
