#include "core/storage/envelope.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/storage/envelope_format.h"

namespace tamis::storage {
namespace {

namespace fs = std::filesystem;

class MemoryWriter final : public Writer {
 public:
  explicit MemoryWriter(std::string& out) : out_(out) {}
  void write(std::string_view bytes) override { out_ += bytes; }
  void close() override { out_ += ""; }

 private:
  std::string& out_;
};

class MemoryReader final : public Reader {
 public:
  explicit MemoryReader(std::string bytes) : bytes_(std::move(bytes)) {}
  std::size_t read(std::span<char> buffer) override {
    const std::size_t n = read_at(at_, buffer);
    at_ += n;
    return n;
  }
  std::size_t read_at(std::uint64_t offset, std::span<char> buffer) override {
    if (offset >= bytes_.size()) return 0;
    const std::size_t n = std::min<std::size_t>(buffer.size(), bytes_.size() - offset);
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), n, buffer.begin());
    return n;
  }
  std::uint64_t size() const noexcept override { return bytes_.size(); }

 private:
  std::string bytes_;
  std::uint64_t at_ = 0;
};

std::string from_hex(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return out;
}

Key counted_key(unsigned char first = 0, std::string id = {}) {
  std::array<unsigned char, kKeyBytes> bytes{};
  for (unsigned char& byte : bytes) byte = first++;
  return Key(bytes, std::move(id));
}

std::string plain_text(std::size_t size) {
  std::string out(size, '\0');
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<char>(i * 7 % 251);
  return out;
}

std::string encrypted(std::string_view plain, std::size_t piece, const Key& key) {
  std::string out;
  const auto writer = encrypting_writer(std::make_unique<MemoryWriter>(out), key, kSmallestChunk);
  for (std::size_t i = 0; i < plain.size(); i += piece) writer->write(plain.substr(i, piece));
  writer->close();
  return out;
}

std::unique_ptr<Reader> reader_of(std::string sealed, const Key& key) {
  return decrypting_reader(std::make_unique<MemoryReader>(std::move(sealed)), key, "x");
}

std::string decrypted(std::string sealed, const Key& key) {
  const auto reader = reader_of(std::move(sealed), key);
  std::string out;
  std::vector<char> buffer(1000);
  while (const std::size_t n = reader->read(buffer)) out.append(buffer.data(), n);
  return out;
}

template <typename F>
Error error_of(const F& f) {
  try {
    f();
  } catch (const Error& e) {
    return e;
  }
  ADD_FAILURE() << "no error";
  return {Code::internal_error, "none"};
}

bool refused(const std::string& sealed, const Key& key) {
  try {
    (void)decrypted(sealed, key);
    return false;
  } catch (const Error&) {
    return true;
  }
}

// Test case 16 of "The Galois/Counter Mode of Operation" (McGrew and Viega).
TEST(Gcm, IsTheStandards) {
  const auto bytes = [](const std::string& text) {
    return Bytes(reinterpret_cast<const unsigned char*>(text.data()), text.size());
  };
  const std::string half = from_hex("feffe9928665731c6d6a8f9467308308");
  const std::string key = half + half;
  const std::string plain = from_hex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6"
      "b5"
      "25b16aedf5aa0de657ba637b39");
  const std::string associated = from_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  Nonce nonce{};
  std::copy_n(from_hex("cafebabefacedbaddecaf888").begin(), 12, nonce.begin());
  std::vector<unsigned char> out(plain.size() + kTagBytes);
  Gcm(bytes(key).first<kKeyBytes>(), Gcm::Way::seal)
      .seal(nonce, bytes(associated), bytes(plain), out);
  EXPECT_EQ(
      std::string(out.begin(), out.end()),
      from_hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3d"
               "a7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"));
}

