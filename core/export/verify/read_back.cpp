#include "core/export/verify/read_back.h"

#include <vector>

#include "core/error/error.h"
#include "core/export/csv/csv.h"
#include "core/export/format/record_scanner.h"
#include "core/export/jsonl/jsonl.h"
#include "core/export/parquet/reader/parquet_reader.h"
#include "core/export/verify/summed_source.h"
#include "core/storage/envelope.h"

namespace tamis::exports {
namespace {

constexpr std::size_t kPiece = std::size_t{256} << 10U;

std::unique_ptr<RecordScanner> make_scanner(const Manifest& manifest) {
  if (manifest.format == Format::csv)
    return make_csv_scanner(manifest.column_names(), manifest.csv);
  return make_jsonl_scanner(manifest.column_names(), manifest.jsonl);
}

// Scans what `decompressor` gives; returns how much that was.
std::int64_t scan_all(Decompressor& decompressor, RecordScanner& scanner, std::int64_t most_bytes,
                      const std::function<void()>& poll) {
  std::vector<char> piece(kPiece);
  std::int64_t bytes = 0;
  while (const std::size_t n = decompressor.read(piece)) {
    poll();
    bytes += static_cast<std::int64_t>(n);
    scanner.scan({piece.data(), n});
    if (bytes > most_bytes) {
      throw Error(Code::corrupt_data,
                  "more than " + std::to_string(most_bytes) + " bytes come out");
    }
  }
  scanner.finish();
  return bytes;
}

// A file whose bytes are looked at as they are read from its start.
class WatchedReader final : public storage::Reader {
 public:
  WatchedReader(storage::Reader& file, const Source& source) : file_(file), source_(source) {}
  std::size_t read(std::span<char> buffer) override { return source_(buffer); }
  std::size_t read_at(std::uint64_t offset, std::span<char> buffer) override {
    return file_.read_at(offset, buffer);
  }
  std::uint64_t size() const noexcept override { return file_.size(); }

 private:
  storage::Reader& file_;
  const Source& source_;
};

// Text is scanned without taking its values apart.
void read_text(const Source& source, const Manifest& manifest, std::int64_t most_bytes,
               const std::function<void()>& poll, ReadBack& out) {
  const auto scanner = make_scanner(manifest);
  try {
    const auto decompressor = make_decompressor(manifest.compression, source);
    out.bytes = scan_all(*decompressor, *scanner, most_bytes, poll);
  } catch (const Error& e) {
    // Broken bytes are a finding about the file; everything else ends the statement.
    if (e.code() != Code::corrupt_data) throw;
    out.fault = e.message();
  }
  out.rows = scanner->records();
  if (out.fault.empty()) out.fault = scanner->fault();
  out.schema_fault = scanner->schema_fault();
}

// Of Parquet every page is looked at without making rows of them.
void read_pages(storage::Reader& file, const Manifest& manifest, const std::function<void()>& poll,
                ReadBack& out) {
  ParquetReport report = verify_parquet(file, manifest.fields, ParquetDepth::pages, poll);
  out.rows = report.rows;
  out.fault = std::move(report.fault);
  out.schema_fault = std::move(report.schema_fault);
  out.bytes = static_cast<std::int64_t>(file.size());
}

void read_rows(storage::Reader& file, const Manifest& manifest, const std::function<void()>& poll,
               ReadBack& out) {
  constexpr std::int64_t kRowsBetweenPolls = 1024;
  try {
    const auto reader = make_reader(manifest, manifest.fields, file);
    while (reader->next()) {
      if (++out.rows % kRowsBetweenPolls == 0) poll();
    }
  } catch (const Error& e) {
    if (e.code() != Code::corrupt_data) throw;
    out.fault = e.message();
  }
  out.bytes = static_cast<std::int64_t>(file.size());
}

}  // namespace

ReadBack read_back(storage::Reader& file, const Manifest& manifest, std::int64_t most_bytes,
                   bool content, const std::function<void()>& poll) {
  ReadBack out;
  SummedSource summed(file);
  const Source source = [&summed](std::span<char> buffer) { return summed.read(buffer); };
  if (content && manifest.format == Format::parquet) {
    read_pages(file, manifest, poll, out);
  } else if (content && compresses_inside(manifest.format)) {
    WatchedReader watched(file, source);
    read_rows(watched, manifest, poll, out);
  } else if (content) {
    read_text(source, manifest, most_bytes, poll, out);
  }
  // What the decompressor left unread belongs to the checksum too.
  std::vector<char> rest(kPiece);
  while (source(rest) > 0) poll();
  out.compressed_bytes = summed.bytes();
  out.checksum = summed.checksum();
  return out;
}

ReadBack read_back_stored(storage::Directory& folder, const ManifestFile& file,
                          const Manifest& manifest, const storage::Key* key,
                          const std::function<void()>& poll, bool content) {
  const storage::Directory::Opened stored = folder.open(file.name);
  if (!stored.reader) {
    throw Error(Code::corrupt_data, "file " + in_quotes(file.name) + " is " +
                                        std::string(storage::describe(stored.fault)));
  }
  const bool encrypted = manifest.encryption.has_value();
  ReadBack out = read_back(*stored.reader, manifest, file.bytes, content && !encrypted, poll);
  if (!encrypted || key == nullptr || !content) return out;
  const std::int64_t stored_bytes = out.compressed_bytes;
  std::string checksum = std::move(out.checksum);
  try {
    const auto plain = open_stored(folder, file, manifest, key);
    out = read_back(*plain, manifest, file.bytes, true, poll);
  } catch (const Error& e) {
    if (e.code() != Code::corrupt_data) throw;
    out.fault = e.message();
  }
  out.compressed_bytes = stored_bytes;
  out.checksum = std::move(checksum);
  return out;
}

std::unique_ptr<storage::Reader> open_stored(storage::Directory& folder, const ManifestFile& file,
                                             const Manifest& manifest, const storage::Key* key) {
  storage::Directory::Opened opened = folder.open(file.name);
  if (!opened.reader) {
    throw Error(Code::corrupt_data, "file " + in_quotes(file.name) + " is " +
                                        std::string(storage::describe(opened.fault)));
  }
  if (!manifest.encryption) return std::move(opened.reader);
  if (key == nullptr) {
    throw Error(Code::invalid_option,
                "the export is encrypted under key " + in_quotes(manifest.encryption->key_id), {},
                "Say where the key is: \"encryption\": {\"key_file\": \"/path\"}.");
  }
  return storage::decrypting_reader(std::move(opened.reader), *key, file.name);
}

std::string read_whole(storage::Reader& file, std::size_t most, const std::string& name) {
  std::string text;
  std::vector<char> piece(std::size_t{64} << 10U);
  while (const std::size_t n = file.read(piece)) {
    if (text.size() + n > most) {
      throw Error(Code::corrupt_data,
                  in_quotes(name) + " is larger than " + std::to_string(most) + " bytes");
    }
    text.append(piece.data(), n);
  }
  return text;
}

}  // namespace tamis::exports
