#include "core/export/format/json_text.h"
#include "core/export/jsonl/jsonl.h"

namespace tamis::exports {
namespace {

// Longer first lines are counted like all others, their names not compared.
constexpr std::size_t kLongestFirstLine = std::size_t{16} << 20U;

// The member names of a JSON object.
std::vector<std::string> member_names(std::string_view object) {
  std::vector<std::string> names;
  std::size_t at = json_skip_space(object, 1);
  while (at < object.size() && object[at] == '"') {
    const std::size_t end = json_string_end(object, at);
    append_unescaped(object.substr(at, end - at), names.emplace_back());
    const std::size_t colon = json_skip_space(object, end);
    at = json_skip_space(object, json_value_end(object, colon + 1));
    if (object[at] == ',') at = json_skip_space(object, at + 1);
  }
  return names;
}

// Whether `names` are `columns`, or some of them in the same order.
bool are_among(const std::vector<std::string>& names, const std::vector<std::string>& columns) {
  std::size_t column = 0;
  for (const std::string& name : names) {
    while (column < columns.size() && columns[column] != name) ++column;
    if (column++ == columns.size()) return false;
  }
  return true;
}

class JsonlScanner final : public RecordScanner {
 public:
  JsonlScanner(std::vector<std::string> columns, const JsonlDialect& dialect)
      : columns_(std::move(columns)), dialect_(dialect) {}

  void scan(std::string_view bytes) override {
    while (!bytes.empty() && !failed()) {
      const std::size_t end = bytes.find('\n');
      const std::string_view piece = bytes.substr(0, end);
      take(piece);
      if (end == std::string_view::npos) return;
      end_line();
      bytes.remove_prefix(end + 1);
    }
  }

  void finish() override {
    if (line_bytes_ > 0) fail("the last line is cut off");
  }

 private:
  void take(std::string_view piece) {
    if (piece.empty()) return;
    if (line_bytes_ == 0 && piece.front() != '{') return fail("line " + where() + " is no object");
    line_bytes_ += piece.size();
    last_ = piece.back();
    if (records_ == 0 && first_line_.size() + piece.size() <= kLongestFirstLine) {
      first_line_ += piece;
    }
  }

  void end_line() {
    if (last_ != '}' || line_bytes_ < 2) return fail("line " + where() + " is no object");
    if (records_ == 0) check_first_line();
    ++records_;
    line_bytes_ = 0;
    last_ = 0;
  }

  void check_first_line() {
    if (first_line_.size() != line_bytes_) return;
    if (!is_json(first_line_)) return fail("line 1 is not valid JSON");
    const std::vector<std::string> names = member_names(first_line_);
    if (dialect_.omit_nulls ? !are_among(names, columns_) : names != columns_) {
      schema_fault_ = "the first object has other members";
    }
    first_line_.clear();
    first_line_.shrink_to_fit();
  }

  std::string where() const { return std::to_string(records_ + 1); }

  std::vector<std::string> columns_;
  JsonlDialect dialect_;
  std::string first_line_;
  std::size_t line_bytes_ = 0;
  char last_ = 0;
};

}  // namespace

std::unique_ptr<RecordScanner> make_jsonl_scanner(std::vector<std::string> columns,
                                                  const JsonlDialect& dialect) {
  return std::make_unique<JsonlScanner>(std::move(columns), dialect);
}

}  // namespace tamis::exports
