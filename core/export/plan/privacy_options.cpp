#include "core/export/plan/privacy_options.h"

#include <algorithm>
#include <cstdlib>

#include "core/export/format/option_checks.h"
#include "core/storage/storage.h"

namespace tamis::exports {
namespace {

using document::Json;
using document::Options;

constexpr std::size_t kLongestKey = 4096;

std::string trimmed(std::string key) {
  while (!key.empty() && (key.back() == '\n' || key.back() == '\r')) key.pop_back();
  return key;
}

std::string key_in_file(const std::string& path) {
  const storage::Place place = storage::existing_place(path);
  const storage::Directory::Opened opened = place.directory->open(place.file);
  if (!opened.reader || opened.reader->size() > kLongestKey) {
    throw Error(Code::io_error,
                "no key to read: " + in_quotes(path) + " is " +
                    (opened.reader ? "too large" : std::string(storage::describe(opened.fault))));
  }
  std::string key(kLongestKey, '\0');
  std::size_t size = 0;
  while (const std::size_t read =
             opened.reader->read(std::span(key.data() + size, key.size() - size))) {
    size += read;
  }
  key.resize(size);
  return trimmed(std::move(key));
}

std::string key_in_environment(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  if (value == nullptr) {
    throw Error(Code::io_error, "no key to read: the environment has no " + in_quotes(name));
  }
  return trimmed(value);
}

}  // namespace

PrivacyOptions read_privacy_options(Options& options) {
  PrivacyOptions out;
  const Json given = options.raw("anonymise");
  if (!given.is_null() && !given.is_object()) {
    bad_option(R"(option "anonymise" must be an object)",
               R"(It names a rule for each column: {"email": "sha256"}.)");
  }
  for (const auto& [column, rule] : given.items()) {
    if (!rule.is_string())
      bad_option("the rule of column " + in_quotes(column) + " is no text", {});
    out.masks.emplace(column, mask::parse(rule.get<std::string>()));
  }
  out.key_file = options.string("key_file", "");
  out.key_env = options.string("key_env", "");
  const bool keyed = std::any_of(out.masks.begin(), out.masks.end(),
                                 [](const auto& m) { return mask::takes_key(m.second); });
  only_with(options, {"key_file", "key_env"}, keyed, "a rule of \"anonymise\" that takes a key");
  if (!out.key_file.empty() && !out.key_env.empty()) {
    bad_option(R"(options "key_file" and "key_env" exclude each other)", {});
  }
  return out;
}

std::optional<std::string> mask_key(engine::Session& session, const PrivacyOptions& options) {
  if (options.key_file.empty() && options.key_env.empty()) return std::nullopt;
  session.require_file_access(false);
  return options.key_file.empty() ? key_in_environment(options.key_env)
                                  : key_in_file(options.key_file);
}

}  // namespace tamis::exports
