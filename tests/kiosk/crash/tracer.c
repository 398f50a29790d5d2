/* Preloaded into a kiosk under test: writes down, in their real order, the file operations below TRACE_ROOT, with their
 * bytes, and can end the process by SIGKILL at the n-th of them. One line of JSON header a record, then its bytes.
 *
 *   TRACE_ROOT   only paths below it count       TRACE_FILE  where the record goes (outside of the root); none: no record
 *   TRACE_KILL   SIGKILL instead of the n-th operation, counted from 1; network writes count too
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FDS 4096
static char *paths[FDS];
static struct stat known[FDS];
static char root[PATH_MAX];
static size_t root_length;
static int log_fd = -1;
static long kill_at, counted;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(result, name, ...) \
  static result (*real_##name)(__VA_ARGS__); \
  if (!real_##name) real_##name = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static ssize_t raw_write(int fd, const void *data, size_t length) {
  REAL(ssize_t, write, int, const void *, size_t);
  return real_write(fd, data, length);
}

__attribute__((constructor)) static void begin(void) {
  const char *wanted = getenv("TRACE_ROOT"), *file = getenv("TRACE_FILE"), *end = getenv("TRACE_KILL");
  if (!wanted || !realpath(wanted, root)) return;
  root_length = strlen(root);
  if (end) kill_at = atol(end);
  if (file) {
    REAL(int, open, const char *, int, ...);
    log_fd = real_open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
}

/* The path below the root, or NULL. */
static const char *below(const char *path) {
  static __thread char buffer[PATH_MAX * 2];
  if (!root_length || !path) return NULL;
  if (path[0] != '/') {
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here)) return NULL;
    snprintf(buffer, sizeof buffer, "%s/%s", here, path);
    path = buffer;
  }
  if (strncmp(path, root, root_length) != 0) return NULL;
  if (path[root_length] == '\0') return ".";
  return path[root_length] == '/' ? path + root_length + 1 : NULL;
}

/* Called with the lock held, before the operation. */
static void step(void) {
  counted += 1;
  if (kill_at && counted == kill_at) kill(getpid(), SIGKILL);
}

static void note(const char *op, const char *path, const char *other, long long offset, const void *data, size_t length) {
  if (log_fd < 0) return;
  char head[PATH_MAX * 3];
  int size = snprintf(head, sizeof head, "{\"op\":\"%s\",\"path\":\"%s\",\"to\":\"%s\",\"offset\":%lld,\"length\":%zu}\n", op,
                      path, other ? other : "", offset, length);
  raw_write(log_fd, head, size);
  for (size_t at = 0; at < length;) {
    ssize_t done = raw_write(log_fd, (const char *)data + at, length - at);
    if (done <= 0) break;
    at += done;
  }
}

static void forget(int fd) {
  if (fd >= 0 && fd < FDS && paths[fd]) {
    free(paths[fd]);
    paths[fd] = NULL;
  }
}
/* libuv closes by a raw system call, which is not seen: a number may belong to another file by now. */
static const char *of(int fd) {
  struct stat now;
  if (fd < 0 || fd >= FDS || !paths[fd]) return NULL;
  if (fstat(fd, &now) == 0 && now.st_ino == known[fd].st_ino && now.st_dev == known[fd].st_dev) return paths[fd];
  forget(fd);
  return NULL;
}

static int opened(int fd, const char *path, int flags, int existed) {
  const char *inside = below(path);
  if (fd < 0 || fd >= FDS || !inside) return fd;
  forget(fd);
  paths[fd] = strdup(inside);
  fstat(fd, &known[fd]);
  if ((flags & O_CREAT) && !existed) note("create", inside, NULL, 0, NULL, 0);
  else if (flags & O_TRUNC) note("truncate", inside, NULL, 0, NULL, 0);
  return fd;
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(int, name, const char *, int, ...); \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); } \
    if (!below(path)) return real_##name(path, flags, mode); \
    pthread_mutex_lock(&lock); \
    struct stat seen; \
    int existed = stat(path, &seen) == 0; \
    if (((flags & O_CREAT) && !existed) || (flags & O_TRUNC)) step(); \
    int fd = opened(real_##name(path, flags, mode), path, flags, existed); \
    pthread_mutex_unlock(&lock); \
    return fd; \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  REAL(int, close, int);
  if (of(fd)) {
    pthread_mutex_lock(&lock);
    forget(fd);
    pthread_mutex_unlock(&lock);
  }
  return real_close(fd);
}

