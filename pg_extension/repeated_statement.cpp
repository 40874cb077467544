#include "pg_extension/repeated_statement.h"

#include <vector>

#include "core/error/error.h"
#include "pg_extension/memory.h"
#include "pg_extension/pg.h"
#include "pg_extension/values.h"

namespace tamis::pg {
namespace {

using engine::Kind;
using engine::Value;

[[noreturn]] void could_not_run(int code) {
  throw Error(Code::engine_error,
              std::string("a statement could not be run: ") + SPI_result_code_string(code));
}

// Owned by SPI, which frees what is still there when it ends; an error takes that way.
class Plan {
 public:
  Plan(std::string_view sql, int parameters)
      : types_(static_cast<std::size_t>(parameters), TEXTOID) {
    const std::string text(sql);
    handle_ = call_pg([&] { return SPI_prepare(text.c_str(), parameters, types_.data()); });
    if (handle_ == nullptr) could_not_run(SPI_result);
  }
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;
  ~Plan() {
    call_pg_quietly([this] { SPI_freeplan(handle_); });
  }

  std::int64_t run(Datum* values, const char* nulls) {
    const int code = call_pg([=, this] {
      const int result = SPI_execute_plan(handle_, values, nulls, false, 0);
      if (SPI_tuptable != nullptr) SPI_freetuptable(SPI_tuptable);
      return result;
    });
    if (code < 0) could_not_run(code);
    return static_cast<std::int64_t>(SPI_processed);
  }

 private:
  std::vector<Oid> types_;
  SPIPlanPtr handle_ = nullptr;
};

Datum text_of(const Value& value, std::string& hex) {
  char buffer[engine::kNumberText];
  if (value.kind() != Kind::blob) return new_varlena(engine::to_text(value, buffer));
  static constexpr char kHex[] = "0123456789abcdef";
  hex.assign("\\x");
  for (const char c : value.bytes()) {
    const auto byte = static_cast<unsigned char>(c);
    hex += kHex[byte >> 4U];
    hex += kHex[byte & 15U];
  }
  return new_varlena(hex);
}

}  // namespace

std::int64_t run_for_each(std::string_view sql, engine::ParameterRows& rows) {
  if (!rows.next()) return 0;
  const OwnContext scratch;
  OwnContext of_a_row;
  const InContext in_scratch(scratch.get());
  const std::size_t count = rows.row().size();
  Plan plan(sql, static_cast<int>(count));
  std::vector<Datum> datums(count);
  std::string nulls(count, ' ');
  std::string hex;
  std::int64_t changed = 0;
  do {
    const std::span<const Value> row = rows.row();
    {
      const InContext in_row(of_a_row.get());
      for (std::size_t i = 0; i < count; ++i) {
        nulls[i] = row[i].is_null() ? 'n' : ' ';
        datums[i] = row[i].is_null() ? 0 : text_of(row[i], hex);
      }
    }
    changed += plan.run(datums.data(), nulls.data());
    of_a_row.reset();
  } while (rows.next());
  return changed;
}

}  // namespace tamis::pg
