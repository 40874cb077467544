// Preloaded by killed.sh: kills the process with SIGKILL right before the n-th call of those by
// which an export is staged and published. The file that TAMIS_KILL_AT names holds n; without the
// file nothing is counted. How far the count came is left in that file's name with ".count".
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static long calls;

static void count_call(void) {
  const char* const path = getenv("TAMIS_KILL_AT");
  if (path == NULL) return;
  FILE* const file = fopen(path, "r");
  if (file == NULL) return;
  long wanted = 0;
  const int read = fscanf(file, "%ld", &wanted);
  fclose(file);
  if (read != 1) return;
  ++calls;
  char name[4096];
  snprintf(name, sizeof name, "%s.count", path);
  FILE* const count = fopen(name, "w");
  if (count != NULL) {
    fprintf(count, "%ld\n", calls);
    fclose(count);
  }
  if (calls == wanted) kill(getpid(), SIGKILL);
}

#define NEXT(name, type) ((type)dlsym(RTLD_NEXT, #name))

int openat(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if (flags & O_CREAT) count_call();
  return NEXT(openat, int (*)(int, const char*, int, ...))(folder, path, flags, mode);
}

int mkdirat(int folder, const char* path, mode_t mode) {
  count_call();
  return NEXT(mkdirat, int (*)(int, const char*, mode_t))(folder, path, mode);
}

int linkat(int from, const char* old, int to, const char* fresh, int flags) {
  count_call();
  return NEXT(linkat, int (*)(int, const char*, int, const char*, int))(from, old, to, fresh, flags);
}

int unlinkat(int folder, const char* path, int flags) {
  count_call();
  return NEXT(unlinkat, int (*)(int, const char*, int))(folder, path, flags);
}

int renameat(int from, const char* old, int to, const char* fresh) {
  count_call();
  return NEXT(renameat, int (*)(int, const char*, int, const char*))(from, old, to, fresh);
}

int renameat2(int from, const char* old, int to, const char* fresh, unsigned flags) {
  count_call();
  return NEXT(renameat2, int (*)(int, const char*, int, const char*, unsigned))(from, old, to, fresh,
                                                                               flags);
}

int fsync(int fd) {
  count_call();
  return NEXT(fsync, int (*)(int))(fd);
}
