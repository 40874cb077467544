// Exports to a real remote place through the interfaces of storage.h, with a proxy between that
// spoils requests, and with processes that die in the middle. The place is TAMIS_PLACE, an address
// of a bucket or container that is made here; TAMIS_PROXY the address of the proxy. Run by
// places.sh.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "core/error/error.h"
#include "core/storage/azure/azure_requests.h"
#include "core/storage/remote/remote_place.h"
#include "core/storage/s3/s3_requests.h"
#include "core/storage/storage.h"

namespace tamis::storage {
namespace {

using std::chrono::milliseconds;

const std::string kOddName = "data/y=2024/a b+\u00e9%25/part 1.csv";

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string base() { return variable("TAMIS_PLACE"); }
bool is_azure() { return base().starts_with("az:"); }

// The endpoint of the store through the proxy.
std::string proxied() {
  return variable("TAMIS_PROXY") + (is_azure() ? "/" + variable("AZURE_STORAGE_ACCOUNT") : "");
}

std::filesystem::path spool() {
  static const std::filesystem::path folder = [] {
    std::string pattern = (std::filesystem::temp_directory_path() / "tamis-place-XXXXXX").string();
    return std::filesystem::path(::mkdtemp(pattern.data()));
  }();
  return folder;
}

Context context(bool through_proxy = false) {
  Context out;
  out.replace_fault = [](Directory& folder) -> std::optional<std::string> {
    if (folder.open("manifest.json").reader) return std::nullopt;
    return "It has no manifest.";
  };
  out.remote.spool = spool();
  out.remote.part_size = 5U << 20U;
  out.remote.publish_timeout = milliseconds(1000);
  out.remote.retry.initial_delay = milliseconds(20);
  out.remote.retry.max_delay = milliseconds(100);
  if (through_proxy) out.remote.endpoint = proxied();
  return out;
}

Response control(std::string_view method, std::string_view path, const std::string& body = "") {
  Transport transport({}, {});
  const MemoryBody bytes(body);
  Request request{
      method, {Endpoint::parse(variable("TAMIS_PROXY")), std::string(path), {}}, {}, &bytes};
  return transport.send(request, 1U << 20U);
}

void spoil(const std::string& faults) {
  ASSERT_EQ(control("PUT", "/__faults", faults).status, 200);
}

// Large enough to be sent before it is shown; of two parts where `parts` says so.
std::string large(char fill, unsigned parts = 1) {
  return std::string(parts == 1 ? (1U << 20U) + 1 : 6U << 20U, fill);
}

void write(Staging& staging, const std::string& name, std::string_view text, bool settle) {
  const auto file = staging.create(name);
  file->write(text);
  file->close();
  if (settle) staging.settle(name);
}

struct Export {
  std::string id;
  std::string mark;         // what manifest and data hold
  std::string suffix = "";  // of the names of data
  unsigned parts = 1;
};

void fill(Staging& staging, const Export& what) {
  write(staging, "data/large" + what.suffix, large(what.mark[0], what.parts), true);
  write(staging, kOddName + what.suffix, what.mark, true);
  write(staging, "manifest.json", "{\"mark\": \"" + what.mark + "\"}", false);
  write(staging, "SUCCESS", what.mark, false);
}

std::string export_to(const std::string& place, const Export& what,
                      IfExists if_exists = IfExists::error, Context with = context()) {
  const auto staging = destination(place, std::move(with))->stage(what.id, if_exists);
  fill(*staging, what);
  return staging->publish().value_or("");
}

std::string content(Directory& folder, std::string_view name) {
  const auto opened = folder.open(name);
  if (!opened.reader) return std::string(describe(opened.fault));
  std::string out(static_cast<std::size_t>(opened.reader->size()), '\0');
  std::size_t at = 0;
  while (at < out.size()) {
    const std::size_t size = opened.reader->read(std::span(out).subspan(at));
    if (size == 0) return "short";
    at += size;
  }
  return out;
}

std::unique_ptr<Directory> folder_of(const std::string& place) {
  return existing_place(place, context()).directory;
}

std::vector<std::string> names(const std::string& place) {
  try {
    return folder_of(place)->files("", 1000);
  } catch (const Error&) {
    return {};
  }
}

std::vector<std::string> whole(const std::string& suffix = "") {
  std::vector<std::string> out{"SUCCESS", "manifest.json", kOddName + suffix,
                               "data/large" + suffix};
  std::sort(out.begin(), out.end());
  return out;
}

std::shared_ptr<ObjectStore> store() { return open_store(*remote_address(base()), context()); }

Error error_of(const std::function<void()>& deed) {
  try {
    deed();
  } catch (const Error& error) {
    return error;
  }
  return {Code::internal_error, "nothing was thrown"};
}

class Place : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const RemoteAddress address = *remote_address(base());
    Transport transport({}, {});
    const auto access = environment_access(address.store).value_or(Access{});
    const auto now = std::chrono::system_clock::now();
    const Request request =
        is_azure()
            ? AzureRequests(address, access, {})
                  .make({.method = "PUT", .query = {{"restype", "container"}}}, now)
            : S3Requests(address.store, address.bucket, access, {}).make({.method = "PUT"}, now);
    const Response made = transport.send(request, 100'000);
    ASSERT_TRUE(made.status == 200 || made.status == 201 || made.status == 409)
        << made.fault << made.body;
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(spool()); }
  void SetUp() override { spoil("[]"); }
  void TearDown() override {
    EXPECT_TRUE(std::filesystem::is_empty(spool())) << "something is left in the spool";
    for (const Upload& upload : store()->uploads("")) {
      ADD_FAILURE() << "an upload of " << upload.key << " is left";
      store()->abort(upload);
    }
  }

