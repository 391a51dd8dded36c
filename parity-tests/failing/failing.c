/* Memory that fails on demand: preloaded into a process, it stands before the allocator of the C library.
 *
 * A site is a request of memory, of a mapping or of a thread that the code in scope makes: one object file, or all of the process.
 * While armed, sites are counted, and those with chosen numbers are refused. What the code in scope has and does not give back
 * is counted too. If the process dies, it says on standard error where the last refused request came from.
 *
 * Linux with the GNU C library only. Built and used by tests/failing.rs. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

typedef int thread_maker(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

/* The code in scope; all of the process unless failing_scope() says otherwise. */
static uintptr_t scope_start = 0, scope_end = UINTPTR_MAX;
static atomic_int armed;
static atomic_long sites, refused, first_refused, last_refused;
static thread_maker *make_thread;

/* Where the last refused request came from. */
static void *trace[64];
static atomic_int trace_length;
static __thread int inside __attribute__((tls_model("initial-exec")));

/* The addresses that the code in scope has: an open hash table, under a lock. */
enum { PLACES = 1 << 20 };
static uintptr_t held[PLACES];
static long held_count;
static atomic_flag held_lock = ATOMIC_FLAG_INIT;
static const uintptr_t GONE = 1;

static int in_scope(const void *caller) {
    return (uintptr_t)caller >= scope_start && (uintptr_t)caller < scope_end;
}

static size_t place_of(uintptr_t address) { return (size_t)((address >> 4) * 0x9E3779B97F4A7C15u >> 44); }

static void lock(void) {
    while (atomic_flag_test_and_set_explicit(&held_lock, memory_order_acquire)) {
    }
}

static void unlock(void) { atomic_flag_clear_explicit(&held_lock, memory_order_release); }

static void *hold(void *memory) {
    if (memory == NULL) {
        return NULL;
    }
    lock();
    size_t place = place_of((uintptr_t)memory);
    while (held[place] > GONE) {
        place = (place + 1) % PLACES;
    }
    held[place] = (uintptr_t)memory;
    held_count++;
    unlock();
    return memory;
}

static int let_go(const void *memory) {
    int found = 0;
    if (memory == NULL) {
        return 0;
    }
    lock();
    size_t place = place_of((uintptr_t)memory);
    while (held[place] != 0 && held[place] != (uintptr_t)memory) {
        place = (place + 1) % PLACES;
    }
    if (held[place] != 0) {
        held[place] = held[(place + 1) % PLACES] == 0 ? 0 : GONE;
        held_count--;
        found = 1;
    }
    unlock();
    return found;
}

/* Whether this request, which comes from the code in scope, is to fail. */
static int refuse(void) {
    if (!atomic_load(&armed) || inside) {
        return 0;
    }
    long site = atomic_fetch_add(&sites, 1) + 1;
    if (site < atomic_load(&first_refused) || site > atomic_load(&last_refused)) {
        return 0;
    }
    atomic_fetch_add(&refused, 1);
    inside = 1;
    atomic_store(&trace_length, backtrace(trace, sizeof trace / sizeof trace[0]));
    inside = 0;
    return 1;
}

static int refuse_memory(void) {
    if (!refuse()) {
        return 0;
    }
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size) {
    if (!in_scope(__builtin_return_address(0))) {
        return __libc_malloc(size);
    }
    return refuse_memory() ? NULL : hold(__libc_malloc(size));
}

void *calloc(size_t count, size_t size) {
    if (!in_scope(__builtin_return_address(0))) {
        return __libc_calloc(count, size);
    }
    return refuse_memory() ? NULL : hold(__libc_calloc(count, size));
}

void *realloc(void *memory, size_t size) {
    int ours = in_scope(__builtin_return_address(0));
    if (ours && refuse_memory()) {
        return NULL;
    }
    ours |= let_go(memory);
    void *moved = __libc_realloc(memory, size);
    if (moved == NULL && size != 0) {
        if (ours) {
            hold(memory);
        }
        return NULL;
    }
    return ours ? hold(moved) : moved;
}