// Written by the Python package "cryptography" as docs/envelope.md says.
TEST(Envelope, ReadsWhatAnotherProgramWrote) {
  const std::string sealed = from_hex(
      "54414d4953454e430101090000100000746573742d32303234a0a1a2a3a4a5a6a7b0b1b2b3b4b5b6b7b8"
      "b9babbfd303ccc84a4d1342b95f9cdbd2cfab1f0493fa56d57f54e22b3fc8edc037095333608b1bc830a"
      "406acac3844d2b7dea9cb9392115d4d4f3e10fbcee4cdcc36c97e34e69af0f098802de30656f");
  EXPECT_EQ(decrypted(sealed, counted_key()), "hello, world\n");
  EXPECT_EQ(decrypted(sealed, counted_key(0, "test-2024")), "hello, world\n");
  MemoryReader file(sealed);
  EXPECT_EQ(describe_envelope(file, "x").key_id, "test-2024");
  EXPECT_EQ(describe_envelope(file, "x").chunk_bytes, 4096U);
}

TEST(Envelope, GivesBackWhatItTook) {
  const Key key = counted_key(9, "k");
  for (const std::size_t size : {0U, 1U, 4095U, 4096U, 4097U, 8192U, 8193U, 20000U}) {
    for (const std::size_t piece : {1U, 100U, 4096U, 5000U, 100000U}) {
      const std::string plain = plain_text(size);
      const std::string sealed = encrypted(plain, piece, key);
      EXPECT_EQ(decrypted(sealed, key), plain) << size << " " << piece;
      const std::size_t chunks = std::max<std::size_t>(1, (size + 4095) / 4096);
      EXPECT_EQ(sealed.size(), 16 + 1 + 8 + 12 + 48 + size + 16 * chunks);
      EXPECT_EQ(sealed.find("hello"), std::string::npos);
    }
  }
}

TEST(Envelope, NeverEncryptsTheSameWayTwice) {
  const Key key = counted_key();
  EXPECT_NE(encrypted("abc", 3, key), encrypted("abc", 3, key));
}

TEST(Envelope, ReadsAnywhere) {
  const Key key = counted_key();
  const std::string plain = plain_text(20000);
  const auto reader = reader_of(encrypted(plain, 777, key), key);
  EXPECT_EQ(reader->size(), 20000U);
  std::vector<char> buffer(5000);
  for (const std::uint64_t offset :
       {19990ULL, 0ULL, 4090ULL, 8192ULL, 15000ULL, 19999ULL, 20000ULL, 999999ULL}) {
    const std::size_t n = reader->read_at(offset, buffer);
    const std::string expected = offset > 20000 ? "" : plain.substr(offset, 5000);
    EXPECT_EQ(std::string(buffer.data(), n), expected) << offset;
  }
  // Apart from where read() stands.
  EXPECT_EQ(reader->read(buffer), 5000U);
  EXPECT_EQ(std::string(buffer.begin(), buffer.end()), plain.substr(0, 5000));
}

TEST(Envelope, EveryFlippedByteShows) {
  const Key key = counted_key(0, "id");
  const std::string sealed = encrypted(plain_text(9000), 9000, key);
  for (std::size_t i = 0; i < sealed.size(); i += i < 200 || i + 200 > sealed.size() ? 1 : 37) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_TRUE(refused(changed, key)) << i;
  }
}

TEST(Envelope, EveryOtherLengthShows) {
  const Key key = counted_key();
  const std::string sealed = encrypted(plain_text(9000), 9000, key);
  for (std::size_t size = 0; size < sealed.size(); size += size < 300 ? 1 : 61) {
    EXPECT_TRUE(refused(sealed.substr(0, size), key)) << size;
  }
  // At the ends of chunks.
  for (const std::size_t chunks : {0U, 1U, 2U}) {
    EXPECT_TRUE(refused(sealed.substr(0, 84 + chunks * 4112), key)) << chunks;
  }
  EXPECT_TRUE(refused(sealed + "x", key));
  EXPECT_TRUE(refused(sealed + sealed.substr(84, 4112), key));
  EXPECT_TRUE(refused(sealed + std::string(5000, '\0'), key));
}