  std::string place_ = base() + "/" + std::to_string(::getpid()) + "/" +
                       testing::UnitTest::GetInstance()->current_test_info()->name() + " \u00e9=+%";
};

TEST_F(Place, ShowsAnExportAsAWhole) {
  const auto target = destination(place_, context());
  target->check(IfExists::error);
  const auto staging = target->stage("e1", IfExists::error);
  fill(*staging, {"e1", "a", "", 2});
  EXPECT_EQ(content(staging->staged(), kOddName), "a");
  EXPECT_TRUE(names(place_).empty());
  EXPECT_EQ(staging->publish(), std::nullopt);
  EXPECT_EQ(names(place_), whole());
  const auto folder = folder_of(place_);
  EXPECT_EQ(content(*folder, "data/large"), large('a', 2));
  EXPECT_EQ(content(*folder, kOddName), "a");
  EXPECT_EQ(content(*folder, "none"), "missing");
  EXPECT_EQ(existing_place(place_ + "/manifest.json", context()).file, "manifest.json");
  EXPECT_EQ(error_of([&] { (void)existing_place(place_ + "/x", context()); }).code(),
            Code::io_error);
  EXPECT_EQ(folder->files("data", 10).size(), 2U);
  EXPECT_EQ(error_of([&] { (void)folder->files("", 3); }).code(), Code::limit_exceeded);
  EXPECT_EQ(target->uri(), place_);
}

TEST_F(Place, ReadsAnywhere) {
  export_to(place_, {"e1", "a", "", 2});
  const auto reader = folder_of(place_)->open("data/large").reader;
  std::string text(100, '\0');
  EXPECT_EQ(reader->read_at((6U << 20U) - 10, text), 10U);
  EXPECT_EQ(reader->read_at(7U << 20U, text), 0U);
  EXPECT_EQ(reader->read_at(1000, text), 100U);
  EXPECT_EQ(text, std::string(100, 'a'));
}

TEST_F(Place, TakenPlacesAreRefused) {
  export_to(place_, {"e1", "a"});
  const Error again = error_of([&] { export_to(place_, {"e2", "b"}); });
  EXPECT_EQ(again.code(), Code::file_exists);
  EXPECT_EQ(content(*folder_of(place_), "SUCCESS"), "a");
  store()->remove(remote_address(place_)->key + "/manifest.json");
  EXPECT_EQ(error_of([&] {
              export_to(place_, {"e2", "b"}, IfExists::replace);
            }).detail(),
            "It has no manifest.");
}

TEST_F(Place, ReplacesAnExportAndDeletesTheOldOne) {
  export_to(place_, {"e1", "a", ".1"});
  EXPECT_EQ(export_to(place_, {"e2", "b", ".2"}, IfExists::replace), "");
  EXPECT_EQ(names(place_), whole(".2"));
  EXPECT_EQ(content(*folder_of(place_), "manifest.json"), "{\"mark\": \"b\"}");
}

TEST_F(Place, ReplacesFilesOfTheSameName) {
  export_to(place_, {"e1", "a"});
  EXPECT_EQ(export_to(place_, {"e2", "b"}, IfExists::replace), "");
  EXPECT_EQ(names(place_), whole());
  EXPECT_EQ(content(*folder_of(place_), "data/large"), large('b'));
}

TEST_F(Place, AddsToAnEarlierExport) {
  export_to(place_, {"e1", "a", ".1"});
  const auto add = [&](const Export& what, bool supersede) {
    const auto staging = destination(place_, context())->stage(what.id, IfExists::append);
    if (supersede) {
      staging->supersede("manifest.json");
      staging->supersede("SUCCESS");
    }
    fill(*staging, what);
    staging->publish();
  };
  EXPECT_EQ(error_of([&] {
              add({"e2", "b", ".2"}, false);
            }).detail(),
            "It already holds \"manifest.json\".");
  EXPECT_EQ(error_of([&] { add({"e3", "c", ".1"}, true); }).code(), Code::file_exists);
  EXPECT_EQ(names(place_), whole(".1"));
  add({"e4", "d", ".2"}, true);
  std::vector<std::string> both = whole(".1");
  both.push_back(kOddName + ".2");
  both.push_back("data/large.2");
  std::sort(both.begin(), both.end());
  EXPECT_EQ(names(place_), both);
  EXPECT_EQ(content(*folder_of(place_), "SUCCESS"), "d");
  EXPECT_EQ(content(*folder_of(place_), "data/large.1"), large('a'));
}

TEST_F(Place, UnpublishedExportsLeaveNothing) {
  {
    const auto staging = destination(place_, context())->stage("e1", IfExists::error);
    fill(*staging, {"e1", "a"});
  }
  EXPECT_TRUE(names(place_).empty());
}

TEST_F(Place, OneOfTwoWins) {
  const auto first = destination(place_, context())->stage("e1", IfExists::error);
  const auto second = destination(place_, context())->stage("e2", IfExists::error);
  fill(*first, {"e1", "a"});
  fill(*second, {"e2", "b"});
  first->publish();
  const Error lost = error_of([&] { second->publish(); });
  EXPECT_EQ(lost.code(), Code::file_exists);
  EXPECT_EQ(lost.detail(), "It was made while this export ran.");
  EXPECT_EQ(content(*folder_of(place_), "data/large"), large('a'));
  EXPECT_EQ(names(place_), whole());
}

TEST_F(Place, TwoAtTheSameMomentDoNotMix) {
  std::vector<std::string> won(2);
  std::vector<std::thread> both;
  for (std::size_t i = 0; i < 2; ++i) {
    both.emplace_back([&, i] {
      const std::string mark(1, static_cast<char>('a' + i));
      try {
        export_to(place_, {"e" + mark, mark});
        won[i] = mark;
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::file_exists) << error.message() << error.detail();
      }
    });
  }
  for (std::thread& thread : both) thread.join();
  const std::string winner = won[0] + won[1];
  ASSERT_LE(winner.size(), 1U);
  if (winner.empty()) return;
  const auto folder = folder_of(place_);
  EXPECT_EQ(content(*folder, "SUCCESS"), winner);
  EXPECT_EQ(content(*folder, "data/large"), large(winner[0]));
  EXPECT_EQ(content(*folder, kOddName), winner);
}

