#include "core/storage/remote/remote_destination.h"

#include "core/error/error.h"
#include "core/storage/remote/remote_staging.h"

namespace tamis::storage {
namespace {

class RemoteDestination final : public Destination {
 public:
  explicit RemoteDestination(RemoteSite site) : site_(std::move(site)) {}

  std::string uri() const override { return site_.address(); }
  void check(IfExists if_exists) override {
    Publication publication(site_.store, site_.prefix(), site_.options.publish_timeout);
    switch (publication.state()) {
      case Publication::State::dead: return;  // stage() clears that away first
      case Publication::State::busy: publication.recover(); return;
      case Publication::State::free: check_remote_place(site_, if_exists);
    }
  }
  std::unique_ptr<Staging> stage(std::string_view id, IfExists if_exists) override {
    return std::make_unique<RemoteStaging>(site_, id, if_exists);
  }

 private:
  RemoteSite site_;
};

}  // namespace

std::unique_ptr<Destination> remote_destination(const RemoteAddress& address, Context context) {
  auto quiet = std::make_shared<bool>(false);
  if (context.poll) {
    context.poll = [quiet, poll = std::move(context.poll)] {
      if (!*quiet) poll();
    };
  }
  auto store = open_store(address, context);
  return std::make_unique<RemoteDestination>(RemoteSite{std::move(store), address.key,
                                                        std::move(context.remote),
                                                        std::move(context.replace_fault), quiet});
}

Place existing_remote_place(const RemoteAddress& address, const Context& context) {
  const auto store = open_store(address, context);
  if (!address.key.empty() && store->head(address.key)) {
    const std::size_t slash = address.key.rfind('/');
    const bool top = slash == std::string::npos;
    return {std::make_unique<RemoteDirectory>(store, top ? "" : address.key.substr(0, slash)),
            top ? address.key : address.key.substr(slash + 1)};
  }
  bool found = false;
  store->list(address.key.empty() ? "" : address.key + "/", [&](const Object&) {
    found = true;
    return false;
  });
  if (!found) {
    throw Error(Code::io_error, "nothing is there: \"" + store->address(address.key) + "\"");
  }
  return {std::make_unique<RemoteDirectory>(store, address.key), {}};
}

}  // namespace tamis::storage
