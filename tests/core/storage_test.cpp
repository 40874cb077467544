// Local storage: paths, reading by untrusted names, staging and publishing, failures of each.
#include "core/storage/storage.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/error/error.h"
#include "core/storage/local.h"

namespace tamis::storage {
namespace {

namespace fs = std::filesystem;

class Storage : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "tamis_storage.XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
  }
  void TearDown() override { fs::remove_all(root_); }

  std::string at(const std::string& relative) const { return root_ + "/" + relative; }
  // Everything below the root, sorted.
  std::vector<std::string> tree() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(root_)) {
      names.push_back(entry.path().lexically_relative(root_).string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  std::string root_;
};

void put(Staging& staging, const std::string& name, const std::string& text) {
  const auto file = staging.create(name);
  file->write(text);
  file->close();
}

void put_export(Staging& staging, const std::string& text) {
  put(staging, "data/a.csv", text);
  put(staging, "manifest.json", "{}");
  put(staging, "SUCCESS", "{}");
}

void put_file(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

std::string content(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
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

using Names = std::vector<std::string>;

// Takes for an earlier export what has the manifest of put_export().
std::unique_ptr<Destination> destination(std::string_view path) {
  return storage::destination(path, {[](Directory& folder) -> std::optional<std::string> {
                                char text[8];
                                const std::size_t size =
                                    folder.open("manifest.json").reader->read(text);
                                if (std::string_view(text, size) == "{}") return std::nullopt;
                                return "It is another's.";
                              }});
}

TEST(RelativePath, OnlyPlainOnesPass) {
  for (const char* good :
       {"a", "a/b", "data/2024/03/t_001.csv.gz", "data/year=2024/x", "a b", "é", "...", "a..b"}) {
    EXPECT_FALSE(relative_path_fault(good)) << good;
  }
  const std::string deep = [] {
    std::string s = "a";
    for (int i = 0; i < 16; ++i) s += "/a";
    return s;
  }();
  const std::string nul("a\0b", 3);
  for (const std::string& bad :
       {std::string(), std::string("/a"), std::string("a/"), std::string("a//b"), std::string("."),
        std::string(".."), std::string("../a"), std::string("a/../b"), std::string("a/./b"),
        std::string("a/.."), std::string("a\nb"), std::string("a\\b"), std::string("\x7f"), nul,
        std::string(1025, 'a'), deep}) {
    EXPECT_TRUE(relative_path_fault(bad)) << bad;
  }
}

TEST(AbsolutePath, IsCleanedOrRefused) {
  EXPECT_EQ(absolute_path("/a"), "/a");
  EXPECT_EQ(absolute_path("//a///b/./c/"), "/a/b/c");
  EXPECT_EQ(absolute_path("/a/..b/c.."), "/a/..b/c..");
  const std::string nul("/a\0b", 4);
  for (const std::string& bad :
       {std::string(), std::string("a"), std::string("./a"), std::string("/"), std::string("//"),
        std::string("/."), std::string("/a/.."), std::string("/../a"), std::string("/a/../../b"),
        nul, "/" + std::string(5000, 'a')}) {
    EXPECT_EQ(error_of([&] { (void)absolute_path(bad); }).code(), Code::invalid_value) << bad;
  }
  for (const char* uri : {"s3://bucket/x", "gs://b", "file:///tmp/x", "https://h/p"}) {
    const Error e = error_of([&] { (void)absolute_path(uri); });
    EXPECT_EQ(e.code(), Code::unsupported) << uri;
    EXPECT_NE(e.message().find("://"), std::string::npos);
  }
}

TEST(Uri, EncodesWhatIsNotPlain) {
  EXPECT_EQ(destination("/a b/c%d/é")->uri(), "file:///a%20b/c%25d/%C3%A9");
}

TEST_F(Storage, NothingIsSeenBeforePublish) {
  const auto staging = destination(at("x"))->stage("id", IfExists::error);
  put_export(*staging, "1");
  EXPECT_FALSE(fs::exists(at("x")));
  EXPECT_EQ(staging->publish(), std::nullopt);
  EXPECT_EQ(tree(), (Names{"x", "x/SUCCESS", "x/data", "x/data/a.csv", "x/manifest.json"}));
  EXPECT_EQ(content(at("x/data/a.csv")), "1");
}

TEST_F(Storage, UnpublishedLeavesNothing) {
  {
    const auto staging = destination(at("new/deep/x"))->stage("id", IfExists::error);
    put(*staging, "data/2024/01/a", "1");
    put(*staging, "data/2024/02/a", "1");
    EXPECT_FALSE(tree().empty());
  }
  EXPECT_EQ(tree(), Names{});
}

TEST_F(Storage, AFileGivenUpHalfwayLeavesNothing) {
  {
    const auto staging = destination(at("x"))->stage("id", IfExists::error);
    const auto file = staging->create("data/a");
    file->write("half");
  }
  EXPECT_EQ(tree(), Names{});
}

TEST_F(Storage, MakesMissingParents) {
  const auto staging = destination(at("new/deep/x"))->stage("id", IfExists::error);
  put_export(*staging, "1");
  staging->publish();
  EXPECT_EQ(content(at("new/deep/x/data/a.csv")), "1");
}

TEST_F(Storage, StagedFilesReadBack) {
  const auto staging = destination(at("x"))->stage("id", IfExists::error);
  put(*staging, "data/a", "hello");
  const auto opened = staging->staged().open("data/a");
  ASSERT_TRUE(opened.reader);
  EXPECT_EQ(opened.reader->size(), 5U);
  std::vector<char> buffer(16);
  EXPECT_EQ(opened.reader->read(buffer), 5U);
  EXPECT_EQ(opened.reader->read(buffer), 0U);
}

TEST_F(Storage, CreateRefusesWhatIsThereAndWhatLeaves) {
  const auto staging = destination(at("x"))->stage("id", IfExists::error);
  put(*staging, "data/a", "1");
  EXPECT_EQ(error_of([&] { (void)staging->create("data/a"); }).code(), Code::io_error);
  EXPECT_EQ(error_of([&] { (void)staging->create("../a"); }).code(), Code::invalid_value);
  EXPECT_EQ(error_of([&] { (void)staging->create("/tmp/a"); }).code(), Code::invalid_value);
}

TEST_F(Storage, ATakenPlaceIsAnError) {
  fs::create_directory(at("full"));
  put_file(at("full/f"), "keep");
  put_file(at("file"), "keep");
  fs::create_directory_symlink(at("full"), at("link"));
  fs::create_symlink(at("nowhere"), at("dangling"));
  for (const char* name : {"full", "file", "link", "dangling"}) {
    for (const IfExists mode : {IfExists::error, IfExists::replace}) {
      EXPECT_EQ(error_of([&] { destination(at(name))->check(mode); }).code(), Code::file_exists)
          << name;
      EXPECT_EQ(error_of([&] { (void)destination(at(name))->stage("id", mode); }).code(),
                Code::file_exists)
          << name;
    }
  }
  EXPECT_EQ(content(at("full/f")), "keep");
  EXPECT_EQ(content(at("file")), "keep");
  EXPECT_EQ(tree().size(), 5U);
}

TEST_F(Storage, AnEmptyDirectoryIsTaken) {
  fs::create_directory(at("x"));
  const auto staging = destination(at("x"))->stage("id", IfExists::error);
  put_export(*staging, "1");
  staging->publish();
  EXPECT_EQ(content(at("x/data/a.csv")), "1");
}

TEST_F(Storage, ALinkInThePartWeMakeIsRefused) {
  fs::create_symlink(at("nowhere"), at("link"));
  EXPECT_EQ(error_of([&] { (void)destination(at("link/x"))->stage("id", IfExists::error); }).code(),
            Code::io_error);
  EXPECT_EQ(tree(), (Names{"link"}));
}

TEST_F(Storage, AFileAsParentIsAnError) {
  put_file(at("file"), "");
  EXPECT_EQ(error_of([&] { (void)destination(at("file/x"))->stage("id", IfExists::error); }).code(),
            Code::io_error);
  EXPECT_EQ(error_of([&] { destination(at("file/x"))->check(IfExists::error); }).code(),
            Code::io_error);
}

TEST_F(Storage, ReplaceSwapsAnEarlierExport) {
  for (const char* text : {"1", "2", "3"}) {
    const auto staging = destination(at("x"))->stage("id", IfExists::replace);
    put_export(*staging, text);
    EXPECT_EQ(staging->publish(), std::nullopt);
    EXPECT_EQ(content(at("x/data/a.csv")), text);
  }
  EXPECT_EQ(tree(), (Names{"x", "x/SUCCESS", "x/data", "x/data/a.csv", "x/manifest.json"}));
}

TEST_F(Storage, ReplaceTakesNothingButAnExport) {
  fs::create_directories(at("x/data"));
  EXPECT_EQ(error_of([&] { (void)destination(at("x"))->stage("id", IfExists::replace); }).detail(),
            "It has no manifest, so it is not known to be an export.");
  const auto refusal = [&] {
    EXPECT_EQ(error_of([&] { destination(at("x"))->check(IfExists::replace); }).code(),
              Code::file_exists);
    return error_of([&] { (void)destination(at("x"))->stage("id", IfExists::replace); }).detail();
  };
  put_file(at("x/manifest.json"), "[]");
  EXPECT_EQ(refusal(), "It is another's.");
  put_file(at("x/manifest.json"), "{}");
  fs::create_directory(at("x/SUCCESS"));
  EXPECT_EQ(refusal(), "It holds \"SUCCESS\", which is no part of an export.");
  fs::remove(at("x/SUCCESS"));
  fs::remove(at("x/data"));
  put_file(at("x/data"), "1");
  EXPECT_EQ(refusal(), "It holds \"data\", which is no part of an export.");
  fs::remove(at("x/data"));
  put_file(at("x/precious"), "1");
  EXPECT_EQ(error_of([&] { (void)destination(at("x"))->stage("id", IfExists::replace); }).detail(),
            "It holds \"precious\", which is no part of an export.");
  EXPECT_EQ(content(at("x/precious")), "1");
}

TEST_F(Storage, ReplaceLooksAgainBeforeItSwaps) {
  const auto staging = destination(at("x"))->stage("id", IfExists::replace);
  put_export(*staging, "1");
  fs::create_directory(at("x"));
  put_file(at("x/precious"), "1");
  EXPECT_EQ(error_of([&] { staging->publish(); }).code(), Code::file_exists);
  EXPECT_EQ(content(at("x/precious")), "1");
}

TEST_F(Storage, ReplaceAsksAgainBeforeItSwaps) {
  fs::create_directory(at("x"));
  put_file(at("x/manifest.json"), "{}");
  const auto staging = destination(at("x"))->stage("id", IfExists::replace);
  put_export(*staging, "1");
  put_file(at("x/manifest.json"), "[]");
  EXPECT_EQ(error_of([&] { staging->publish(); }).detail(), "It is another's.");
  EXPECT_EQ(content(at("x/manifest.json")), "[]");
}

TEST_F(Storage, OfTwoExportsToOnePlaceOneWins) {
  const auto place = destination(at("x"));
  {
    const auto first = place->stage("first", IfExists::error);
    const auto second = place->stage("second", IfExists::error);
    put_export(*first, "1");
    put_export(*second, "2");
    second->publish();
    EXPECT_EQ(error_of([&] { first->publish(); }).code(), Code::file_exists);
  }
  EXPECT_EQ(content(at("x/data/a.csv")), "2");
  EXPECT_EQ(tree(), (Names{"x", "x/SUCCESS", "x/data", "x/data/a.csv", "x/manifest.json"}));
}

TEST_F(Storage, TheSameIdTwiceGetsTwoPlaces) {
  const auto place = destination(at("x"));
  const auto first = place->stage("id", IfExists::error);
  const auto second = place->stage("id", IfExists::error);
  put_export(*first, "1");
  put_export(*second, "2");
  first->publish();
  EXPECT_EQ(content(at("x/data/a.csv")), "1");
}

TEST_F(Storage, LeftoversOfACrashGoWithTheNextExport) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto staging = destination(at("x"))->stage("crashed", IfExists::error);
    put(*staging, "data/a", "1");
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  ASSERT_TRUE(fs::exists(at(".x.tamis-crashed.tmp/data/a")));
  {
    // Not of this destination: none of our business.
    fs::create_directory(at(".y.tamis-crashed.tmp"));
    const auto alive = destination(at("x"))->stage("alive", IfExists::error);
    EXPECT_FALSE(fs::exists(at(".x.tamis-crashed.tmp")));
    const auto next = destination(at("x"))->stage("next", IfExists::error);
    EXPECT_TRUE(fs::exists(at(".x.tamis-alive.tmp")));
  }
  EXPECT_EQ(tree(), (Names{".y.tamis-crashed.tmp"}));
}

TEST(FileWriterTest, AFullDiskIsAnErrorThatSaysSo) {
  FileWriter file(Descriptor(::open("/dev/full", O_WRONLY | O_CLOEXEC)), "/dev/full");
  const Error e = error_of([&] { file.write("x"); });
  EXPECT_EQ(e.code(), Code::io_error);
  EXPECT_EQ(e.message(), "could not write \"/dev/full\": No space left on device");
}

// Until the end of the scope, no file can grow beyond `bytes`: as a disk that fills up.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST_F(Storage, AWriteCutShortIsAnErrorAndLeavesNothing) {
  {
    const FileSizeLimit limit(100'000);
    const auto staging = destination(at("x"))->stage("id", IfExists::error);
    const auto file = staging->create("data/a");
    const std::string big(1'000'000, 'x');
    const Error e = error_of([&] { file->write(big); });
    EXPECT_EQ(e.code(), Code::io_error);
    EXPECT_NE(e.message().find("File too large"), std::string::npos) << e.message();
  }
  EXPECT_EQ(tree(), Names{});
}

// As a user who may not write, also where root runs the tests.
class Unprivileged {
 public:
  Unprivileged() : was_root_(::geteuid() == 0) {
    if (was_root_) changed_ = ::seteuid(65534) == 0;
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;
  ~Unprivileged() {
    if (changed_) (void)!::seteuid(0);
  }

 private:
  bool was_root_;
  bool changed_ = false;
};

TEST_F(Storage, AForbiddenPlaceIsAPrivilegeError) {
  fs::create_directory(at("locked"));
  ::chmod(at("locked").c_str(), 0555);
  ::chmod(root_.c_str(), 0755);
  const Unprivileged user;
  for (const char* name : {"locked/x", "locked/new/x"}) {
    const Error check = error_of([&] { destination(at(name))->check(IfExists::error); });
    EXPECT_EQ(check.code(), Code::insufficient_privilege) << check.message();
    const Error e = error_of([&] { (void)destination(at(name))->stage("id", IfExists::error); });
    EXPECT_EQ(e.code(), Code::insufficient_privilege) << e.message();
    EXPECT_NE(e.message().find("Permission denied"), std::string::npos);
    EXPECT_FALSE(e.hint().empty());
  }
}

TEST_F(Storage, CheckChangesNothing) {
  destination(at("a/b/c"))->check(IfExists::error);
  destination(at("x"))->check(IfExists::replace);
  EXPECT_EQ(tree(), Names{});
}

TEST_F(Storage, ATooLongNameIsAnError) {
  const std::string name(250, 'n');
  EXPECT_EQ(error_of([&] { (void)destination(at(name))->stage("id", IfExists::error); }).code(),
            Code::io_error);
  EXPECT_EQ(tree(), Names{});
}

class Reading : public Storage {
 protected:
  void SetUp() override {
    Storage::SetUp();
    fs::create_directories(at("x/data/sub"));
    put_file(at("x/data/a"), "a");
    put_file(at("x/data/sub/b"), "b");
    put_file(at("secret"), "secret");
    fs::create_symlink(at("secret"), at("x/data/link"));
    fs::create_directory_symlink(root_, at("x/data/up"));
    ASSERT_EQ(::mkfifo(at("x/data/fifo").c_str(), 0600), 0);
  }
};

TEST_F(Reading, SaysWhyAFileCantBeRead) {
  const auto directory = existing_place(at("x")).directory;
  EXPECT_EQ(directory->open("data/a").fault, Fault::none);
  EXPECT_EQ(directory->open("data/sub/b").fault, Fault::none);
  EXPECT_EQ(directory->open("data/none").fault, Fault::missing);
  EXPECT_EQ(directory->open("none/a").fault, Fault::missing);
  EXPECT_EQ(directory->open("data/a/b").fault, Fault::not_a_file);
  EXPECT_EQ(directory->open("data").fault, Fault::not_a_file);
  EXPECT_EQ(directory->open("data/fifo").fault, Fault::not_a_file);
  EXPECT_EQ(directory->open("data/link").fault, Fault::symbolic_link);
  EXPECT_EQ(directory->open("data/up/secret").fault, Fault::symbolic_link);
}

TEST_F(Reading, RefusesNamesThatLeave) {
  const auto directory = existing_place(at("x")).directory;
  for (const char* name : {"../secret", "/etc/passwd", "data/../../secret", "", "data//a"}) {
    EXPECT_EQ(error_of([&] { (void)directory->open(name); }).code(), Code::invalid_value) << name;
    EXPECT_EQ(error_of([&] { (void)directory->files(name, 9); }).code(), Code::invalid_value);
  }
}

TEST_F(Reading, ListsAllThatIsNoFolder) {
  const auto directory = existing_place(at("x")).directory;
  EXPECT_EQ(directory->files("data", 9),
            (Names{"data/a", "data/fifo", "data/link", "data/sub/b", "data/up"}));
  EXPECT_EQ(directory->files("none", 9), Names{});
  EXPECT_EQ(directory->files("data/a", 9), Names{});
  EXPECT_EQ(error_of([&] { (void)directory->files("data", 4); }).code(), Code::limit_exceeded);
}

TEST_F(Reading, AnExistingPlaceIsAFolderOrAFileInOne) {
  EXPECT_EQ(existing_place(at("x")).file, "");
  const Place place = existing_place(at("x/data/a"));
  EXPECT_EQ(place.file, "a");
  EXPECT_EQ(place.directory->path(), at("x/data"));
  EXPECT_EQ(error_of([&] { (void)existing_place(at("none")); }).code(), Code::io_error);
  EXPECT_EQ(error_of([&] { (void)existing_place("x"); }).code(), Code::invalid_value);
}

}  // namespace
}  // namespace tamis::storage