TEST_F(Place, SpoiledRequestsAreSentAgain) {
  int number = 0;
  for (const char* fault : {"cut", "cut_after", "503", "429"}) {
    for (const char* match : {"^PUT .*large", "^POST ", "^PUT .*part%20", "publishing", "^GET ",
                              "^HEAD ", "^DELETE ", "SUCCESS", "manifest"}) {
      spoil(std::string("[{\"match\": \"") + match + "\", \"times\": 1, \"fault\": \"" + fault +
            "\"}]");
      const std::string place = place_ + "/" + std::to_string(++number);
      EXPECT_NO_THROW(export_to(place, {"e1", "a"}, IfExists::error, context(true)))
          << fault << " " << match;
      EXPECT_EQ(names(place), whole()) << fault << " " << match;
    }
  }
}

TEST_F(Place, HalfAnAnswerIsNone) {
  export_to(place_, {"e1", "a", "", 2});
  spoil(R"([{"match": "^GET .*large", "skip": 1, "times": 2, "fault": "half"}])");
  const auto folder = existing_place(place_, context(true)).directory;
  EXPECT_EQ(content(*folder, "data/large"), large('a', 2));
}

TEST_F(Place, AStoreThatStaysDownIsAnErrorWithItsHistory) {
  spoil(R"([{"match": "^PUT .*large", "times": 100, "fault": "503"}])");
  try {
    export_to(place_, {"e1", "a"}, IfExists::error, context(true));
    FAIL() << "was published";
  } catch (const TransferError& error) {
    EXPECT_TRUE(error.transient());
    ASSERT_EQ(error.attempts().size(), 5U);
    EXPECT_EQ(error.attempts()[2].status, 503);
    EXPECT_EQ(error.attempts()[2].error, "SlowDown");
  }
  EXPECT_TRUE(names(place_).empty());
}

