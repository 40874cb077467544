// A file of the server: its checksum, size, encoding and header.
#include <openssl/evp.h>

#include <array>
#include <memory>

#include "core/error/error.h"
#include "core/quality/check/table_rules.h"
#include "core/storage/storage.h"
#include "core/text/utf8.h"

namespace tamis::quality {
namespace {

using document::Json;

constexpr std::size_t kBuffer = 1 << 16;
constexpr std::size_t kLongestHeader = 1 << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
};

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new()) {
    if (context_ == nullptr || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1)
      fail();
  }
  void add(std::string_view bytes) {
    if (EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1) fail();
  }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_DigestFinal_ex(context_.get(), digest.data(), &size) != 1) fail();
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string out;
    for (unsigned int i = 0; i < size; ++i) {
      out += kHex[digest[i] >> 4U];
      out += kHex[digest[i] & 0xFU];
    }
    return out;
  }

 private:
  [[noreturn]] static void fail() {
    throw Error(Code::internal_error, "SHA-256 could not be computed");
  }
  std::unique_ptr<EVP_MD_CTX, FreeDigest> context_;
};

// Finds the first byte that is no UTF-8 in a file read piece by piece.
class Utf8 {
 public:
  void add(std::string_view bytes) {
    if (broken_ >= 0) return;
    rest_ += bytes;
    std::size_t at = 0;
    // A character may go on in the next piece.
    while (at < rest_.size() && (ended_ || rest_.size() - at >= 4)) {
      const std::size_t length = text::utf8_length(std::string_view(rest_).substr(at));
      if (length == 0) {
        broken_ = read_ + static_cast<std::int64_t>(at);
        return;
      }
      at += length;
    }
    read_ += static_cast<std::int64_t>(at);
    rest_.erase(0, at);
  }
  // The place of the byte; -1 where there is none.
  std::int64_t finish() {
    ended_ = true;
    add({});
    return broken_;
  }

 private:
  std::string rest_;
  std::int64_t read_ = 0;
  std::int64_t broken_ = -1;
  bool ended_ = false;
};

struct FileFacts {
  std::string sha256;
  std::int64_t bytes = 0;
  std::int64_t broken = -1;
  std::string header;  // the first line, without its end
};

FileFacts read_file(const TableCheck& check, storage::Reader& reader) {
  FileFacts out;
  Sha256 digest;
  Utf8 utf8;
  std::string buffer(kBuffer, '\0');
  bool in_header = true;
  while (const std::size_t size = reader.read(buffer)) {
    check.session.check_interrupt();
    const std::string_view piece(buffer.data(), size);
    out.bytes += static_cast<std::int64_t>(size);
    digest.add(piece);
    utf8.add(piece);
    if (!in_header) continue;
    const std::size_t end = piece.find('\n');
    out.header += piece.substr(0, end);
    in_header = end == std::string_view::npos && out.header.size() < kLongestHeader;
  }
  if (out.header.starts_with(kByteOrderMark)) out.header.erase(0, kByteOrderMark.size());
  if (out.header.ends_with('\r')) out.header.pop_back();
  out.sha256 = digest.hex();
  out.broken = utf8.finish();
  return out;
}

// The fields of a line of CSV; quotes doubled inside quotes are one.
std::vector<std::string> fields_of(std::string_view line, char delimiter) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        out.back() += line[i++];
      } else {
        quoted = !quoted;
      }
    } else if (line[i] == delimiter && !quoted) {
      out.emplace_back();
    } else {
      out.back() += line[i];
    }
  }
  return out;
}

char delimiter_of(const Rule& rule) {
  const std::string text = text_argument(rule, "delimiter", ",");
  if (text.size() == 1) return text.front();
  throw Error(Code::invalid_value, "argument \"delimiter\" of file must be one character",
              "Got " + in_quotes(text) + ".");
}

void judge_facts(const TableCheck& check, const FileFacts& facts, RuleResult& out) {
  const Rule& rule = check.rule;
  const auto judge = [&](bool asked, bool kept, Json problem) {
    if (!asked) return;
    ++out.evaluated;
    if (!kept) add_problem(check, out, std::move(problem));
  };
  std::string sha256 = text_argument(rule, "sha256");
  for (char& c : sha256) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c + 32);
  }
  if (sha256.starts_with("sha256:")) sha256.erase(0, 7);
  judge(!sha256.empty(), sha256 == facts.sha256, "the checksum is sha256:" + facts.sha256);
  const Json& bytes = rule.argument("bytes");
  judge(!bytes.is_null(), bytes == facts.bytes,
        "the file has " + std::to_string(facts.bytes) + " bytes");
  judge(!rule.argument("encoding").is_null(), facts.broken < 0,
        "byte " + std::to_string(facts.broken) + " is no UTF-8");
  const Json& header = rule.argument("header");
  const std::vector<std::string> fields = fields_of(facts.header, delimiter_of(rule));
  judge(!header.is_null(), header == Json(fields), {{"header", fields}});
}

}  // namespace

RuleResult run_file(const TableCheck& check) {
  RuleResult out = result_of(check);
  check.session.require_file_access(false);
  const std::string path = text_argument(check.rule, "path");
  const storage::Place place = storage::existing_place(path);
  if (place.file.empty()) {
    throw Error(Code::invalid_value, in_quotes(path) + " is a folder", {}, "Name a file.");
  }
  const storage::Directory::Opened opened = place.directory->open(place.file);
  if (opened.reader == nullptr) {
    throw Error(Code::io_error, "could not read " + in_quotes(path) + ": " +
                                    std::string(storage::describe(opened.fault)));
  }
  const FileFacts facts = read_file(check, *opened.reader);
  out.observed = {{"bytes", facts.bytes}, {"sha256", "sha256:" + facts.sha256}};
  judge_facts(check, facts, out);
  // That it is there and can be read is what a rule without any argument asks.
  if (out.evaluated == 0) out.evaluated = 1;
  out.conclude();
  return out;
}

}  // namespace tamis::quality