TEST(Envelope, ChunksKeepTheirPlacesAndTheirFile) {
  const Key key = counted_key();
  const std::string sealed = encrypted(plain_text(4096 * 4), 5000, key);
  const std::string other = encrypted(plain_text(4096 * 4), 5000, key);
  const auto chunk = [](const std::string& file, std::size_t i) {
    return file.substr(84 + i * 4112, 4112);
  };
  const std::string head = sealed.substr(0, 84);
  const auto c = [&](std::size_t i) { return chunk(sealed, i); };
  EXPECT_FALSE(refused(head + c(0) + c(1) + c(2) + c(3), key));
  EXPECT_TRUE(refused(head + c(1) + c(0) + c(2) + c(3), key));
  EXPECT_TRUE(refused(head + c(0) + c(2) + c(3), key));
  EXPECT_TRUE(refused(head + c(0) + c(1) + c(1) + c(3), key));
  EXPECT_TRUE(refused(head + c(0) + chunk(other, 1) + c(2) + c(3), key));
  EXPECT_TRUE(refused(other.substr(0, 84) + c(0) + c(1) + c(2) + c(3), key));
  // The end is looked at first: a file that was cut is refused before anything is read.
  EXPECT_EQ(error_of([&] { (void)reader_of(head + c(0) + c(1) + c(2), key); }).code(),
            Code::corrupt_data);
}

TEST(Envelope, SaysWhatIsWrong) {
  const Key key = counted_key(0, "mine");
  const std::string sealed = encrypted("abc", 3, key);
  const Error other = error_of([&] { (void)reader_of(sealed, counted_key(1)); });
  EXPECT_EQ(other.code(), Code::invalid_value);
  EXPECT_EQ(other.message(), "file \"x\" can't be decrypted");
  EXPECT_EQ(error_of([&] { (void)reader_of(sealed, counted_key(0, "yours")); }).detail(),
            "It was encrypted under the key \"mine\", not \"yours\".");
  EXPECT_EQ(error_of([&] { (void)reader_of("PAR1, no envelope", key); }).message(),
            "file \"x\" is not an encrypted file of ours");
  std::string version = sealed;
  version[8] = 2;
  EXPECT_EQ(error_of([&] { (void)reader_of(version, key); }).code(), Code::corrupt_data);
  // A chunk size that would take gigabytes is refused before any memory is taken.
  std::string huge = sealed;
  huge[15] = '\x7F';
  EXPECT_EQ(error_of([&] { (void)reader_of(huge, key); }).code(), Code::corrupt_data);
}

TEST(Keys, HaveThreeSpellings) {
  const std::string hex = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";
  const std::string base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  for (const std::string& text : {hex, " " + hex + "\n", base64, base64.substr(0, 43)}) {
    const auto key = parse_key(text, "id");
    ASSERT_TRUE(key) << text;
    EXPECT_TRUE(std::ranges::equal(key->bytes(), counted_key().bytes())) << text;
    EXPECT_EQ(key->id(), "id");
  }
  for (const std::string& text :
       {std::string(), hex.substr(1), hex + "0", base64 + "=", std::string(64, 'g'),
        std::string(43, 'B'), std::string("secret"), std::string(44, '=')}) {
    EXPECT_FALSE(parse_key(text)) << text;
  }
}

class KeySources : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "tamis_keys.XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
  }
  void TearDown() override { fs::remove_all(root_); }

  std::string file(const std::string& name, const std::string& text, mode_t mode = 0600) const {
    const std::string path = root_ + "/" + name;
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }

  std::string root_;
};

KeySource from_file(const std::string& path) { return {KeySource::Kind::file, path, {}, "id"}; }
KeySource from_command(std::vector<std::string> command) {
  return {KeySource::Kind::command, {}, std::move(command), "id"};
}

bool is_counted(const Key& key) { return std::ranges::equal(key.bytes(), counted_key().bytes()); }

const std::string kHex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

TEST_F(KeySources, AFileIsReadIfItIsPrivate) {
  std::string raw(32, '\0');
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = static_cast<char>(i);
  EXPECT_TRUE(is_counted(load_key(from_file(file("raw", raw)))));
  EXPECT_TRUE(is_counted(load_key(from_file(file("hex", kHex + "\n")))));
  for (const mode_t mode : {0644U, 0604U, 0660U, 0620U}) {
    EXPECT_EQ(error_of([&] { (void)load_key(from_file(file("open", kHex, mode))); }).code(),
              Code::insufficient_privilege)
        << mode;
  }
  EXPECT_EQ(error_of([&] { (void)load_key(from_file(root_ + "/none")); }).code(), Code::io_error);
  EXPECT_EQ(error_of([&] { (void)load_key(from_file(root_)); }).code(), Code::invalid_value);
  // Half the bits only.
  const std::string half(32, 'a');
  const Error e = error_of([&] { (void)load_key(from_file(file("half", half))); });
  EXPECT_EQ(e.code(), Code::invalid_value);
  EXPECT_EQ((e.message() + e.detail() + e.hint()).find(half), std::string::npos);
  EXPECT_EQ(
      error_of([&] { (void)load_key(from_file(file("big", std::string(9999, 'a')))); }).code(),
      Code::limit_exceeded);
}