void *memalign(size_t alignment, size_t size) {
    if (!in_scope(__builtin_return_address(0))) {
        return __libc_memalign(alignment, size);
    }
    return refuse_memory() ? NULL : hold(__libc_memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size) {
    if (!in_scope(__builtin_return_address(0))) {
        return __libc_memalign(alignment, size);
    }
    return refuse_memory() ? NULL : hold(__libc_memalign(alignment, size));
}

int posix_memalign(void **place, size_t alignment, size_t size) {
    int ours = in_scope(__builtin_return_address(0));
    if (ours && refuse()) {
        return ENOMEM;
    }
    void *memory = __libc_memalign(alignment, size);
    if (memory == NULL) {
        return ENOMEM;
    }
    *place = ours ? hold(memory) : memory;
    return 0;
}

void free(void *memory) {
    let_go(memory);
    __libc_free(memory);
}

void *mmap(void *address, size_t length, int protection, int flags, int file, off_t offset) {
    int ours = in_scope(__builtin_return_address(0));
    if (ours && refuse_memory()) {
        return MAP_FAILED;
    }
    void *mapped = (void *)syscall(SYS_mmap, address, length, protection, flags, file, offset);
    if (ours && mapped != MAP_FAILED) {
        hold(mapped);
    }
    return mapped;
}

void *mmap64(void *address, size_t length, int protection, int flags, int file, off_t offset)
    __attribute__((alias("mmap")));

int munmap(void *address, size_t length) {
    let_go(address);
    return (int)syscall(SYS_munmap, address, length);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument) {
    if (in_scope(__builtin_return_address(0)) && refuse()) {
        return EAGAIN;
    }
    return make_thread(thread, attributes, run, argument);
}

static int find_object(struct dl_phdr_info *object, size_t size, void *name) {
    (void)size;
    if (object->dlpi_name == NULL || strstr(object->dlpi_name, name) == NULL) {
        return 0;
    }
    uintptr_t start = UINTPTR_MAX, end = 0;
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[index];
        if (part->p_type == PT_LOAD) {
            uintptr_t from = object->dlpi_addr + part->p_vaddr;
            start = from < start ? from : start;
            end = from + part->p_memsz > end ? from + part->p_memsz : end;
        }
    }
    scope_start = start;
    scope_end = end;
    return 1;
}

/* Sets the scope: the loaded object whose path contains `name`. 0 if there is none. */
int failing_scope(const char *name) { return dl_iterate_phdr(find_object, (void *)name); }

/* Begins to count, and to refuse the sites with the numbers from `first` to `last`; the first one has the number 1. */
void failing_arm(long first, long last) {
    atomic_store(&sites, 0);
    atomic_store(&refused, 0);
    atomic_store(&first_refused, first);
    atomic_store(&last_refused, last);
    atomic_store(&armed, 1);
}

/* Ends that, and returns how many sites there were. */
long failing_disarm(void) {
    atomic_store(&armed, 0);
    return atomic_load(&sites);
}

/* How many requests were refused. */
long failing_refused(void) { return atomic_load(&refused); }

/* How many blocks, mappings included, the code in scope has. */
long failing_held(void) {
    lock();
    long count = held_count;
    unlock();
    return count;
}

static void last_words(int number) {
    static const char words[] = "the last refused request came from:\n";
    atomic_store(&armed, 0);
    (void)!write(STDERR_FILENO, words, sizeof words - 1);
    backtrace_symbols_fd(trace, atomic_load(&trace_length), STDERR_FILENO);
    signal(number, SIG_DFL);
    raise(number);
}

__attribute__((constructor)) static void begin(void) {
    make_thread = (thread_maker *)dlsym(RTLD_NEXT, "pthread_create");
    /* The first call loads what it needs. */
    backtrace(trace, 1);
    signal(SIGABRT, last_words);
    signal(SIGSEGV, last_words);
    signal(SIGILL, last_words);
}