static int is_socket(int fd) {
  struct stat seen;
  return kill_at && fstat(fd, &seen) == 0 && S_ISSOCK(seen.st_mode);
}

static void socket_step(int fd) {
  if (!is_socket(fd)) return;
  pthread_mutex_lock(&lock);
  step();
  pthread_mutex_unlock(&lock);
}

ssize_t write(int fd, const void *data, size_t length) {
  const char *path = of(fd);
  if (!path) { socket_step(fd); return raw_write(fd, data, length); }
  pthread_mutex_lock(&lock);
  step();
  off_t at = lseek(fd, 0, SEEK_CUR);
  ssize_t done = raw_write(fd, data, length);
  if (done > 0) note("write", path, NULL, at, data, done);
  pthread_mutex_unlock(&lock);
  return done;
}

#define PWRITE(name, off) \
  ssize_t name(int fd, const void *data, size_t length, off at) { \
    REAL(ssize_t, name, int, const void *, size_t, off); \
    const char *path = of(fd); \
    if (!path) return real_##name(fd, data, length, at); \
    pthread_mutex_lock(&lock); \
    step(); \
    ssize_t done = real_##name(fd, data, length, at); \
    if (done > 0) note("write", path, NULL, at, data, done); \
    pthread_mutex_unlock(&lock); \
    return done; \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

static void note_vector(const char *path, const struct iovec *parts, int count, long long at, ssize_t done) {
  for (int i = 0; i < count && done > 0; i += 1) {
    size_t size = parts[i].iov_len < (size_t)done ? parts[i].iov_len : (size_t)done;
    note("write", path, NULL, at, parts[i].iov_base, size);
    at += size;
    done -= size;
  }
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(ssize_t, writev, int, const struct iovec *, int);
  const char *path = of(fd);
  if (!path) { socket_step(fd); return real_writev(fd, parts, count); }
  pthread_mutex_lock(&lock);
  step();
  off_t at = lseek(fd, 0, SEEK_CUR);
  ssize_t done = real_writev(fd, parts, count);
  note_vector(path, parts, count, at, done);
  pthread_mutex_unlock(&lock);
  return done;
}

#define PWRITEV(name, off) \
  ssize_t name(int fd, const struct iovec *parts, int count, off at) { \
    REAL(ssize_t, name, int, const struct iovec *, int, off); \
    const char *path = of(fd); \
    if (!path) return real_##name(fd, parts, count, at); \
    pthread_mutex_lock(&lock); \
    step(); \
    ssize_t done = real_##name(fd, parts, count, at); \
    note_vector(path, parts, count, at, done); \
    pthread_mutex_unlock(&lock); \
    return done; \
  }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

#define SYNC(name) \
  int name(int fd) { \
    REAL(int, name, int); \
    const char *path = of(fd); \
    if (!path) return real_##name(fd); \
    pthread_mutex_lock(&lock); \
    step(); \
    int result = real_##name(fd); \
    if (result == 0) note("sync", path, NULL, 0, NULL, 0); \
    pthread_mutex_unlock(&lock); \
    return result; \
  }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, off) \
  int name(int fd, off length) { \
    REAL(int, name, int, off); \
    const char *path = of(fd); \
    if (!path) return real_##name(fd, length); \
    pthread_mutex_lock(&lock); \
    step(); \
    int result = real_##name(fd, length); \
    if (result == 0) note("truncate", path, NULL, length, NULL, 0); \
    pthread_mutex_unlock(&lock); \
    return result; \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
  REAL(int, rename, const char *, const char *);
  char source[PATH_MAX];
  const char *inside = below(from);
  if (!inside) return real_rename(from, to);
  snprintf(source, sizeof source, "%s", inside);
  const char *target = below(to);
  pthread_mutex_lock(&lock);
  step();
  int result = real_rename(from, to);
  if (result == 0) note("rename", source, target, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

int unlink(const char *path) {
  REAL(int, unlink, const char *);
  const char *inside = below(path);
  if (!inside) return real_unlink(path);
  pthread_mutex_lock(&lock);
  step();
  int result = real_unlink(path);
  if (result == 0) note("unlink", inside, NULL, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

int mkdir(const char *path, mode_t mode) {
  REAL(int, mkdir, const char *, mode_t);
  const char *inside = below(path);
  if (!inside) return real_mkdir(path, mode);
  pthread_mutex_lock(&lock);
  step();
  int result = real_mkdir(path, mode);
  if (result == 0) note("mkdir", inside, NULL, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}