TEST_F(Place, FailingInTheMiddleOfPublishingUndoesIt) {
  for (const IfExists if_exists : {IfExists::error, IfExists::replace}) {
    spoil(R"([{"match": "^PUT .*SUCCESS", "times": 5, "fault": "503"}])");
    const std::string place = place_ + (if_exists == IfExists::error ? "1" : "2");
    EXPECT_THROW(export_to(place, {"e1", "a"}, if_exists, context(true)), TransferError);
    EXPECT_TRUE(names(place).empty());
    EXPECT_EQ(export_to(place, {"e2", "b"}, if_exists), "");
  }
}

TEST_F(Place, AHangingServerIsLeftBehind) {
  spoil(R"([{"match": "^PUT .*large", "times": 1, "fault": "hang"}])");
  Context with = context(true);
  with.remote.stall_timeout = milliseconds(1000);
  EXPECT_NO_THROW(export_to(place_, {"e1", "a"}, IfExists::error, with));
}

TEST_F(Place, CancellingEndsAHangingRequestAtOnce) {
  struct Cancelled {};
  spoil(R"([{"match": "^PUT .*large", "times": 1, "fault": "hang"}])");
  Context with = context(true);
  const auto started = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point asked;
  with.poll = [&] {
    if (std::chrono::steady_clock::now() - started > milliseconds(700) &&
        asked == decltype(asked){}) {
      asked = std::chrono::steady_clock::now();
      throw Cancelled();
    }
  };
  EXPECT_THROW(export_to(place_, {"e1", "a"}, IfExists::error, with), Cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - asked, milliseconds(500));
  EXPECT_TRUE(names(place_).empty());
}

TEST_F(Place, WrongKeysAreRefusedAndNotShown) {
  Context with = context();
  Access wrong = *environment_access(is_azure() ? Store::azure : Store::s3);
  wrong.secret_key = wrong.account_key = "V3JvbmcgU2VjcmV0";
  with.access = [&](Store, std::string_view) { return wrong; };
  const Error error = error_of([&] { export_to(place_, {"e1", "a"}, IfExists::error, with); });
  EXPECT_EQ(error.code(), Code::insufficient_privilege);
  const std::string all = error.message() + error.detail() + error.hint();
  EXPECT_NE(all.find("403"), std::string::npos) << all;
  EXPECT_EQ(all.find(wrong.secret_key), std::string::npos) << all;
}

