// SHA-256, computed while bytes pass by.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace tamis::exports {

class Checksum {
 public:
  Checksum();
  void update(std::string_view bytes);
  // "sha256:<64 hex digits>". Ends the computation.
  std::string finish();

  static std::string of(std::string_view bytes);

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const noexcept;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

// Whether `text` has the form of finish().
bool is_checksum(std::string_view text) noexcept;

}  // namespace tamis::exports
