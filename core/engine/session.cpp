#include "core/engine/session.h"

#include "core/error/error.h"

namespace tamis::engine {
namespace {

constexpr std::size_t kMostColumnsNamed = 20;

bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view trimmed(std::string_view s) noexcept {
  while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_space(s.back())) s.remove_suffix(1);
  return s;
}

[[noreturn]] void bad_name(std::string_view argument, std::string detail) {
  throw Error(Code::invalid_name, "invalid table name: " + in_quotes(argument), std::move(detail),
              R"(Write a name, schema.name, or "quoted parts" with inner quotes doubled.)");
}

// Reads one part from the front of `rest`; leaves the text after it.
NamePart read_part(std::string_view argument, std::string_view& rest) {
  NamePart part;
  if (!rest.starts_with('"')) {
    const std::size_t end = rest.find('.');
    const std::string_view text = rest.substr(0, end);
    if (text.find('"') != std::string_view::npos) {
      bad_name(argument, "A double quote stands inside an unquoted part.");
    }
    part.text = trimmed(text);
    rest.remove_prefix(text.size());
    return part;
  }
  part.exact = true;
  rest.remove_prefix(1);
  for (;;) {
    const std::size_t quote = rest.find('"');
    if (quote == std::string_view::npos) bad_name(argument, "A double quote is never closed.");
    part.text += rest.substr(0, quote);
    rest.remove_prefix(quote + 1);
    if (!rest.starts_with('"')) break;
    part.text += '"';
    rest.remove_prefix(1);
  }
  if (!rest.empty() && rest.front() != '.') {
    bad_name(argument, "Text follows a quoted part; only a dot may.");
  }
  return part;
}

}  // namespace

const Column* Relation::find(std::string_view column) const noexcept {
  for (const Column& c : columns) {
    if (c.name == column) return &c;
  }
  return nullptr;
}

const Column& Relation::column(std::string_view column) const {
  if (const Column* c = find(column)) return *c;
  std::vector<std::string_view> names;
  for (const Column& c : columns) {
    if (names.size() < kMostColumnsNamed) names.push_back(c.name);
  }
  throw Error(Code::undefined_column,
              "column " + in_quotes(column) + " of " +
                  (form == Form::query ? "the query" : in_quotes(name)) + " does not exist",
              {},
              "Its columns are " + listed(names.data(), names.size()) +
                  (columns.size() > names.size() ? " and more." : "."));
}

std::vector<NamePart> parse_name(std::string_view argument) {
  std::string_view rest = trimmed(argument);
  if (rest.empty()) bad_name(argument, "It is empty.");
  if (rest.find('\0') != std::string_view::npos) bad_name(argument, "It has a NUL byte.");
  std::vector<NamePart> parts;
  for (;;) {
    NamePart part = read_part(argument, rest);
    if (part.text.empty()) bad_name(argument, "A part of it is empty.");
    parts.push_back(std::move(part));
    if (rest.empty()) break;
    rest.remove_prefix(1);
  }
  if (parts.size() > 2) bad_name(argument, "It has more than two parts.");
  return parts;
}

bool is_query(std::string_view argument, std::string_view* inner) noexcept {
  const std::string_view text = trimmed(argument);
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') return false;
  if (inner != nullptr) *inner = text.substr(1, text.size() - 2);
  return true;
}

Relation Session::relation(std::string_view argument) {
  std::string_view inner;
  if (is_query(argument, &inner)) return describe_query(inner);
  if (auto found = find_table(argument)) return *std::move(found);
  throw Error(Code::undefined_table, "table " + in_quotes(argument) + " does not exist", {},
              "Name a table or view, or give a query in parentheses: (select ...).");
}

std::optional<Relation> Session::find_table(std::string_view argument) {
  if (is_query(argument)) {
    throw Error(Code::invalid_name, "a query can't be a target: " + in_quotes(argument), {},
                "Name a table.");
  }
  const std::vector<NamePart> parts = parse_name(argument);
  return lookup(parts);
}

std::int64_t Session::execute_many(std::string_view sql, ParameterRows& rows) {
  std::int64_t changed = 0;
  while (rows.next()) changed += execute(sql, rows.row());
  return changed;
}

void Session::read_rows(std::string_view sql, std::span<const Value> parameters, RowSink& sink) {
  const auto rows = query(sql, parameters);
  std::vector<Value> values(rows->columns().size());
  while (rows->next()) {
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = rows->at(i);
    sink.row(values);
  }
}

void Session::require_program_execution() {
  throw Error(Code::insufficient_privilege, "permission denied to run programs of the server");
}

std::vector<std::pair<std::string, std::string>> Session::server_settings(std::string_view server) {
  throw Error(Code::undefined_table, "no server " + in_quotes(server));
}

std::optional<Refusal> Session::attempt(const std::function<void()>& reading) {
  try {
    reading();
    return std::nullopt;
  } catch (const Error& e) {
    if (e.code() == Code::cancelled) throw;
    std::string words = e.message();
    if (!e.hint().empty()) words += ". " + e.hint();
    return Refusal{std::string(sqlstate(e.code())), std::move(words), e.detail()};
  }
}

std::optional<Refusal> Session::attempt_work(const std::function<void()>& work) {
  const auto undone = savepoint();
  std::optional<Refusal> refusal = Session::attempt(work);
  if (!refusal) undone->release();
  return refusal;
}

std::string Session::condition(const Relation& relation, std::string_view text) {
  // Alone first: text that closes a parenthesis of ours must not pass as a condition. The line
  // breaks end a comment that it may end with.
  const std::string alone = "SELECT " + std::string(text) + "\nFROM " + relation.sql + " LIMIT 0";
  std::string enclosed = "(" + std::string(text) + "\n)";
  read_as_caller(alone);
  read_as_caller(enclosed);
  if (query(alone)->columns().size() != 1) {
    throw Error(Code::invalid_value, "a condition must be one expression: " + in_quotes(text));
  }
  (void)query("SELECT 1 FROM " + relation.sql + " WHERE " + enclosed + " LIMIT 0");
  return enclosed;
}

std::optional<std::int64_t> query_integer(Session& session, std::string_view sql,
                                          std::span<const Value> parameters) {
  const auto rows = session.query(sql, parameters);
  if (!rows->next()) return std::nullopt;
  const Value value = rows->at(0);
  if (value.kind() == Kind::boolean) return value.as_boolean() ? 1 : 0;
  if (value.kind() == Kind::integer) return value.as_integer();
  if (value.is_null()) return std::nullopt;
  throw Error(Code::internal_error, "a query gave no integer where one was planned");
}

std::optional<std::string> query_text(Session& session, std::string_view sql,
                                      std::span<const Value> parameters) {
  const auto rows = session.query(sql, parameters);
  if (!rows->next()) return std::nullopt;
  const Value value = rows->at(0);
  if (value.is_null()) return std::nullopt;
  char buffer[kNumberText];
  return std::string(to_text(value, buffer));
}

}  // namespace tamis::engine
