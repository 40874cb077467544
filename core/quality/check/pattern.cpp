#include "core/quality/check/pattern.h"

#include <pcre2.h>

#include <array>
#include <cstdint>
#include <new>

#include "core/error/error.h"

namespace tamis::quality {
namespace {

// Some 0.1 s at worst; a pattern without nested repetitions needs a few steps for each character.
constexpr std::uint32_t kMostSteps = 1'000'000;
constexpr std::uint32_t kMostKibibytes = 16 * 1024;

PCRE2_SPTR bytes_of(std::string_view text) noexcept {
  return reinterpret_cast<PCRE2_SPTR>(text.data());
}

std::string words_of(int error) {
  std::array<PCRE2_UCHAR, 256> words{};
  const int size = pcre2_get_error_message(error, words.data(), words.size());
  return {reinterpret_cast<const char*>(words.data()),
          static_cast<std::size_t>(size < 0 ? 0 : size)};
}

template <auto Free>
struct FreedBy {
  template <typename T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};
using CodeOwner = std::unique_ptr<pcre2_code, FreedBy<pcre2_code_free>>;
using DataOwner = std::unique_ptr<pcre2_match_data, FreedBy<pcre2_match_data_free>>;
using ContextOwner = std::unique_ptr<pcre2_match_context, FreedBy<pcre2_match_context_free>>;

template <typename Owner>
Owner owned(typename Owner::pointer object) {
  if (object == nullptr) throw std::bad_alloc();
  return Owner(object);
}

Pattern::Match meaning(int result) noexcept {
  if (result >= 0) return Pattern::Match::yes;
  return result == PCRE2_ERROR_NOMATCH ? Pattern::Match::no : Pattern::Match::gave_up;
}

}  // namespace

struct Pattern::Compiled {
  CodeOwner code;
  DataOwner data;
  ContextOwner context;
  bool jit = false;
};

void Pattern::Release::operator()(Compiled* compiled) const noexcept { delete compiled; }

Pattern::Pattern(std::string_view expression, const Settings& settings) {
  std::uint32_t options =
      PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY;
  if (settings.whole) options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
  if (settings.ignore_case) options |= PCRE2_CASELESS;
  int error = 0;
  PCRE2_SIZE offset = 0;
  pcre2_code* const code =
      pcre2_compile(bytes_of(expression), expression.size(), options, &error, &offset, nullptr);
  if (code == nullptr) {
    throw Error(Code::invalid_value, "invalid regular expression " + in_quotes(expression),
                "At offset " + std::to_string(offset) + ": " + words_of(error) + ".",
                "Regular expressions are those of PCRE2.");
  }
  compiled_.reset(new Compiled{CodeOwner(code), {}, {}, false});
  compiled_->data = owned<DataOwner>(pcre2_match_data_create_from_pattern(code, nullptr));
  compiled_->context = owned<ContextOwner>(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(compiled_->context.get(), kMostSteps);
  pcre2_set_heap_limit(compiled_->context.get(), kMostKibibytes);
  // Where the system forbids it, the interpreter runs the same pattern.
  compiled_->jit = pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0;
}

Pattern Pattern::like(std::string_view pattern, bool ignore_case) {
  std::string expression = "(?s)";
  bool escaped = false;
  for (const char c : pattern) {
    if (!escaped && c == '\\') {
      escaped = true;
      continue;
    }
    if (!escaped && c == '%') {
      expression += ".*";
    } else if (!escaped && c == '_') {
      expression += '.';
    } else {
      // Before a letter or a digit a backslash would have a meaning of its own.
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
      if (!plain) expression += '\\';
      expression += c;
    }
    escaped = false;
  }
  if (escaped) {
    throw Error(Code::invalid_value, "the pattern " + in_quotes(pattern) + " ends in a backslash",
                {}, "Write two of them for a backslash.");
  }
  return Pattern(expression, {.whole = true, .ignore_case = ignore_case});
}

Pattern::Match Pattern::match(std::string_view text) const noexcept {
  const Compiled& c = *compiled_;
  // A view of nothing has no address, which PCRE2 takes for a mistake.
  const PCRE2_SPTR subject = text.data() == nullptr ? bytes_of("") : bytes_of(text);
  const auto run = c.jit ? pcre2_jit_match : pcre2_match;
  int result = run(c.code.get(), subject, text.size(), 0, 0, c.data.get(), c.context.get());
  if (result == PCRE2_ERROR_JIT_STACKLIMIT) {  // the interpreter keeps its stack on the heap
    result = pcre2_match(c.code.get(), subject, text.size(), 0, PCRE2_NO_JIT, c.data.get(),
                         c.context.get());
  }
  return meaning(result);
}

}  // namespace tamis::quality
