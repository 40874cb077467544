#include "core/export/upkeep/dead_letter.h"

#include <array>
#include <utility>

namespace tamis::exports {
namespace {

using document::Json;
using engine::Value;

constexpr std::string_view kColumns =
    "letter_id, source, destination, options, status, error_code, error_class, error_message, "
    "attempts, first_failed_at, last_failed_at, next_retry_at, history, folder, export_id";
constexpr std::size_t kColumnCount = 15;
constexpr std::size_t kOptions = 4;
constexpr std::size_t kHistory = 13;

Value or_null(const std::string& text) { return text.empty() ? Value() : Value::text(text); }

std::string text_at(engine::Rows& rows, std::size_t column) {
  const Value value = rows.at(column);
  return value.is_null() ? std::string() : std::string(value.bytes());
}

Json attempt_json(const DeadLetter& letter) {
  Json attempt = {{"attempt", letter.attempts},
                  {"failed_at", letter.last_failed_at},
                  {"error_code", letter.failure.code},
                  {"error_class", class_of_failure(letter.failure)},
                  {"error_message", letter.failure.message}};
  if (!letter.failure.requests.is_null()) attempt["requests"] = letter.failure.requests;
  return attempt;
}

struct Texts {
  std::string history;
  std::string error_class;
};

std::array<Value, kColumnCount> values_of(const DeadLetter& letter, const Texts& texts) {
  return {Value::text(letter.id),
          Value::text(letter.request.source),
          Value::text(letter.request.destination),
          Value::text(letter.request.options),
          Value::text(name_of(letter.status)),
          Value::text(letter.failure.code),
          Value::text(texts.error_class),
          Value::text(letter.failure.message),
          Value::integer(letter.attempts),
          Value::text(letter.first_failed_at),
          Value::text(letter.last_failed_at),
          or_null(letter.next_retry_at),
          Value::text(texts.history),
          or_null(letter.folder),
          or_null(letter.export_id)};
}

Texts texts_of(const DeadLetter& letter) {
  return {document::canonical(letter.history), std::string(class_of_failure(letter.failure))};
}

std::string parameter_of(const engine::Dialect& dialect, std::size_t n) {
  const std::string parameter = dialect.parameter(n);
  return n == kOptions || n == kHistory
             ? dialect.from_canonical_text(parameter, engine::ColumnType::json)
             : parameter;
}

DeadLetter read_letter(engine::Rows& rows) {
  DeadLetter letter;
  letter.id = text_at(rows, 0);
  letter.request = {text_at(rows, 1), text_at(rows, 2), text_at(rows, 3)};
  for (const LetterStatus status :
       {LetterStatus::waiting, LetterStatus::poison, LetterStatus::exported}) {
    if (rows.at(4).bytes() == name_of(status)) letter.status = status;
  }
  letter.failure.code = text_at(rows, 5);
  letter.failure.message = text_at(rows, 7);
  letter.attempts = static_cast<int>(rows.at(8).as_integer());
  letter.first_failed_at = text_at(rows, 9);
  letter.last_failed_at = text_at(rows, 10);
  letter.next_retry_at = text_at(rows, 11);
  letter.history = document::parse(text_at(rows, 12), "the history of a dead letter");
  letter.folder = text_at(rows, 13);
  letter.export_id = text_at(rows, 14);
  return letter;
}

}  // namespace

std::string_view class_of_failure(const ExportFailure& failure) noexcept {
  const std::string_view code = failure.code;
  if (code == "42501" || code == "25006") return "PERMISSION_DENIED";
  if (code == "42P01" || code == "42703") return "NOT_FOUND";
  if (code == "58P02" || code == "42P07") return "ALREADY_EXISTS";
  if (code.starts_with("53") || code == "54000") return "QUOTA_EXCEEDED";
  if (code == "55P03" || code == "57014") return "TIMEOUT";
  if (code.starts_with("08") || code == "58030") return "SERVICE_UNAVAILABLE";
  if (code.starts_with("22") || code.starts_with("42")) return "INVALID_ARGUMENT";
  return "INTERNAL_ERROR";
}

std::string_view name_of(LetterStatus status) noexcept {
  switch (status) {
    case LetterStatus::waiting: return "waiting";
    case LetterStatus::poison: return "poison";
    case LetterStatus::exported: return "exported";
  }
  return "waiting";
}

void add_failure(DeadLetter& letter, ExportFailure failure, const storage::RetryPolicy& policy,
                 std::chrono::system_clock::time_point now) {
  letter.failure = std::move(failure);
  ++letter.attempts;
  letter.last_failed_at = storage::rfc3339(now);
  if (letter.first_failed_at.empty()) letter.first_failed_at = letter.last_failed_at;
  const bool again = letter.failure.transient && letter.attempts < policy.max_attempts;
  letter.status = again ? LetterStatus::waiting : LetterStatus::poison;
  letter.next_retry_at =
      again ? storage::rfc3339(now + storage::longest_delay(policy, letter.attempts))
            : std::string();
  letter.history.push_back(attempt_json(letter));
}

void insert_letter(engine::Session& session, const DeadLetter& letter) {
  const engine::Dialect& dialect = session.dialect();
  std::string sql = "INSERT INTO tamis_dead_letter (" + std::string(kColumns) + ") VALUES (";
  for (std::size_t n = 1; n <= kColumnCount; ++n) {
    if (n > 1) sql += ", ";
    sql += parameter_of(dialect, n);
  }
  session.execute(sql + ")", values_of(letter, texts_of(letter)));
}

void update_letter(engine::Session& session, const DeadLetter& letter) {
  const engine::Dialect& dialect = session.dialect();
  std::string sql = "UPDATE tamis_dead_letter SET ";
  std::size_t n = 0;
  for (std::string_view rest = kColumns; !rest.empty();) {
    const std::size_t comma = rest.find(", ");
    const std::string_view column = rest.substr(0, comma);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 2);
    if (++n > 1) sql += n > 2 ? ", " : "";
    if (n > 1) sql.append(column).append(" = ").append(parameter_of(dialect, n));
  }
  session.execute(sql + " WHERE letter_id = " + dialect.parameter(1),
                  values_of(letter, texts_of(letter)));
}