// Dies at the n-th time that it is asked whether it was cancelled; true where it ended before.
bool dies_at(int moment, const std::string& place, const Export& what, IfExists if_exists) {
  const pid_t child = ::fork();
  if (child == 0) {
    Context with = context();
    int polls = 0;
    with.poll = [&] {
      if (++polls == moment) ::_exit(7);
    };
    try {
      export_to(place, what, if_exists, with);
    } catch (const std::exception&) {
      ::_exit(3);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) != 3);
  return WEXITSTATUS(status) == 0;
}

// Publishing in a place where one has died must wait until the dead one's note is old.
void export_when_free(const std::string& place, const Export& what, IfExists if_exists) {
  for (int attempt = 0;; ++attempt) {
    try {
      export_to(place, what, if_exists);
      return;
    } catch (const Error& error) {
      if (attempt > 60 ||
          error.message() != "another export is being published to the same place") {
        throw;
      }
      std::this_thread::sleep_for(milliseconds(100));
    }
  }
}

TEST_F(Place, DyingAtAnyMomentLeavesNothingOrAWhole) {
  int died = 0;
  for (int moment = 1;; moment += 1 + moment / 6) {
    const std::string place = place_ + std::to_string(moment);
    if (dies_at(moment, place, {"dead" + std::to_string(moment), "a"}, IfExists::error)) break;
    ++died;
    const std::vector<std::string> left = names(place);
    const bool complete = std::find(left.begin(), left.end(), "SUCCESS") != left.end();
    if (complete) {
      EXPECT_EQ(left, whole());
      EXPECT_EQ(content(*folder_of(place), "data/large"), large('a'));
      continue;
    }
    export_when_free(place, {"next", "b"}, IfExists::error);
    EXPECT_EQ(names(place), whole());
    EXPECT_EQ(content(*folder_of(place), "data/large"), large('b'));
  }
  EXPECT_GT(died, 8);
  export_to(place_ + "/last", {"last", "c"});
}

TEST_F(Place, DyingWhileReplacingLeavesTheOldOrTheNew) {
  int died = 0;
  for (int moment = 1;; moment += 1 + moment / 6) {
    const std::string place = place_ + std::to_string(moment);
    export_to(place, {"first", "a", ".1"});
    if (dies_at(moment, place, {"dead" + std::to_string(moment), "b", ".2"}, IfExists::replace)) {
      break;
    }
    const std::string manifest = content(*folder_of(place), "manifest.json");
    const bool is_old = manifest == "{\"mark\": \"a\"}";
    EXPECT_TRUE(is_old || manifest == "{\"mark\": \"b\"}");
    EXPECT_EQ(content(*folder_of(place), is_old ? "data/large.1" : "data/large.2"),
              large(is_old ? 'a' : 'b'));
    ++died;
    export_when_free(place, {"next", "c", ".3"}, IfExists::replace);
    EXPECT_EQ(names(place), whole(".3"));
  }
  EXPECT_GT(died, 8);
}

// Behind the turn nothing asks whether the statement was cancelled, so this one is killed.
TEST_F(Place, DyingBehindTheTurnIsFinishedByTheNext) {
  export_to(place_, {"first", "a", ".1"});
  spoil(R"([{"match": "^PUT .*SUCCESS", "times": 1, "fault": "hang"}])");
  const pid_t child = ::fork();
  if (child == 0) {
    export_to(place_, {"dead", "b", ".2"}, IfExists::replace, context(true));
    ::_exit(0);
  }
  for (int i = 0; i < 200; ++i) {
    std::this_thread::sleep_for(milliseconds(50));
    if (control("GET", "/__log").body.find("SUCCESS") != std::string::npos) break;
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(content(*folder_of(place_), "manifest.json"), "{\"mark\": \"b\"}");
  EXPECT_EQ(content(*folder_of(place_), "SUCCESS"), "a");
  EXPECT_EQ(error_of([&] {
              export_to(place_, {"early", "c"}, IfExists::replace);
            }).message(),
            "another export is being published to the same place");
  std::this_thread::sleep_for(milliseconds(2100));
  (void)destination(place_, context())->stage("next", IfExists::append);
  EXPECT_EQ(content(*folder_of(place_), "SUCCESS"), "b");
  EXPECT_EQ(names(place_), whole(".2"));
}

}  // namespace
}  // namespace tamis::storage
