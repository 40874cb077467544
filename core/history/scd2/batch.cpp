#include "core/history/scd2/batch.h"

#include <optional>

#include "core/document/json.h"
#include "core/history/messages.h"
#include "core/history/moments.h"
#include "core/history/results.h"
#include "core/history/scd2/indexes.h"
#include "core/history/scd2/layout.h"
#include "core/history/scd2/settings.h"
#include "core/history/scd2/timeline.h"

namespace tamis::history {
namespace {

using document::Json;

constexpr std::string_view kNoTooLate = "Pass a later \"as_of\".";

// A short readable share: 0.2, not 0.200000.
std::string share(double value) { return document::canonical(Json(document::rounded(value, 4))); }

}  // namespace

void Batch::stage() {
  narrow_source();
  const std::string temporary = plan_.narrowing ? plan_.narrowing->temporary : "";
  while (!staged()) {
    session_.execute(plan_.drop_stage());
    counts_ = {};
  }
  if (!temporary.empty()) session_.execute("DROP TABLE " + temporary);
}

// Not where a row may matter that says what its current version says.
void Batch::narrow_source() {
  const MergeSettings& settings = plan_.settings;
  if (settings.operation || !settings.scope.empty() || settings.overwrite_all) return;
  const engine::Relation* const target = plan_.layout.relation;
  if (!plan_.constant() && !settings.full && target != nullptr &&
      has_remembered_deletes(session_, *target)) {
    return;
  }
  plan_.narrowing =
      narrow(session_, plan_.layout, {plan_.source, settings.sequence, settings.full});
}

Batch::Totals Batch::totals() {
  const auto t = integers<MergePlan::kTotals>(session_, plan_.totals());
  return {t[0], t[1], t[2], t[3], t[4], t[5], t[6], t[7], t[8], t[9], t[10]};
}

// False: to be staged once more, from a later moment.
bool Batch::staged() {
  for (const std::string& sql : plan_.make_stage()) session_.execute(sql);
  Totals seen = totals();
  if (plan_.narrowing && seen.rows != plan_.narrowing->rows) {
    plan_.narrowing.reset();
    return false;
  }
  counts_.source_rows = seen.rows;
  if (seen.null_keys > 0) drop_null_keys(seen.null_keys);
  if (!plan_.constant() || plan_.settings.operation || plan_.settings.partial()) refuse_bad_rows();
  if (plan_.constant() && seen.complex > 0) refuse_truncate();
  drop_duplicates();
  seen = totals();
  counts_.duplicates = counts_.source_rows - counts_.skipped - seen.rows;
  if (!settle_late(seen.late)) return false;
  mark_complex(seen.rows);
  if (!place_new(seen.fresh)) return false;
  if (plan_.settings.full && plan_.settings.deletes != Deletes::ignore && !find_gone(seen)) {
    return false;
  }
  const Totals last = totals();
  complex_ = last.complex;
  if (complex_ > 0) refuse_partial_history();
  counts_.inserted = last.fresh - reopened_;
  counts_.reopened = reopened_;
  counts_.versioned = last.changed;
  counts_.closed = last.gone;
  counts_.overwritten = last.overwrite;
  counts_.unchanged = last.same + last.again;
  if (plan_.narrowing) {
    counts_.source_rows += plan_.narrowing->left_out;
    counts_.unchanged += plan_.narrowing->left_out;
  }
  if (plan_.settings.late == Late::ignore) counts_.unchanged -= counts_.late;
  return true;
}

bool Batch::move_clock() {
  if (plan_.settings.as_of || moved_ || plan_.layout.relation == nullptr ||
      plan_.layout.from_type == engine::ColumnType::integer) {
    return false;
  }
  const auto newest = engine::query_text(session_, plan_.newest());
  const auto moment = newest ? moment_text(*newest) : std::nullopt;
  if (!moment || *moment < plan_.as_of) return false;
  const auto limit = later(plan_.as_of, kSecond);
  const auto next = later(*moment, 1);
  if (!limit || !next || *moment > *limit) return false;
  plan_.as_of = *next;
  moved_ = true;
  return true;
}

// "The first is ..." over a query of keys.
std::string Batch::keys_detail(const std::string& sql) {
  std::vector<std::string> keys;
  const auto rows = session_.query(sql);
  while (rows->next()) keys.push_back(key_json(plan_.layout.key, *rows));
  if (keys.empty()) return {};
  return (keys.size() == 1 ? "The first is " : "The first are ") + quoted_list(keys) + ".";
}

void Batch::drop_null_keys(std::int64_t count) {
  if (plan_.settings.skip_null_keys) {
    session_.execute(plan_.delete_null_keys());
    counts_.skipped = count;
    return;
  }
  std::string names;
  for (const std::string& name : plan_.settings.key) {
    names += (names.empty() ? "" : ", ") + in_quotes(name);
  }
  throw Error(
      Code::invalid_value,
      counted(count, "source row has", "source rows have") + " NULL in the key (" + names + ")", {},
      R"(Every row needs a key: clean the source, or pass "null_keys": "skip".)");
}

void Batch::refuse_bad_rows() {
  const MergeSettings& settings = plan_.settings;
  std::string latest;
  if (settings.max_ahead && plan_.layout.from_type != engine::ColumnType::integer) {
    latest = later(clock_text(session_), *settings.max_ahead * kSecond).value_or("");
  }
  const auto [unreadable, future, unknown, unlisted] =
      integers<4>(session_, plan_.bad_rows(latest));
  if (unknown > 0) refuse_operations(unknown);
  if (unlisted > 0) {
    throw Error(Code::invalid_value,
                counted(unlisted, "source row names", "source rows name") +
                    " no columns to write in " + in_quotes(settings.update_columns),
                keys_detail(plan_.first_keys("bad_list")),
                "It holds a JSON array of columns of the source that are no key, or NULL for all.");
  }
  if (unreadable > 0) {
    throw Error(Code::invalid_value,
                counted(unreadable, "source row has", "source rows have") +
                    " no readable moment in the sequence " + in_quotes(settings.sequence),
                keys_detail(plan_.first_keys(plan_.has_no_moment())),
                "A row without a moment has no place in history: mend it, or leave it out.");
  }
  if (future > 0) {
    throw Error(Code::out_of_range,
                counted(future, "source row is", "source rows are") + " dated more than " +
                    std::to_string(*settings.max_ahead) + " seconds ahead of the clock",
                keys_detail(plan_.first_keys(plan_.is_too_far(latest))),
                "It would hide all changes until then. If it is right, pass a larger "
                "\"max_ahead\", or null.");
  }
}

void Batch::refuse_operations(std::int64_t count) {
  const MergeSettings& settings = plan_.settings;
  std::vector<std::string> words;
  const auto rows = session_.query(plan_.unknown_operations());
  while (rows->next()) {
    words.emplace_back(rows->at(0).is_null() ? "NULL" : rows->at(0).bytes());
  }
  std::vector<std::string> known = settings.operation->upsert;
  known.insert(known.end(), settings.operation->remove.begin(), settings.operation->remove.end());
  known.insert(known.end(), settings.operation->truncate.begin(),
               settings.operation->truncate.end());
  throw Error(Code::invalid_value,
              counted(count, "source row has", "source rows have") +
                  " no known operation in column " + in_quotes(settings.operation->column),
              "Found " + quoted_list(words) + ".",
              "Valid values, in letters of any case, are " + quoted_list(known) + ".");
}

void Batch::refuse_truncate() {
  throw Error(Code::invalid_value, "a deletion of all keys needs the option \"sequence\"", {},
              "Only a sequence says which rows come after it.");
}

void Batch::drop_duplicates() {
  const std::int64_t rows = totals().rows;
  if (integers<1>(session_, plan_.distinct_keys())[0] == rows) return;
  const std::int64_t several = integers<1>(session_, plan_.several_current())[0];
  if (several > 0) {
    throw Error(Code::corrupt_data,
                counted(several, "key of the target has", "keys of the target have") +
                    " more than one current version",
                {}, "tamis_scd2_verify lists them.");
  }
  if (plan_.settings.on_duplicate != OnDuplicate::error) session_.execute(plan_.keep_preferred());
  const std::int64_t differ = integers<1>(session_, plan_.conflicts())[0];
  if (differ > 0) {
    const bool ordered = plan_.settings.on_duplicate != OnDuplicate::error;
    throw Error(Code::duplicate_key,
                counted(differ, "key has", "keys have") +
                    " source rows that contradict each other" +
                    (ordered ? ", alike in the columns of \"order\"" : ""),
                keys_detail(plan_.first_conflicts()),
                ordered            ? "Name a column in \"order\" that tells them apart."
                : plan_.constant() ? R"("on_duplicate" and "order" can say which row counts.)"
                                   : R"(Give each row of a key a moment of its own, or say with )"
                                     R"("on_duplicate" and "order" which one counts.)");
  }
  session_.execute(plan_.drop_duplicates());
  refuse_merged_keys();
}

// Keys that are several in the batch but, by a collation such as NOCASE, one in the target.
void Batch::refuse_merged_keys() {
  if (plan_.layout.relation == nullptr || !plan_.layout.is_sqlite()) return;
  const std::int64_t keys = integers<1>(session_, plan_.distinct_staged_keys())[0];
  const std::int64_t lost = keys - integers<1>(session_, plan_.distinct_keys())[0];
  if (lost == 0) return;
  std::string detail;
  for (std::size_t i = 0; i < plan_.layout.key.size() && detail.empty(); ++i) {
    if (integers<1>(session_, plan_.merged_values(i))[0] == 0) continue;
    detail = "They differ in column " + in_quotes(plan_.layout.key[i].name) + ".";
  }
  throw Error(Code::duplicate_key,
              counted(lost, "source key equals", "source keys equal") +
                  " another one by the collation of the target's key",
              detail, "Give the key column the collation BINARY, or unify the keys.");
}

// Rows of kind kLate: refused, left alone, or given to the timeline.
bool Batch::settle_late(std::int64_t count) {
  if (count == 0) return true;
  if (plan_.constant() && move_clock()) return false;
  const Late late = plan_.settings.late;
  if (late == Late::error) refuse_late(count);
  // The timeline counts those it takes.
  if (late == Late::ignore) counts_.late += count;
  session_.execute(
      plan_.set_kind(kind::kLate, late == Late::ignore ? kind::kSame : kind::kComplex));
  return true;
}

void Batch::refuse_late(std::int64_t count) {
  if (plan_.constant()) {
    throw Error(Code::out_of_range,
                counted(count, "current version begins", "current versions begin") +
                    " at as_of or after, and can't be closed then",
                "as_of is " + plan_.as_of + ".", std::string(kNoTooLate));
  }
  throw Error(Code::out_of_range,
              counted(count, "source row is", "source rows are") +
                  " not after the version that the target holds",
              keys_detail(plan_.first_keys("kind = 'l'")),
              R"(Pass "late": "splice" to put such rows where they belong, or "ignore".)");
}

// Keys with several rows, and those of which a deletion is said or remembered beside their row.
void Batch::mark_complex(std::int64_t rows) {
  if (plan_.constant()) return;
  if (integers<1>(session_, plan_.distinct_staged_keys())[0] != rows) {
    session_.execute(plan_.mark_several());
  }
  if (plan_.settings.operation) session_.execute(plan_.mark_truncated());
  const engine::Relation* target = plan_.layout.relation;
  if (!plan_.settings.full && target != nullptr && has_remembered_deletes(session_, *target)) {
    session_.execute(plan_.mark_remembered());
  }
}

// New keys may have closed versions, which must have ended by then.
bool Batch::place_new(std::int64_t fresh) {
  reopened_ = 0;
  if (fresh == 0 || plan_.layout.relation == nullptr) return true;
  if (plan_.layout.is_sqlite()) {
    const engine::Relation& target = *plan_.layout.relation;
    plan_.closed_index =
        find_key_index(session_, plan_.layout, target,
                       "(NOT i.partial OR " +
                           has_predicate(plan_.layout, target, closed_predicate(plan_.layout)) +
                           ")")
            .value_or("");
  }
  for (const std::string& sql : plan_.index_new()) session_.execute(sql);
  const auto [known, late] = integers<2>(session_, plan_.history_of_new());
  reopened_ = known;
  if (late == 0) return true;
  if (plan_.constant()) {
    if (move_clock()) return false;
    if (plan_.settings.late == Late::error) {
      throw Error(Code::out_of_range,
                  counted(late, "closed version ends", "closed versions end") +
                      " after as_of, and can't be followed then",
                  "as_of is " + plan_.as_of + ".", std::string(kNoTooLate));
    }
  } else if (plan_.settings.full) {
    session_.execute(plan_.begin_after_closed());
    return true;
  }
  reopened_ -= late;
  session_.execute(plan_.mark_new_as_late());
  return settle_late(late);
}

// The current versions that a full batch lacks.
bool Batch::find_gone(const Totals& seen) {
  if (plan_.layout.relation == nullptr) return true;
  if (plan_.narrowing && plan_.narrowing->n_missing == 0) return true;
  const auto [all, current] = plan_.narrowing
                                  ? std::array{plan_.narrowing->current, plan_.narrowing->current}
                                  : integers<2>(session_, plan_.count_current());
  if (!plan_.narrowing && plan_.settings.scope.empty() && plan_.layout.names.is_deleted.empty() &&
      all == seen.matched && seen.complex == 0 && plan_.constant()) {
    return true;
  }
  const std::int64_t gone = session_.execute(plan_.insert_gone());
  if (plan_.narrowing && gone != plan_.narrowing->n_missing) {
    plan_.narrowing.reset();
    return false;
  }
  if (gone == 0) return true;
  if (static_cast<double>(gone) / static_cast<double>(current) > plan_.settings.max_closed) {
    throw Error(Code::gate_failed,
                "the batch lacks " + std::to_string(gone) + " of " +
                    counted(current, "current row", "current rows") + ", more than the " +
                    share(plan_.settings.max_closed) + " allowed",
                "Nothing was closed: a batch cut short looks the same.",
                "If they are gone indeed, raise \"max_closed\".");
  }
  const std::int64_t late = totals().late;
  if (late == 0) return true;
  if (move_clock()) return false;
  if (plan_.settings.late != Late::ignore) {
    throw Error(Code::out_of_range,
                counted(late, "current version begins", "current versions begin") +
                    " at as_of or after, and can't be closed then",
                "as_of is " + plan_.as_of + ".", std::string(kNoTooLate));
  }
  counts_.late += late;
  session_.execute(plan_.set_kind(kind::kLate, kind::kSame));
  return true;
}

void Batch::refuse_partial_history() const {
  if (!plan_.settings.partial()) return;
  throw Error(Code::unsupported,
              "rows that say only some columns must come in order, one of each key in a batch",
              counted(complex_, "row is", "rows are") + " late, or not alone.",
              "Cut the batch by the sequence, or pass whole rows.");
}

}  // namespace tamis::history
