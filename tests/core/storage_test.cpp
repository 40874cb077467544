// Local storage: paths, reading by untrusted names, staging and publishing, failures of each.
#include "core/storage/storage.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
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

// Takes for an earlier export what has the manifest of put_export() and no "precious" files.
std::optional<std::string> fault_of_folder(Directory& folder) {
  const auto manifest = folder.open("manifest.json");
  if (!manifest.reader) return "It has no manifest.";
  char text[8];
  const std::size_t size = manifest.reader->read(text);
  if (std::string_view(text, size) != "{}") return "It is another's.";
  for (const std::string& name : folder.files("", 1000)) {
    if (name.find("precious") != std::string::npos) return "It holds \"" + name + "\".";
  }
  return std::nullopt;
}

std::unique_ptr<Destination> destination(std::string_view path) {
  return storage::destination(path, {fault_of_folder});
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
  for (const char* uri : {"ftp://bucket/x", "gs+x://b", "file:///tmp/x", "http://h/p"}) {
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
  const auto refusal = [&] {
    std::string detail;
    for (const IfExists mode : {IfExists::append, IfExists::replace}) {
      EXPECT_EQ(error_of([&] { destination(at("x"))->check(mode); }).code(), Code::file_exists);
      detail = error_of([&] { (void)destination(at("x"))->stage("id", mode); }).detail();
    }
    return detail;
  };
  EXPECT_EQ(refusal(), "It has no manifest.");
  put_file(at("x/manifest.json"), "[]");
  EXPECT_EQ(refusal(), "It is another's.");
  put_file(at("x/manifest.json"), "{}");
  put_file(at("x/data/precious"), "1");
  EXPECT_EQ(refusal(), "It holds \"data/precious\".");
  EXPECT_EQ(content(at("x/data/precious")), "1");
  EXPECT_EQ(tree(), (Names{"x", "x/data", "x/data/precious", "x/manifest.json"}));
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
    for (const IfExists mode : {IfExists::error, IfExists::replace, IfExists::append}) {
      const Error e = error_of([&] { (void)destination(at("x"))->stage("second", mode); });
      EXPECT_EQ(e.code(), Code::wrong_context);
      EXPECT_EQ(e.message(), "another export to \"" + at("x") + "\" is running");
    }
    // A neighbour is no hindrance.
    EXPECT_NO_THROW((void)destination(at("x.y"))->stage("third", IfExists::error));
    put_export(*first, "1");
    first->publish();
  }
  EXPECT_NO_THROW((void)place->stage("fourth", IfExists::replace));
  EXPECT_EQ(content(at("x/data/a.csv")), "1");
  EXPECT_EQ(tree(), (Names{"x", "x/SUCCESS", "x/data", "x/data/a.csv", "x/manifest.json"}));
}

TEST_F(Storage, TheLoserOfARaceLeavesTheWinnersParents) {
  const auto first = destination(at("new/x"))->stage("first", IfExists::error);
  EXPECT_EQ(error_of([&] { (void)destination(at("new/x"))->stage("b", IfExists::error); }).code(),
            Code::wrong_context);
  put_export(*first, "1");
  first->publish();
  EXPECT_EQ(content(at("new/x/data/a.csv")), "1");
}

TEST_F(Storage, ALockThatIsNoFileIsAnError) {
  ASSERT_EQ(::mkfifo(at(".x.tamis-lock").c_str(), 0600), 0);
  EXPECT_EQ(error_of([&] { (void)destination(at("x"))->stage("id", IfExists::error); }).code(),
            Code::io_error);
  fs::remove(at(".x.tamis-lock"));
  put_file(at("precious"), "1");
  fs::create_symlink(at("precious"), at(".x.tamis-lock"));
  EXPECT_EQ(error_of([&] { (void)destination(at("x"))->stage("id", IfExists::error); }).code(),
            Code::io_error);
  EXPECT_EQ(tree(), (Names{".x.tamis-lock", "precious"}));
}

void add(const std::string& path, const std::string& name, const std::string& text) {
  const auto staging = destination(path)->stage("id", IfExists::append);
  put(*staging, name, text);
  staging->supersede("manifest.json");
  put(*staging, "manifest.json", "{}");
  EXPECT_EQ(staging->publish(), std::nullopt);
}

TEST_F(Storage, AppendKeepsWhatIsThereAndAddsToIt) {
  add(at("x"), "data/2024/a.csv", "1");
  struct stat before {};
  ASSERT_EQ(::stat(at("x/data/2024/a.csv").c_str(), &before), 0);
  add(at("x"), "data/2024/b.csv", "2");
  add(at("x"), "data/2025/c.csv", "3");
  EXPECT_EQ(tree(), (Names{"x", "x/data", "x/data/2024", "x/data/2024/a.csv", "x/data/2024/b.csv",
                           "x/data/2025", "x/data/2025/c.csv", "x/manifest.json"}));
  EXPECT_EQ(content(at("x/data/2024/a.csv")), "1");
  EXPECT_EQ(content(at("x/data/2025/c.csv")), "3");
  struct stat after {};
  ASSERT_EQ(::stat(at("x/data/2024/a.csv").c_str(), &after), 0);
  EXPECT_EQ(after.st_ino, before.st_ino);
  EXPECT_EQ(after.st_nlink, 1U);
}

