#include "core/quality/contract/registry.h"

#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "core/document/digest.h"
#include "core/error/error.h"
#include "core/quality/contract/diff.h"
#include "core/quality/contract/json_schema.h"
#include "core/runs/runs.h"
#include "core/types/types.h"

namespace tamis::quality {
namespace {

using document::Json;
using document::Options;
using engine::Session;
using engine::Value;

constexpr std::string_view kPut = "tamis_contract_put";
constexpr std::size_t kLongestName = 200;  // bytes

using Version = std::array<std::int64_t, 3>;

// 2, 2.1 or 2.1.0.
std::optional<Version> parse_version(std::string_view text) {
  Version out{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::int64_t& number : out) {
    const auto read = std::from_chars(at, end, number);
    if (read.ec != std::errc() || *at == '-') return std::nullopt;
    at = read.ptr;
    if (at == end) return out;
    if (*at++ != '.') return std::nullopt;
  }
  return std::nullopt;
}

Version require_version(const std::string& text) {
  const auto version = parse_version(text);
  if (version) return *version;
  throw Error(Code::invalid_value,
              "the contract's version " + in_quotes(text) + " can't be ordered", {},
              "Give it a number such as 1.2.0: what is refused, what is added, what is mended.");
}

struct Stored {
  std::int64_t revision = 0;
  std::string version;
  std::string hash;
  Json document;
};

// In SQLite the state tables are made by the first action that writes.
bool has_registry(Session& session) {
  return session.dialect().engine() == engine::Dialect::Engine::postgresql ||
         session.find_table("main.tamis_contract").has_value();
}

// The last revision, or that of a version.
std::optional<Stored> find_stored(Session& session, std::string_view name,
                                  const std::optional<std::string>& version = std::nullopt) {
  if (!has_registry(session)) return std::nullopt;
  const engine::Dialect& dialect = session.dialect();
  std::string sql =
      "SELECT revision, version, hash, CAST(document AS text) FROM tamis_contract "
      "WHERE name = " +
      dialect.parameter(1);
  if (version) sql += " AND version = " + dialect.parameter(2);
  sql += " ORDER BY revision DESC LIMIT 1";
  const std::array<Value, 2> parameters{Value::text(name), Value::text(version.value_or(""))};
  const auto rows = session.query(sql, std::span(parameters).first(version ? 2 : 1));
  if (!rows->next()) return std::nullopt;
  Stored out;
  out.revision = rows->at(0).as_integer();
  out.version = rows->at(1).bytes();
  out.hash = rows->at(2).bytes();
  out.document = document::parse(rows->at(3).bytes(), "the stored contract");
  return out;
}

void insert(Session& session, std::string_view name, const Json& document, const Contract& head,
            const Json& result, std::string_view note, std::string_view run_id) {
  const engine::Dialect& dialect = session.dialect();
  std::string sql =
      "INSERT INTO tamis_contract (name, revision, version, status, document, hash, "
      "class, breaks, note, run_id, created_at, created_by) VALUES (";
  constexpr std::size_t kColumns = 12;
  constexpr std::size_t kDocument = 5;
  for (std::size_t n = 1; n <= kColumns; ++n) {
    if (n > 1) sql += ", ";
    sql += n == kDocument
               ? dialect.from_canonical_text(dialect.parameter(n), engine::ColumnType::json)
               : dialect.parameter(n);
  }
  const std::string text = document::canonical(document);
  const std::string hash = result.at("hash").get<std::string>();
  const std::string grade = result.at("class").get<std::string>();
  const std::string now = runs::now_utc();
  const std::string user = session.user();
  const auto or_null = [](std::string_view value) {
    return value.empty() ? Value() : Value::text(value);
  };
  const std::array<Value, kColumns> values{
      Value::text(name),
      Value::integer(result.at("revision").get<std::int64_t>()),
      Value::text(head.version),
      Value::text(head.status),
      Value::text(text),
      Value::text(hash),
      Value::text(grade),
      Value::boolean(result.at("breaks").get<bool>()),
      or_null(note),
      Value::text(run_id),
      Value::text(now),
      or_null(user)};
  session.execute(sql + ")", values);
}

// The day, for deprecations: of the option as_of or of the clock.
std::string day_of(Options& options, std::string_view function) {
  const auto written = options.string("as_of");
  if (!written) return runs::now_utc().substr(0, 10);
  std::array<char, types::kCanonicalBytes> buffer;
  std::string_view day;
  if (!types::try_cast(*written, types::Type::date, {}, buffer, day)) {
    throw Error(Code::invalid_option,
                "option \"as_of\" of " + std::string(function) + " must be a date",
                "Got " + in_quotes(*written) + ".");
  }
  return std::string(day);
}

struct PutSettings {
  bool dry_run = false;
  bool breaking = false;
  std::string note;
  std::optional<std::string> version;
  std::string day;
};

PutSettings put_settings(Options& options) {
  PutSettings out;
  out.dry_run = options.boolean("dry_run", false);
  out.breaking = options.boolean("breaking", false);
  out.note = options.string("note", "");
  out.version = options.string("version");
  out.day = day_of(options, kPut);
  options.finish();
  return out;
}

void require_name(std::string_view name) {
  const bool control = name.find_first_of(std::string_view("\0\n\r\t", 4)) != name.npos;
  if (!name.empty() && name.size() <= kLongestName && !control) return;
  throw Error(Code::invalid_name, "the name of a contract must be a line of 1 to 200 bytes",
              "Got " + in_quotes(name) + ".");
}

// The document's own version, and of a JSON Schema, which has none, the caller's.
std::string version_to_put(const Json& document, const Contract& head,
                           const std::optional<std::string>& said) {
  const std::string option = "option \"version\" of " + std::string(kPut);
  if (is_json_schema(document)) {
    if (said) return *said;
    throw Error(Code::invalid_option, option + " is missing", {},
                "A JSON Schema has no version of its own: give the one to register it under.");
  }
  if (!said || *said == head.version) return head.version;
  throw Error(Code::invalid_option,
              option + " is not the document's own version " + in_quotes(head.version),
              "Got " + in_quotes(*said) + ".", "Only a JSON Schema needs the option.");
}

[[noreturn]] void refuse(std::string_view name, const Stored& last, const Contract& head,
                         const ContractDiff& diff) {
  Json broken = Json::array();
  for (const ContractChange& change : diff.changes) {
    if (change.breaks()) broken.push_back(change.document());
  }
  const std::string count = std::to_string(broken.size());
  throw Error(Code::gate_failed,
              "contract " + in_quotes(name) + " " + head.version + " breaks what " + last.version +
                  " promised, in " + count + (broken.size() == 1 ? " change" : " changes"),
              document::canonical(broken),
              "Raise the major version, or declare it with \"breaking\": true.");
}

Json put(runs::Run& run, std::string_view name, const Json& document, const PutSettings& settings) {
  Session& session = run.session();
  run.about({}, std::string(name));
  const auto contracts = parse_contracts(document);
  Contract head = contracts.front();
  head.version = version_to_put(document, head, settings.version);
  const Version version = require_version(head.version);
  Json result = {{"version", 1},
                 {"kind", "contract_put"},
                 {"name", name},
                 {"contract_version", head.version},
                 {"status", head.status},
                 {"hash", document::digest(document)},
                 {"changes", Json::array()},
                 {"class", "full"},
                 {"breaks", false}};
  if (const auto same = find_stored(session, name, head.version)) {
    if (same->hash != result["hash"]) {
      throw Error(Code::duplicate_key,
                  "version " + head.version + " of contract " + in_quotes(name) +
                      " is stored with other content",
                  {}, "A stored version never changes: raise the version.");
    }
    result["revision"] = same->revision;
    result["stored"] = false;
    return result;
  }
  const auto last = find_stored(session, name);
  result["revision"] = last ? last->revision + 1 : 1;
  result["stored"] = true;
  if (last) {
    const Version previous = require_version(last->version);
    if (version <= previous) {
      throw Error(Code::invalid_value, "version " + head.version + " of contract " +
                                           in_quotes(name) + " is not above the last one, " +
                                           last->version);
    }
    const ContractDiff diff =
        diff_contracts(parse_contracts(last->document), contracts, settings.day);
    const Json compared = diff.document();
    for (const char* key : {"changes", "class", "breaks"}) result[key] = compared.at(key);
    if (diff.breaks() && !settings.breaking && version[0] == previous[0]) {
      refuse(name, *last, head, diff);
    }
  }
  if (!settings.dry_run) {
    insert(session, name, document, head, result, settings.note, run.id());
    run.count_rows(0, 1);
  }
  return result;
}

struct Reference {
  std::string name;
  std::optional<std::string> version;
};

// "orders", or {"contract": "orders", "version": "1.2.0"}: no document has the key "contract".
std::optional<Reference> read_reference(const Json& argument) {
  if (argument.is_string()) return Reference{argument.get<std::string>(), {}};
  if (!argument.is_object() || !argument.contains("contract")) return std::nullopt;
  Options reference(argument, "a contract's reference");
  Reference out{reference.required_string("contract"), reference.string("version")};
  reference.finish();
  return out;
}

Stored require_stored(Session& session, const Reference& reference) {
  auto stored = find_stored(session, reference.name, reference.version);
  if (stored) return std::move(*stored);
  const std::string name = in_quotes(reference.name);
  throw Error(Code::invalid_value,
              reference.version
                  ? "contract " + name + " has no version " + in_quotes(*reference.version)
                  : "no contract is registered as " + name,
              {}, "tamis_contract lists the contracts; tamis_contract_put registers one.");
}

Contract read_stored(const Stored& stored, std::string_view table) {
  Contract out = parse_contract(stored.document, table);
  out.version = stored.version;
  return out;
}

}  // namespace

Json resolve_document(Session& session, const Json& argument) {
  const auto reference = read_reference(argument);
  return reference ? require_stored(session, *reference).document : argument;
}

Contract resolve_contract(Session& session, const Json& argument, std::string_view table) {
  const auto reference = read_reference(argument);
  return reference ? read_stored(require_stored(session, *reference), table)
                   : parse_contract(argument, table);
}

std::optional<std::string> referred_name(const Json& argument) {
  auto reference = read_reference(argument);
  if (!reference) return std::nullopt;
  return std::move(reference->name);
}

std::optional<Contract> find_contract(Session& session, std::string_view name,
                                      const std::string& version, std::string_view table) {
  const auto stored = find_stored(session, name, version);
  if (!stored) return std::nullopt;
  return read_stored(*stored, table);
}

Json put_contract(Session& session, std::string_view name, const Json& contract, Options options) {
  const PutSettings settings = put_settings(options);
  require_name(name);
  return runs::run_action(session, {kPut, settings.dry_run},
                          [&](runs::Run& run) { return put(run, name, contract, settings); });
}

Json contract_diff(Session& session, const Json& before, const Json& after, Options options) {
  const std::string day = day_of(options, "tamis_contract_diff");
  options.finish();
  return diff_contracts(parse_contracts(resolve_document(session, before)),
                        parse_contracts(resolve_document(session, after)), day)
      .document();
}

}  // namespace tamis::quality
