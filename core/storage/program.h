// Running a program for what it prints. Private to storage/.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace tamis::storage {

// Runs `command` without a shell, with no input and with its errors dropped (they may hold what it
// knows), and returns what it printed, of which at most `most` bytes. Throws io_error where it
// can't be run, fails, prints more or takes longer than half a minute; it is killed then, and when
// `poll`, called every 50 ms, throws.
std::string run_program(const std::vector<std::string>& command, std::size_t most,
                        const std::function<void()>& poll);

}  // namespace tamis::storage