TEST_F(Storage, AppendTakesNoNameTwice) {
  add(at("x"), "data/a.csv", "1");
  {
    const auto staging = destination(at("x"))->stage("id", IfExists::append);
    put(*staging, "data/a.csv", "2");
    const Error e = error_of([&] { staging->publish(); });
    EXPECT_EQ(e.code(), Code::file_exists);
    EXPECT_EQ(e.message(), "file \"" + at("x/data/a.csv") + "\" exists");
  }
  {
    // A folder where a file was, and the other way round.
    const auto staging = destination(at("x"))->stage("id", IfExists::append);
    put(*staging, "data/a.csv/deep", "2");
    EXPECT_EQ(error_of([&] { staging->publish(); }).code(), Code::file_exists);
  }
  {
    const auto staging = destination(at("x"))->stage("id", IfExists::append);
    put(*staging, "data", "2");
    EXPECT_EQ(error_of([&] { staging->publish(); }).code(), Code::io_error);
  }
  EXPECT_EQ(content(at("x/data/a.csv")), "1");
  EXPECT_EQ(tree(), (Names{"x", "x/data", "x/data/a.csv", "x/manifest.json"}));
}

TEST_F(Storage, AppendFollowsNoLink) {
  add(at("x"), "data/a.csv", "1");
  fs::create_directory(at("elsewhere"));
  put_file(at("elsewhere/secret"), "1");
  fs::create_directory_symlink(at("elsewhere"), at("x/data/out"));
  const auto staging = destination(at("x"))->stage("id", IfExists::append);
  put(*staging, "data/b.csv", "2");
  staging->supersede("manifest.json");
  put(*staging, "manifest.json", "{}");
  EXPECT_EQ(error_of([&] { staging->publish(); }).detail(),
            "It holds \"data/out\", which is no regular file.");
  EXPECT_FALSE(fs::exists(at("x/data/b.csv")));
}

TEST_F(Storage, PermissionsOfAPlaceStay) {
  for (const IfExists mode : {IfExists::append, IfExists::replace}) {
    const std::string place = at(mode == IfExists::append ? "a" : "r");
    add(place, "data/a.csv", "1");
    ASSERT_EQ(::chmod(place.c_str(), 02775), 0);
    ASSERT_EQ(::chmod((place + "/data").c_str(), 0555), 0);
    const auto staging = destination(place)->stage("id", mode);
    put(*staging, "data/b.csv", "1");
    staging->supersede("manifest.json");
    put(*staging, "manifest.json", "{}");
    staging->publish();
    struct stat status {};
    ASSERT_EQ(::stat(place.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 02775U);
    if (mode == IfExists::replace) continue;
    ASSERT_EQ(::stat((place + "/data").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0555U);
    ASSERT_EQ(::chmod((place + "/data").c_str(), 0755), 0);
  }
}

TEST_F(Storage, AnAppendThatIsInterruptedChangesNothing) {
  add(at("x"), "data/a.csv", "1");
  Context context{fault_of_folder};
  context.poll = [] { throw Error(Code::cancelled, "cancelled"); };
  {
    const auto staging = storage::destination(at("x"), context)->stage("id", IfExists::append);
    put(*staging, "data/b.csv", "2");
    EXPECT_EQ(error_of([&] { staging->publish(); }).code(), Code::cancelled);
  }
  EXPECT_EQ(tree(), (Names{"x", "x/data", "x/data/a.csv", "x/manifest.json"}));
}

// Readers open the folder by its name and list it: each sees a whole state, however it comes about.
TEST_F(Storage, ReadersSeeTheOldStateOrTheNew) {
  add(at("x"), "a0", "0");
  std::atomic<bool> stop{false};
  std::atomic<int> looks{0};
  std::atomic<int> broken{0};
  std::thread reader([&] {
    std::size_t least = 2;
    while (!stop) {
      std::size_t count = 0;
      const Descriptor folder(::open(at("x").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      struct stat status {};
      if (!folder || ::fstat(folder.get(), &status) != 0) {
        ++broken;
        continue;
      }
      // What was replaced after it was opened is emptied under the reader: that look counts not.
      for (const std::string& name : entries(folder.get(), at("x"))) count += name.empty() ? 0 : 1;
      struct stat now {};
      if (::stat(at("x").c_str(), &now) != 0) {
        ++broken;
        continue;
      }
      if (now.st_ino != status.st_ino) continue;
      if (count < least) ++broken;
      least = count;
      ++looks;
    }
  });
  for (int i = 1; i <= 60; ++i) add(at("x"), "a" + std::to_string(i), "1");
  stop = true;
  reader.join();
  EXPECT_EQ(broken, 0);
  EXPECT_GT(looks, 0);
  EXPECT_EQ(tree().size(), 63U);
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
    if (*name == '\0') continue;  // the directory itself
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
