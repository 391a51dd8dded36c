//! Builds with sanitizers and coverage counters, of the Rust crates and of libzstd.
//!
//! The stable compiler has them; `RUSTC_BOOTSTRAP=1` lets it use them. libzstd is compiled with the same checks: by clang where
//! it is there, else by gcc, whose AddressSanitizer and ThreadSanitizer fit the runtimes of the Rust compiler, but which has no
//! coverage counters for libFuzzer.

#![forbid(unsafe_code)]

use std::path::PathBuf;

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::environment::Environment;

/// The system that instrumented builds are for. It is named, so that build scripts and macros are not instrumented.
pub(crate) const SYSTEM: &str = "x86_64-unknown-linux-gnu";

/// What is checked while a program runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checker {
    /// Results only.
    None,
    /// Accesses of memory, leaks, and in C undefined behaviour too.
    Address,
    /// Accesses by several threads.
    Thread,
}

impl Checker {
    fn name(self) -> &'static str {
        match self {
            Self::None => "plain",
            Self::Address => "address",
            Self::Thread => "thread",
        }
    }

    fn rust_flags(self) -> Vec<&'static str> {
        match self {
            Self::None => vec![],
            Self::Address => vec!["-Zsanitizer=address"],
            // The standard library is not instrumented; what it synchronises with is.
            Self::Thread => vec![
                "-Zsanitizer=thread",
                "-Cunsafe-allow-abi-mismatch=sanitizer",
            ],
        }
    }

    fn c_flags(self) -> Vec<&'static str> {
        match self {
            Self::None => vec![],
            // libzstd subtracts pointers on purpose in a way that only this one of the checks dislikes. Undefined behaviour ends
            // in a trap, which needs no runtime.
            Self::Address => vec![
                "-fsanitize=address,undefined",
                "-fno-sanitize=pointer-overflow",
                "-fsanitize-undefined-trap-on-error",
                "-fno-omit-frame-pointer",
                "-g1",
            ],
            Self::Thread => vec!["-fsanitize=thread", "-fno-omit-frame-pointer", "-g1"],
        }
    }
}

/// A way to build.
pub(crate) struct Build {
    checker: Checker,
    coverage: bool,
    clang: bool,
}

impl Build {
    /// With a checker. `clang`: libzstd is compiled by clang, otherwise by gcc.
    pub(crate) fn new(checker: Checker, clang: bool) -> Self {
        Self {
            checker,
            coverage: false,
            clang,
        }
    }

    /// With the counters that libFuzzer is guided by; in libzstd too where clang compiles it.
    pub(crate) fn with_coverage(mut self) -> Self {
        self.coverage = true;
        self
    }

    /// The folder that programs and libraries are in once they are built.
    pub(crate) fn folder(&self, environment: &Environment) -> PathBuf {
        self.target(environment).join(SYSTEM).join(self.profile())
    }

    /// The folder's name is the profile's, except for the default one.
    fn profile(&self) -> &'static str {
        if self.coverage { "fuzz" } else { "debug" }
    }

    fn target(&self, environment: &Environment) -> PathBuf {
        let kind = if self.coverage { "fuzz" } else { "check" };
        environment
            .target
            .join("instrumented")
            .join(format!("{kind}-{}", self.checker.name()))
    }

    /// Runs cargo with these arguments in such a build.
    pub(crate) fn cargo(
        &self,
        shell: &Shell,
        environment: &Environment,
        arguments: &[&str],
    ) -> Result<()> {
        self.cargo_with(shell, environment, arguments, &[])
    }

    /// As [`Build::cargo`], with more environment variables.
    pub(crate) fn cargo_with(
        &self,
        shell: &Shell,
        environment: &Environment,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Result<()> {
        if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
            bail!("instrumented builds are for {SYSTEM} only");
        }
        let (verb, rest) = arguments.split_first().unwrap_or((&"build", &[]));
        let mut rust = self.checker.rust_flags();
        let mut c = self.checker.c_flags();
        // The counters and the runtimes of the program are used by the libraries that it loads, too.
        rust.extend(["-Cdebug-assertions", "-Clink-arg=-rdynamic"]);
        // Assembly cannot be instrumented.
        c.push("-DZSTD_DISABLE_ASM");
        if self.coverage {
            rust.extend([
                "-Cpasses=sancov-module",
                "-Cllvm-args=-sanitizer-coverage-level=4",
                "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
                "-Cllvm-args=-sanitizer-coverage-pc-table",
                "-Cllvm-args=-sanitizer-coverage-trace-compares",
            ]);
            if self.clang {
                c.push("-fsanitize-coverage=inline-8bit-counters,pc-table,trace-cmp");
            }
        }
        let profile = self.coverage.then_some(["--profile", "fuzz"]);
        let profile = profile.iter().flatten();
        let mut command = cmd!(
            shell,
            "cargo {verb} --target {SYSTEM} {profile...} {rest...}"
        )
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", self.target(environment))
        .env(
            "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS",
            rust.join(" "),
        )
        .env("CFLAGS_x86_64_unknown_linux_gnu", c.join(" "));
        if self.clang {
            command = command.env("CC_x86_64_unknown_linux_gnu", "clang");
        }
        for (name, value) in variables {
            command = command.env(name, value);
        }
        Ok(command.run()?)
    }
}

/// Whether clang is there. Without it libzstd has no counters, and fuzzers find their way into it by luck; that is said.
pub(crate) fn clang(shell: &Shell) -> bool {
    let found = cmd!(shell, "clang --version")
        .quiet()
        .ignore_stderr()
        .read();
    if found.is_err() {
        eprintln!(
            "note: clang is not installed: libzstd is built by gcc, without coverage counters"
        );
    }
    found.is_ok()
}