std::vector<DeadLetter> due_letters(engine::Session& session, const std::optional<std::string>& now,
                                    const std::optional<std::string>& id) {
  const engine::Dialect& dialect = session.dialect();
  std::string sql = "SELECT letter_id, source, destination, " +
                    dialect.as_text("options", engine::ColumnType::json) +
                    ", status, error_code, error_class, error_message, attempts, first_failed_at, "
                    "last_failed_at, next_retry_at, " +
                    dialect.as_text("history", engine::ColumnType::json) +
                    ", folder, export_id FROM tamis_dead_letter WHERE ";
  std::vector<Value> parameters;
  if (id) {
    sql += "letter_id = " + dialect.parameter(1);
    parameters.push_back(Value::text(*id));
  } else {
    sql += "status = 'waiting'";
    if (now) {
      sql += " AND next_retry_at <= " + dialect.parameter(1);
      parameters.push_back(Value::text(*now));
    }
  }
  const auto rows = session.query(sql + " ORDER BY first_failed_at, letter_id", parameters);
  std::vector<DeadLetter> letters;
  while (rows->next()) letters.push_back(read_letter(*rows));
  return letters;
}

Json to_json(const DeadLetter& letter) {
  const auto or_nothing = [](const std::string& text) {
    return text.empty() ? Json() : Json(text);
  };
  return {{"letter_id", letter.id},
          {"source", letter.request.source},
          {"destination", letter.request.destination},
          {"status", name_of(letter.status)},
          {"attempts", letter.attempts},
          {"error_code", letter.failure.code},
          {"error_class", class_of_failure(letter.failure)},
          {"error_message", letter.failure.message},
          {"next_retry_at", or_nothing(letter.next_retry_at)},
          {"export_id", or_nothing(letter.export_id)}};
}

}  // namespace tamis::exports
