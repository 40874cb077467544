#include <algorithm>

#include "core/catalog/tables.h"
#include "core/document/options.h"
#include "core/error/error.h"
#include "core/mask/mask.h"
#include "core/runs/runs.h"
#include "core/storage/envelope.h"
#include "core/storage/new_file.h"

namespace tamis::catalog {
namespace {

// What one call site keeps: a masker is busy during a call and free between calls.
struct MaskPlan {
  mutable mask::Masker masker;
};

// The rule, a NUL byte and the key, or the rule alone.
std::string_view mask_source(CallContext& context, std::string_view rule, const Value& key) {
  if (key.is_null()) return rule;
  const std::span<char> out = context.buffer(rule.size() + 1 + key.bytes().size());
  auto end = std::copy(rule.begin(), rule.end(), out.begin());
  *end++ = '\0';
  end = std::copy(key.bytes().begin(), key.bytes().end(), end);
  return {out.data(), static_cast<std::size_t>(end - out.begin())};
}

MaskPlan compile_mask(std::string_view source) {
  const std::size_t nul = source.find('\0');
  const mask::Rule rule = mask::parse(source.substr(0, nul));
  if (nul == std::string_view::npos) return {mask::Masker(rule, std::nullopt)};
  return {mask::Masker(rule, source.substr(nul + 1))};
}

Value mask_value(CallContext& context, Arguments arguments) {
  const std::string_view source = mask_source(context, arguments[1].bytes(), arguments[2]);
  const MaskPlan& plan = context.site().compiled(source, compile_mask);
  const auto masked = plan.masker.apply(arguments[0].bytes());
  if (!masked) return {};
  const std::span<char> out = context.buffer(masked->size());
  std::copy(masked->begin(), masked->end(), out.begin());
  return Value::text({out.data(), masked->size()});
}

constexpr std::size_t kPieceBytes = 256U << 10U;

std::unique_ptr<storage::Reader> open_file(std::string_view path) {
  storage::Place place = storage::existing_place(path);
  if (place.file.empty()) {
    throw Error(Code::io_error, "could not read " + in_quotes(path) + ": it is a directory", {},
                "Name one file.");
  }
  storage::Directory::Opened opened = place.directory->open(place.file);
  if (!opened.reader) {
    throw Error(Code::io_error, "could not read " + in_quotes(path) + ": it is " +
                                    std::string(storage::describe(opened.fault)));
  }
  return std::move(opened.reader);
}

// To no writer: reads all of it, and so checks it.
void copy(storage::Reader& from, storage::Writer* to, runs::Run& run) {
  std::vector<char> piece(kPieceBytes);
  while (const std::size_t size = from.read(piece)) {
    if (to != nullptr) to->write({piece.data(), size});
    run.session().check_interrupt();
  }
}

struct Decryption {
  std::string_view source;
  std::string_view target;
  storage::KeySource key;
  bool dry_run = false;
};

document::Json perform(runs::Run& run, const Decryption& task) {
  run.about(std::string(task.source), std::string(task.target));
  auto file = open_file(task.source);
  const std::uint64_t stored = file->size();
  const storage::EnvelopeInfo info = storage::describe_envelope(*file, task.source);
  storage::check_new_file(task.target);
  const storage::Key key = storage::load_key(task.key, [&run] { run.session().check_interrupt(); });
  const auto plain = storage::decrypting_reader(std::move(file), key, std::string(task.source));
  if (task.dry_run) {
    copy(*plain, nullptr, run);
  } else {
    const auto target = storage::new_file(task.target, runs::new_id());
    copy(*plain, &target->writer(), run);
    target->publish();
  }
  return {{"source", task.source},
          {"target", task.target},
          {"key_id", info.key_id},
          {"bytes", plain->size()},
          {"encrypted_bytes", stored}};
}

document::Json decrypt(engine::Session& session, Arguments arguments) {
  session.require_file_access(false);
  session.require_file_access(true);
  auto options = document::Options::from_text(arguments[2].bytes(), "tamis_decrypt");
  Decryption task{arguments[0].bytes(), arguments[1].bytes(), storage::read_key_source(options),
                  options.boolean("dry_run", false)};
  options.finish();
  if (task.key.kind == storage::KeySource::Kind::command) session.require_program_execution();
  return runs::run_action(session, {"tamis_decrypt", task.dry_run},
                          [&](runs::Run& run) { return perform(run, task); });
}

}  // namespace

std::vector<Function> privacy_functions() {
  using enum Parameter::Arity;
  return {
      {.name = "tamis_mask",
       .parameters = {{"value", Type::text}, {"rule", Type::text}, {"key", Type::text, optional}},
       .result = Type::text,
       .columns = {},
       .callable = Scalar{mask_value},
       .doc = "What may leave in place of a personal value: a hash, a token or a part of it",
       .cost = 10},
      {.name = "tamis_decrypt",
       .parameters = {{"source", Type::text}, {"target", Type::text}, {"options", Type::json}},
       .result = Type::json,
       .columns = {},
       .callable = Action{decrypt},
       .doc = "Writes a new file with what an encrypted one holds",
       .cost = 10000,
       .privilege = Privilege::write_files},
  };
}

}  // namespace tamis::catalog
