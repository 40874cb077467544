#include "core/catalog/tables.h"
#include "core/history/upsert/backfill.h"
#include "core/history/upsert/upsert.h"
#include "core/history/upsert/watermark.h"

namespace tamis::catalog {
namespace {

document::Json merge(engine::Session& session, Arguments arguments) {
  return history::upsert(session, arguments[0].bytes(), arguments[1].bytes(), arguments[2].bytes());
}

document::Json watermark(engine::Session& session, Arguments arguments) {
  return history::watermark(session, arguments[0].bytes());
}

document::Json advance_watermark(engine::Session& session, Arguments arguments) {
  return history::advance_watermark(session, arguments[0].bytes(), arguments[1].bytes(),
                                    arguments[2].bytes());
}

document::Json backfill(engine::Session& session, Arguments arguments) {
  return history::backfill(session, arguments[0].bytes(), arguments[1].bytes(),
                           arguments[2].bytes());
}

}  // namespace

std::vector<Function> upsert_functions() {
  using enum Parameter::Arity;
  return {
      {"tamis_merge",
       {{"target", Type::text}, {"source", Type::text}, {"options", Type::json}},
       Type::json,
       {},
       Action{merge},
       "Merges a batch into a table of one row a key: inserts, updates and deletes"},
      {"tamis_watermark",
       {{"name", Type::text}},
       Type::json,
       {},
       Action{watermark},
       "How far an incremental load has come"},
      {"tamis_advance_watermark",
       {{"name", Type::text}, {"value", Type::text}, {"options", Type::json, optional}},
       Type::json,
       {},
       Action{advance_watermark},
       "Sets a watermark; back only when told"},
      {"tamis_backfill",
       {{"target", Type::text}, {"source", Type::text}, {"options", Type::json}},
       Type::json,
       {},
       Action{backfill},
       "Loads a range of the past again, slice by slice, once a dry run is confirmed"},
  };
}

}  // namespace tamis::catalog
