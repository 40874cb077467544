#include <array>

#include "core/export/csv/csv.h"

namespace tamis::exports {
namespace {

// A header is compared with names we know, so it need not be kept beyond any sensible size.
constexpr std::size_t kLongestHeader = std::size_t{1} << 20U;

class CsvScanner final : public RecordScanner {
 public:
  CsvScanner(std::vector<std::string> columns, const CsvDialect& dialect)
      : columns_(std::move(columns)),
        dialect_(dialect),
        ends_{dialect.quote, dialect.escape},
        in_header_(dialect.header),
        mark_left_(dialect.bom ? kByteOrderMark : std::string_view()) {
    for (const char c : {dialect.delimiter, dialect.quote, '\r', '\n'}) {
      special_[static_cast<unsigned char>(c)] = true;
    }
  }

  void scan(std::string_view bytes) override {
    std::size_t at = 0;
    for (; at < bytes.size() && !mark_left_.empty(); ++at, mark_left_.remove_prefix(1)) {
      if (bytes[at] != mark_left_.front()) return fail("there is no byte order mark");
    }
    while (at < bytes.size() && !failed()) at = step(bytes, at);
  }

  void finish() override {
    if (failed()) return;
    if (!mark_left_.empty()) return fail("there is no byte order mark");
    if (state_ == State::quoted || state_ == State::escape)
      return fail("a quoted field is never closed");
    if (state_ != State::field_start || fields_ > 0) return fail("the last line is cut off");
    if (in_header_) fail("there is no header");
  }

 private:
  enum class State : std::uint8_t { field_start, unquoted, quoted, quote, escape, line_feed };

  // Takes one run of ordinary bytes or one special byte; returns where it ended.
  std::size_t step(std::string_view bytes, std::size_t at) {
    switch (state_) {
      case State::quoted: return in_quotes_run(bytes, at);
      case State::quote:
        if (bytes[at] == dialect_.quote && dialect_.escape == dialect_.quote) {
          keep({&dialect_.quote, 1});
          state_ = State::quoted;
          return at + 1;
        }
        if (!special_[static_cast<unsigned char>(bytes[at])]) {
          fail("record " + where() + ": text follows a closing quote");
          return at;
        }
        break;
      case State::escape:
        if (bytes[at] != dialect_.quote && bytes[at] != dialect_.escape) {
          fail("record " + where() + ": an escape in front of what needs none");
          return at;
        }
        keep(bytes.substr(at, 1));
        state_ = State::quoted;
        return at + 1;
      case State::line_feed:
        if (bytes[at] != '\n') {
          fail("record " + where() + ": a carriage return without a line feed");
          return at;
        }
        end_record();
        return at + 1;
      case State::field_start:
        if (bytes[at] == dialect_.quote) {
          state_ = State::quoted;
          return at + 1;
        }
        break;
      case State::unquoted: break;
    }
    return outside_run(bytes, at);
  }

  std::size_t in_quotes_run(std::string_view bytes, std::size_t at) {
    const bool doubled = dialect_.escape == dialect_.quote;
    const std::size_t end = doubled ? bytes.find(dialect_.quote, at)
                                    : bytes.find_first_of({ends_.data(), ends_.size()}, at);
    keep(bytes.substr(at, end == std::string_view::npos ? end : end - at));
    if (end == std::string_view::npos) return bytes.size();
    state_ = bytes[end] == dialect_.quote ? State::quote : State::escape;
    return end + 1;
  }

  std::size_t outside_run(std::string_view bytes, std::size_t at) {
    std::size_t end = at;
    while (end < bytes.size() && !special_[static_cast<unsigned char>(bytes[end])]) ++end;
    if (end > at) {
      keep(bytes.substr(at, end - at));
      state_ = State::unquoted;
      if (end == bytes.size()) return end;
    }
    return special(bytes[end]) ? end + 1 : end;
  }

  bool special(char c) {
    if (c == dialect_.delimiter) {
      end_field();
      state_ = State::field_start;
      return true;
    }
    if (c == '\n' && !dialect_.crlf) {
      end_record();
      return true;
    }
    if (c == '\r' && dialect_.crlf) {
      state_ = State::line_feed;
      return true;
    }
    fail("record " + where() +
         (c == dialect_.quote ? ": a quote inside an unquoted field"
                              : ": a line end that is not the file's"));
    return false;
  }

  void end_field() {
    ++fields_;
    if (in_header_) check_name();
  }

  void check_name() {
    if (schema_fault_.empty() && fields_ <= columns_.size()) {
      const std::string& name = columns_[fields_ - 1];
      const bool prefixed = dialect_.neutralise_formulas && looks_like_formula(name);
      if (name_ != (prefixed ? "'" + name : name)) {
        schema_fault_ = "column " + std::to_string(fields_) + " of the header has another name";
      }
    }
    name_.clear();
  }

  void end_record() {
    end_field();
    if (fields_ != columns_.size()) {
      return fail("record " + where() + " has " + std::to_string(fields_) + " fields instead of " +
                  std::to_string(columns_.size()));
    }
    fields_ = 0;
    state_ = State::field_start;
    if (in_header_) {
      in_header_ = false;
    } else {
      ++records_;
    }
  }

  void keep(std::string_view bytes) {
    if (!in_header_) return;
    if (name_.size() + bytes.size() > kLongestHeader) return fail("the header is too long");
    name_ += bytes;
  }

  std::string where() const { return in_header_ ? "(header)" : std::to_string(records_ + 1); }

  std::vector<std::string> columns_;
  CsvDialect dialect_;
  std::array<char, 2> ends_;  // what ends a run of ordinary bytes in quotes
  std::array<bool, 256> special_{};
  State state_ = State::field_start;
  std::size_t fields_ = 0;
  bool in_header_;
  std::string_view mark_left_;  // of the byte order mark
  std::string name_;
};

}  // namespace

std::unique_ptr<RecordScanner> make_csv_scanner(std::vector<std::string> columns,
                                                const CsvDialect& dialect) {
  return std::make_unique<CsvScanner>(std::move(columns), dialect);
}

}  // namespace tamis::exports
