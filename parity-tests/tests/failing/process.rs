//! A process whose memory fails when it is told to.
#![forbid(unsafe_code)]

use std::env;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

use parity_tests::operation::Operation;
use parity_tests::wire::{Tree, map, read_message, write_message};

use crate::host;

/// The program that an interpreter runs.
const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python/host/failing.py");

/// The last site of a request that is to be refused with all that follow.
pub(crate) const ALL: i64 = i64::MAX;

/// What has memory that fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The crates.
    Rust,
    /// The library of the C ABI.
    CAbi(PathBuf),
    /// A module in an interpreter.
    Python {
        program: PathBuf,
        module: &'static str,
        /// All of the process fails, and not only what the module asks for.
        whole: bool,
    },
}

impl Kind {
    /// Whether all that an interpreter asks for fails too.
    pub(crate) fn is_whole_interpreter(&self) -> bool {
        matches!(self, Self::Python { whole: true, .. })
    }
}

/// The library that is preloaded, or why it could not be made.
static PRELOADED: LazyLock<Result<PathBuf, String>> = LazyLock::new(|| {
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/failing/failing.c");
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("libfailing.so");
    let compiler = env::var_os("CC").unwrap_or_else(|| "cc".into());
    let made = Command::new(&compiler)
        .args("-std=gnu11 -Wall -Wextra -Werror -O2 -shared -fPIC -pthread -o".split(' '))
        .arg(&library)
        .args([source, "-ldl"])
        .status();
    match made {
        Ok(status) if status.success() => Ok(library),
        Ok(status) => Err(format!("compiling {source}: {status}")),
        Err(error) => Err(format!("{}: {error}", compiler.display())),
    }
});

/// How a call ended whose memory failed.
pub(crate) struct Answer {
    /// How many blocks there were before the call.
    pub(crate) held: i128,
    /// How many sites the call came to.
    pub(crate) sites: i128,
    /// How many of them were refused.
    pub(crate) refused: i128,
    /// How it ended.
    pub(crate) outcome: Tree,
}

/// Processes that wait for the next trial of their kind.
static IDLE: Mutex<Vec<Process>> = Mutex::new(Vec::new());

/// A process of a kind.
pub(crate) struct Process {
    kind: Kind,
    child: Child,
    input: Option<BufWriter<ChildStdin>>,
    output: BufReader<ChildStdout>,
    errors: std::fs::File,
}

impl Process {
    /// One that waits, or a new one.
    pub(crate) fn of(kind: &Kind) -> Result<Self, String> {
        let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = idle.iter().position(|process| process.kind == *kind) {
            return Ok(idle.swap_remove(at));
        }
        drop(idle);
        Self::new(kind)
    }

    /// A new one, which has made no call yet.
    pub(crate) fn new(kind: &Kind) -> Result<Self, String> {
        let preloaded = PRELOADED.clone()?;
        Self::spawn(kind, &preloaded).map_err(|error| format!("{kind:?}: {error}"))
    }

    /// Lets it wait for the next trial.
    pub(crate) fn put_back(self) {
        let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push(self);
    }

    fn spawn(kind: &Kind, preloaded: &Path) -> io::Result<Self> {
        let mut command = match kind {
            Kind::Rust => this_program("")?,
            Kind::CAbi(path) => this_program(path)?,
            Kind::Python {
                program,
                module,
                whole,
            } => {
                let mut command = Command::new(program);
                command.args([PROGRAM, module]);
                if *whole {
                    // Without its own pools, every request of the interpreter is one of the C library.
                    command.arg("whole").env("PYTHONMALLOC", "malloc");
                }
                command
            }
        };
        let errors = unnamed_file()?;
        let mut child = command
            .env("LD_PRELOAD", preloaded)
            .env_remove("PYTHONPATH")
            // Its backtrace would ask for memory after the request that matters.
            .env("RUST_BACKTRACE", "0")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors.try_clone()?)
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("the process has no pipes"));
        };
        Ok(Self {
            kind: kind.clone(),
            child,
            input: Some(BufWriter::new(input)),
            output: BufReader::new(output),
            errors,
        })
    }

    /// Has it carry out an operation while the sites `first` to `last` are refused; the first one has the number 1.
    ///
    /// # Errors
    ///
    /// How the process ended.
    pub(crate) fn ask(
        &mut self,
        (index, operation): (usize, &Operation),
        (first, last): (i64, i64),
    ) -> Result<Answer, String> {
        let request = map([
            ("index", index.into()),
            ("operation", operation.to_tree()),
            ("first", first.into()),
            ("last", last.into()),
        ]);
        let answer = self.exchange(&request).map_err(|_| self.epitaph())?;
        let number = |name| answer.get(name).and_then(Tree::int);
        match (
            number("held"),
            number("sites"),
            number("refused"),
            answer.get("outcome"),
        ) {
            (Some(held), Some(sites), Some(refused), Some(outcome)) => Ok(Answer {
                held,
                sites,
                refused,
                outcome: outcome.clone(),
            }),
            _ => Err(format!("no answer: {answer:?}")),
        }
    }

    fn exchange(&mut self, request: &Tree) -> io::Result<Tree> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        write_message(input, request)?;
        read_message(&mut self.output)
    }

    /// How it ended, and its last words.
    fn epitaph(&mut self) -> String {
        self.input = None;
        let status = self.child.wait();
        let mut words = String::new();
        let read = self.errors.seek(SeekFrom::Start(0));
        if read
            .and_then(|_| self.errors.read_to_string(&mut words))
            .is_err()
        {
            words.push_str("its words cannot be read");
        }
        match status {
            Ok(status) => format!("the process ended: {status}\n{words}"),
            Err(error) => format!("the process is lost: {error}\n{words}"),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.input = None;
        // It ends now that its input has.
        self.child.wait().ok();
    }
}

fn this_program(library: impl AsRef<std::ffi::OsStr>) -> io::Result<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.env(host::VARIABLE, library);
    Ok(command)
}

/// A file that goes away with the processes that have it.
fn unnamed_file() -> io::Result<std::fs::File> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let name = format!(
        "failing-{}-{:?}",
        std::process::id(),
        std::thread::current().id()
    );
    let path = folder.join(name);
    let file = std::fs::File::options()
        .read(true)
        .append(true)
        .create(true)
        .open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}
