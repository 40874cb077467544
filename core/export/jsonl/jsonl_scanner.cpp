#include <nlohmann/json.hpp>

#include "core/export/jsonl/jsonl.h"

namespace tamis::exports {
namespace {

using nlohmann::json;

// Longer first lines are counted like all others, their names not compared.
constexpr std::size_t kLongestFirstLine = std::size_t{16} << 20U;
constexpr int kDeepest = 64;

// Takes the member names of the outermost object and builds nothing.
class MemberNames final : public json::json_sax_t {
 public:
  std::vector<std::string> names;
  // A number no double can hold ended the reading: valid JSON, but the names are not all known.
  bool overflowed = false;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return depth_ > 0; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return ++depth_ <= kDeepest; }
  bool key(string_t& name) override {
    if (depth_ == 1) names.push_back(name);
    return true;
  }
  bool end_object() override {
    --depth_;
    return true;
  }
  bool start_array(std::size_t) override { return depth_ > 0 && ++depth_ <= kDeepest; }
  bool end_array() override {
    --depth_;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const json::exception& e) override {
    constexpr int kNumberOverflow = 406;
    overflowed = e.id == kNumberOverflow;
    return false;
  }

 private:
  int depth_ = 0;
};

class JsonlScanner final : public RecordScanner {
 public:
  explicit JsonlScanner(std::vector<std::string> columns) : columns_(std::move(columns)) {}

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
    MemberNames members;
    const bool whole = json::sax_parse(first_line_, &members);
    if (!whole && !members.overflowed) return fail("line 1 is not valid JSON");
    if (whole && members.names != columns_) schema_fault_ = "the first object has other members";
    first_line_.clear();
    first_line_.shrink_to_fit();
  }

  std::string where() const { return std::to_string(records_ + 1); }

  std::vector<std::string> columns_;
  std::string first_line_;
  std::size_t line_bytes_ = 0;
  char last_ = 0;
};

}  // namespace

std::unique_ptr<RecordScanner> make_jsonl_scanner(std::vector<std::string> columns) {
  return std::make_unique<JsonlScanner>(std::move(columns));
}

}  // namespace tamis::exports
