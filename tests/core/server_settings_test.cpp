#include "core/storage/server_settings.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/error/error.h"
#include "core/storage/credential_file.h"

namespace tamis::storage {
namespace {

namespace fs = std::filesystem;

template <typename F>
Error error_of(const F& f) {
  try {
    f();
  } catch (const Error& e) {
    EXPECT_EQ((e.message() + e.detail() + e.hint()).find("hunter2"), std::string::npos);
    return e;
  }
  ADD_FAILURE() << "no error";
  return {Code::internal_error, "none"};
}

TEST(ServerSettings, StandWhereTheyBelong) {
  check_settings({{"kind", "s3"}, {"endpoint", "https://h:9000"}, {"region", "r"}},
                 SettingPlace::server);
  check_settings({{"access_key", "a"}, {"secret_key", "b"}}, SettingPlace::user);
  check_settings({}, SettingPlace::nowhere);
  const Error secret = error_of([] {
    check_settings({{"secret_key", "hunter2"}}, SettingPlace::server);
  });
  EXPECT_EQ(secret.message(), "invalid option \"secret_key\"");
  EXPECT_EQ(secret.detail(), "It is a secret and belongs to a user mapping.");
  EXPECT_EQ(secret.hint(), "Valid are \"kind\", \"endpoint\", \"region\" and \"account\".");
  for (const Settings& bad : {Settings{{"endpoint", "https://h"}},
                              {{"passwd", "hunter2"}},
                              {{"secret_key", ""}},
                              {{"secret_key", "hunter2 \n"}},
                              {{"secret_key", "hunter2\xC3\xA9"}}}) {
    EXPECT_EQ(error_of([&] { check_settings(bad, SettingPlace::user); }).code(),
              Code::invalid_option);
  }
  EXPECT_EQ(error_of([] {
              check_settings({{"kind", "ftp"}}, SettingPlace::server);
            }).hint(),
            "Valid are \"s3\", \"gcs\" and \"azure\".");
  EXPECT_EQ(error_of([] {
              check_settings({{"kind", "s3"}}, SettingPlace::nowhere);
            }).hint(),
            "There are none here.");
}

TEST(ServerSettings, OpenStoresOfTheirKindOnly) {
  const AccessLookup lookup = server_lookup(
      {{"kind", "azure"}, {"account", "acc"}, {"sas_token", "?sv=1&sig=hunter2"}}, "backup");
  const auto access = lookup(Store::azure, "az://container/x");
  ASSERT_TRUE(access);
  EXPECT_EQ(access->account, "acc");
  EXPECT_EQ(access->sas, "sv=1&sig=hunter2");
  EXPECT_EQ(error_of([&] { (void)lookup(Store::s3, "s3://bucket/x"); }).message(),
            "server \"backup\" is a store for \"az://\", not for \"s3://\"");
  EXPECT_EQ(error_of([] {
              (void)server_lookup({{"secret_key", "hunter2"}}, "b");
            }).message(),
            "server \"b\" has no option \"kind\"");
  EXPECT_EQ(error_of([] {
              (void)server_lookup({{"kind", "s3"}, {"odd", "hunter2"}}, "b");
            }).code(),
            Code::invalid_option);
}

class CredentialFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "tamis_credentials.XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
  }
  void TearDown() override { fs::remove_all(root_); }

  std::string file(const std::string& text, mode_t mode = 0600) const {
    const std::string path = root_ + "/credentials";
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }

  std::string root_;
};

TEST_F(CredentialFile, GivesTheSectionAsked) {
  const std::string path = file(
      "# stores\n\n[backup]\nkind = s3\r\nsecret_key = a=b#c;d \n; no more\n[other]\nkind=gcs\n");
  EXPECT_EQ(read_credentials(path, "backup"),
            (Settings{{"kind", "s3"}, {"secret_key", "a=b#c;d"}}));
  EXPECT_EQ(read_credentials(path, "other"), (Settings{{"kind", "gcs"}}));
  const Error e = error_of([&] { (void)read_credentials(path, "none"); });
  EXPECT_EQ(e.code(), Code::undefined_table);
  EXPECT_EQ(e.message(), "no section \"none\" in credential file \"" + path + "\"");
}

TEST_F(CredentialFile, IsRefusedWithoutBeingQuoted) {
  const auto refusal = [&](const std::string& text) {
    const std::string path = file(text);
    return error_of([&] { (void)read_credentials(path, "a"); });
  };
  EXPECT_NE(refusal("[a]\nsecret hunter2\n").message().find("line 2"), std::string::npos);
  EXPECT_EQ(refusal("secret_key = hunter2\n").detail(), "It stands before the first section.");
  EXPECT_EQ(refusal("[a\n").detail(), "It has no closing bracket.");
  EXPECT_EQ(refusal("[a]\n[b]\n[a]\n").detail(), "The section stands there a second time.");
  EXPECT_EQ(refusal("").code(), Code::undefined_table);
  EXPECT_EQ(refusal(std::string(70000, '#')).code(), Code::limit_exceeded);
  for (const mode_t mode : {0644U, 0640U, 0602U}) {
    // Root's may be read by a group.
    if (mode == 0640U && ::geteuid() == 0) continue;
    const std::string path = file("[a]\nsecret_key = hunter2\n", mode);
    EXPECT_EQ(error_of([&] { (void)read_credentials(path, "a"); }).code(),
              Code::insufficient_privilege);
  }
}

TEST_F(CredentialFile, IsFoundByTheEnvironment) {
  ::setenv("TAMIS_CREDENTIALS", (root_ + "/x").c_str(), 1);
  EXPECT_EQ(credential_path(), root_ + "/x");
  ::unsetenv("TAMIS_CREDENTIALS");
  ::setenv("HOME", "/home/ada", 1);
  EXPECT_EQ(credential_path(), "/home/ada/.config/tamis/credentials");
  ::unsetenv("HOME");
  EXPECT_EQ(error_of([] { (void)credential_path(); }).code(), Code::invalid_value);
}

}  // namespace
}  // namespace tamis::storage
