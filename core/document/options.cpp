#include "core/document/options.h"

#include <algorithm>
#include <utility>

#include "core/error/error.h"

namespace tamis::document {
namespace {

std::string shown(const Json& value) {
  const std::string text = canonical(value);
  return value.is_string() ? in_quotes(value.get_ref<const std::string&>()) : in_quotes(text);
}

std::string between(const std::string& low, const std::string& high) {
  return "between " + low + " and " + high;
}

}  // namespace

Options::Options(Json object, std::string_view function)
    : object_(std::move(object)), function_(function) {
  if (object_.is_null()) object_ = Json::object();
  if (!object_.is_object()) {
    throw Error(Code::invalid_option, "options of " + function_ + " must be a JSON object",
                "Got " + shown(object_) + ".");
  }
}

Options Options::from_text(std::string_view text, std::string_view function) {
  if (text.empty()) return {Json::object(), function};
  return {parse(text, "the options argument of " + std::string(function)), function};
}

const Json* Options::find(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) known_.emplace_back(key);
  const auto it = object_.find(key);
  return it == object_.end() || it->is_null() ? nullptr : &*it;
}

void Options::wrong(std::string_view key, std::string_view expected, const Json& got) const {
  throw Error(Code::invalid_option,
              "option " + in_quotes(key) + " of " + function_ + " must be " + std::string(expected),
              "Got " + shown(got) + ".");
}

bool Options::has(std::string_view key) { return find(key) != nullptr; }

std::optional<std::string> Options::string(std::string_view key) {
  const Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) wrong(key, "a string", *value);
  return value->get<std::string>();
}

std::string Options::string(std::string_view key, std::string_view fallback) {
  return string(key).value_or(std::string(fallback));
}

std::string Options::required_string(std::string_view key) {
  auto value = string(key);
  if (!value) {
    // One of them may be a misspelling of this one, which finish() would tell too late.
    std::vector<std::string_view> given;
    for (const auto& [name, other] : object_.items()) given.push_back(name);
    throw Error(Code::invalid_option,
                "option " + in_quotes(key) + " of " + function_ + " is missing",
                given.empty() ? "" : "Given are " + listed(given.data(), given.size()) + ".");
  }
  return *std::move(value);
}

bool Options::boolean(std::string_view key, bool fallback) {
  const Json* value = find(key);
  if (value == nullptr) return fallback;
  if (!value->is_boolean()) wrong(key, "true or false", *value);
  return value->get<bool>();
}

std::int64_t Options::integer(std::string_view key, std::int64_t fallback, std::int64_t low,
                              std::int64_t high) {
  const Json* value = find(key);
  if (value == nullptr) return fallback;
  const std::string range = between(std::to_string(low), std::to_string(high));
  if (!value->is_number_integer()) wrong(key, "an integer " + range, *value);
  if (value->is_number_unsigned() &&
      value->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
    wrong(key, range, *value);
  }
  const auto v = value->get<std::int64_t>();
  if (v < low || v > high) wrong(key, range, *value);
  return v;
}

double Options::number(std::string_view key, double fallback, double low, double high) {
  const Json* value = find(key);
  if (value == nullptr) return fallback;
  const std::string range = between(canonical(Json(low)), canonical(Json(high)));
  if (!value->is_number()) wrong(key, "a number " + range, *value);
  const double v = value->get<double>();
  if (!(v >= low && v <= high)) wrong(key, range, *value);
  return v;
}

std::string Options::choice(std::string_view key, std::initializer_list<std::string_view> allowed,
                            std::string_view fallback) {
  const Json* value = find(key);
  if (value == nullptr) return std::string(fallback);
  const bool known =
      value->is_string() && std::find(allowed.begin(), allowed.end(),
                                      value->get_ref<const std::string&>()) != allowed.end();
  if (!known) wrong(key, "one of " + listed(allowed.begin(), allowed.size()), *value);
  return value->get<std::string>();
}

std::vector<std::string> Options::strings(std::string_view key) {
  const Json* value = find(key);
  if (value == nullptr) return {};
  if (value->is_string()) return {value->get<std::string>()};
  const bool all_strings =
      value->is_array() &&
      std::all_of(value->begin(), value->end(), [](const Json& item) { return item.is_string(); });
  if (!all_strings) wrong(key, "a string or an array of strings", *value);
  return value->get<std::vector<std::string>>();
}

Options Options::object(std::string_view key) {
  const Json* value = find(key);
  const std::string name = "option " + in_quotes(key) + " of " + function_;
  if (value == nullptr) return {Json::object(), name};
  if (!value->is_object()) wrong(key, "an object", *value);
  return {*value, name};
}

Json Options::raw(std::string_view key) {
  const Json* value = find(key);
  return value == nullptr ? Json() : *value;
}

void Options::finish() const {
  for (const auto& [key, value] : object_.items()) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    std::vector<std::string_view> valid(known_.begin(), known_.end());
    std::sort(valid.begin(), valid.end());
    throw Error(Code::invalid_option, function_ + " has no option " + in_quotes(key), {},
                valid.empty() ? "It takes no options."
                              : "Valid options are " + listed(valid.data(), valid.size()) + ".");
  }
}

}  // namespace tamis::document