TEST_F(KeySources, AVariableIsRead) {
  ::setenv("TAMIS_TEST_KEY", kHex.c_str(), 1);
  EXPECT_TRUE(is_counted(load_key({KeySource::Kind::environment, "TAMIS_TEST_KEY", {}, {}})));
  ::setenv("TAMIS_TEST_KEY", "hunter2", 1);
  const Error e = error_of([] {
    (void)load_key({KeySource::Kind::environment, "TAMIS_TEST_KEY", {}, {}});
  });
  EXPECT_EQ(e.message(), "no key in environment variable \"TAMIS_TEST_KEY\"");
  EXPECT_EQ((e.detail() + e.hint()).find("hunter2"), std::string::npos);
  ::unsetenv("TAMIS_TEST_KEY");
  EXPECT_EQ(error_of([] {
              (void)load_key({KeySource::Kind::environment, "TAMIS_TEST_KEY", {}, {}});
            }).message(),
            "environment variable \"TAMIS_TEST_KEY\" is not set");
}

TEST_F(KeySources, AProgramIsRunWithoutAShell) {
  EXPECT_TRUE(is_counted(load_key(from_command({"/bin/echo", kHex}))));
  // A shell would run what is between the backquotes, and end at the semicolon.
  EXPECT_EQ(error_of([] {
              (void)load_key(from_command({"/bin/echo", kHex + "; true `id`"}));
            }).code(),
            Code::invalid_value);
  for (const std::vector<std::string>& command : {std::vector<std::string>{"/bin/false"},
                                                  {"/nowhere/program"},
                                                  {"/bin/sh", "-c", "kill -9 $$"},
                                                  {"/bin/sh", "-c", "yes"},
                                                  {"/bin/sh", "-c", "echo " + kHex + "; exit 3"}}) {
    const Error e = error_of([&] { (void)load_key(from_command(command)); });
    EXPECT_EQ(e.code(), Code::io_error) << command.back();
    EXPECT_EQ((e.message() + e.detail() + e.hint()).find(kHex), std::string::npos);
  }
}

TEST_F(KeySources, AProgramEndsWithTheStatement) {
  const auto started = std::chrono::steady_clock::now();
  int polls = 0;
  const auto poll = [&] {
    if (++polls == 3) throw Error(Code::cancelled, "cancelled");
  };
  EXPECT_EQ(error_of([&] {
              (void)load_key(from_command({"/bin/sleep", "20"}), poll);
            }).code(),
            Code::cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(5));
}

KeySource parsed(const std::string& text) {
  auto options = document::Options::from_text(text, "f");
  KeySource source = read_key_source(options);
  options.finish();
  return source;
}

TEST(KeyOptions, NameOneSource) {
  EXPECT_EQ(parsed(R"({"key_file": "/etc/key", "key_id": "a"})").id, "a");
  EXPECT_EQ(parsed(R"({"key_env": "TAMIS_KEY"})").kind, KeySource::Kind::environment);
  EXPECT_EQ(parsed(R"({"key_command": ["/bin/cat", "k"]})").command.size(), 2U);
  for (const char* text :
       {"{}", R"({"key_id": "a"})", R"({"key_file": "/a", "key_env": "B"})", R"({"key_file": "a"})",
        R"({"key_file": "/a/../b"})", R"({"key_env": ""})", R"({"key_env": "A=B"})",
        R"({"key_env": "1A"})", R"({"key_command": []})", R"({"key_command": ["cat"]})",
        R"({"key_command": ["/bin/cat\u0000"]})", R"({"key_file": "/a", "key_id": "a\nb"})",
        R"({"key_file": 1})", R"({"key": "hunter2"})"}) {
    EXPECT_NE(error_of([&] { (void)parsed(text); }).code(), Code::internal_error) << text;
  }
}

}  // namespace
}  // namespace tamis::storage
